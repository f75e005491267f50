"""A form as a Teams dialog. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.teams.fitting import Element
from adapters.teams.markdown import escape
from adapters.teams.render import CONTENT_TYPE, envelope, text_block
from bot import wire
from bot.chat import Form, FormField, Reply, Text

NO_DIALOG = (
    "Open this chat in Teams on a computer or a phone, or tell me in your own words what it should say."
)


def dialog(form: Form, message_ref: str, errors: Mapping[str, str] | None = None) -> Element:
    """The answer that opens, or with `errors` reopens, the form. The form travels in its own button,
    so that it can be shown again with what was entered without anything being kept here."""
    shown = [element for field in form.fields for element in _input(field, (errors or {}).get(field.name))]
    data = {"form": wire.dump(form, Form), "message": message_ref}
    submit = {"type": "Action.Submit", "title": form.submit_label, "data": data}
    content = {**envelope(shown), "actions": [submit]}
    card = {"contentType": CONTENT_TYPE, "content": content}
    size = {"width": "medium", "height": "medium"}
    return {"task": {"type": "continue", "value": {"title": form.title, **size, "card": card}}}


def entered(plain: Mapping[str, Any], values: Mapping[str, str]) -> Form:
    """The form that came back in its button, holding what the person entered."""
    form: Form = wire.load(plain, Form)
    fields = tuple(replace(field, value=values.get(field.name, field.value)) for field in form.fields)
    return replace(form, fields=fields)


def in_words(form: Form) -> Reply:
    """For clients that open no dialogs."""
    asked = ", ".join(field.label for field in form.fields)
    return Reply(
        (Text(f"“{form.title}” opens as a dialog, and this app shows none. {NO_DIALOG} ({asked})"),),
        visibility="asker",
    )


def notice(text: str) -> Element:
    return {"task": {"type": "message", "value": text}}


def _input(field: FormField, error: str | None) -> list[Element]:
    control: Element = {"id": field.name, "label": field.label, **_control(field)}
    if field.value:
        control["value"] = field.value
    if not field.optional:
        control |= {"isRequired": True, "errorMessage": "This is needed."}
    hint = [text_block(escape(field.hint), size="Small", isSubtle=True)] if field.hint else []
    return [control, *hint, *([text_block(escape(error), color="Attention")] if error else [])]


def _control(field: FormField) -> Element:
    match field.control:
        case "choice":
            choices = [{"title": label, "value": value} for value, label in field.options]
            return {"type": "Input.ChoiceSet", "choices": choices}
        case "date":
            return {"type": "Input.Date"}
        case "long_text":
            return {"type": "Input.Text", "isMultiline": True}
    # Input.Number refuses "120k" without a word; the form's own error says what to enter.
    return {"type": "Input.Text"}
