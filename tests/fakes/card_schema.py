"""What Microsoft's own models of Adaptive Cards say of a card: every element, property, type and value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from microsoft_teams.cards import core
from pydantic import BaseModel, ValidationError

# Those of version 1.5; what came later older clients drop without a word.
OF_1_5 = frozenset(
    {
        *("AdaptiveCard", "TextBlock", "RichTextBlock", "Image", "ImageSet", "Media", "FactSet", "Container"),
        *("ColumnSet", "Column", "Table", "TableRow", "TableCell", "ActionSet"),
        *("Input.Text", "Input.Number", "Input.Date", "Input.Time", "Input.Toggle", "Input.ChoiceSet"),
        *("Action.OpenUrl", "Action.Submit", "Action.ShowCard", "Action.ToggleVisibility", "Action.Execute"),
    }
)
LATER = frozenset({"conditionallyEnabled", "themedUrls", "targetWidth", "grid.area", "layouts", "key"})
NEEDED: Mapping[str, tuple[str, ...]] = {
    "AdaptiveCard": ("version", "body"),
    "TextBlock": ("text",),
    "Image": ("url", "altText"),
    "FactSet": ("facts",),
    "Input.ChoiceSet": ("choices", "id"),
    "Input.Text": ("id",),
    "Input.Date": ("id",),
    "Action.Execute": ("title", "verb"),
    "Action.Submit": ("title",),
}
FREE = ("data", "msteams")
"""What a bot may fill as it likes."""

MODELS: Mapping[str, type[BaseModel]] = {
    str(model.model_fields["type"].default): model
    for model in vars(core).values()
    if isinstance(model, type) and issubclass(model, BaseModel) and "type" in model.model_fields
}


def faults(card: Mapping[str, Any]) -> list[str]:
    """One line each, without the card's own words; none for a valid card of version 1.5."""
    return list(_of(dict(card), "card"))


def _of(element: dict[str, Any], path: str) -> Iterator[str]:
    kind = element.get("type")
    model = MODELS.get(str(kind)) if kind in OF_1_5 else None
    if model is None:
        yield f"{path}: {kind} is no element of version 1.5"
        return
    yield from (f"{path}: no {name}" for name in NEEDED.get(str(kind), ()) if name not in element)
    yield from (f"{path}: {name} came after 1.5" for name in LATER & element.keys())
    try:
        yield from _unknown(model.model_validate(element), path)
    except ValidationError as error:
        yield from (f"{path}: {'.'.join(map(str, one['loc']))}: {one['type']}" for one in error.errors())
    for name, value in element.items():
        if name not in FREE:
            yield from _within(value, f"{path}.{name}")


def _within(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, dict) and "type" in value:
        yield from _of(value, path)
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _within(item, f"{path}[{at}]")


def _unknown(model: BaseModel, path: str) -> Iterator[str]:
    # The base models stand for elements that are looked at by themselves.
    if type(model) in (core.CardElement, core.Action):
        return
    yield from (f"{path}: {name} is unknown" for name in (model.model_extra or {}) if name != "$schema")
    for name in model.model_fields_set - set(FREE) - {"ms_teams"}:
        value = getattr(model, name, None)
        for at in value if isinstance(value, list) else [value]:
            if isinstance(at, BaseModel):
                yield from _unknown(at, f"{path}.{name}")
