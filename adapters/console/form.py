"""A form in a terminal: `amount=85000; close date=15 April`, by name or label. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from bot.chat import Form, FormField

_NAMED = re.compile(r"\s*(?P<name>[^=:]{1,200}?)\s*[=:]\s*(?P<value>.*)", re.DOTALL)
_WORD = re.compile(r"\w+")
_SHOWN = 60


class _Unclear(Exception):
    """An assignment that cannot be entered; the text says what to write instead."""


@dataclass(frozen=True, slots=True)
class Filling:
    """An open form: `entered` holds what was typed into it so far, by field name."""

    form: Form
    entered: Mapping[str, str]

    def values(self) -> dict[str, str]:
        return {field.name: self.entered.get(field.name, field.value) for field in self.form.fields}


def is_for_form(form: Form, text: str) -> bool:
    """Enter, something with `=`, or one of the form's fields before a colon: whatever else is typed is meant
    for the bot."""
    return not text.strip() or "=" in text or _opens_with_field(form, text)


def _opens_with_field(form: Form, text: str) -> bool:
    """`seats: 5`; `Acme: 85k` names the record of some fields and none of them."""
    match = _NAMED.fullmatch(text)
    name = match["name"] if match else ""
    words = set(_WORD.findall(_spaced(name)))
    return any(words & set(_bare(field).split()) for field in _fields(form, name))


def enter(filling: Filling, line: str) -> tuple[Filling, str]:
    """With what the line assigns clearly, and what to write instead of the rest, or ''."""
    form, entered, problems = filling.form, dict(filling.entered), []
    for name, value in _assignments(form, line):
        try:
            field = _the_field(form, name, value)
        except _Unclear as unclear:
            problems.append(str(unclear))
        else:
            entered[field.name] = _chosen(field, value)
    return replace(filling, entered=entered), "\n".join(problems)


def refused(filling: Filling, errors: Mapping[str, str]) -> tuple[Filling, str]:
    """The form without the refused values, and each error under the name its field has here."""
    kept = {name: value for name, value in filling.entered.items() if name not in errors}
    names = {field.name: handle(filling.form, field) for field in filling.form.fields}
    lines = [f"{names.get(name, name)}: {why}" for name, why in errors.items()]
    return replace(filling, entered=kept), "\n".join(lines)


def standing(filling: Filling) -> str:
    """What an error leaves: what is entered so far, and the ways on."""
    fields = [field for field in filling.form.fields if field.name in filling.entered]
    entered = "; ".join(
        f"{handle(filling.form, field)}={short(filling.entered[field.name])}" for field in fields
    )
    kept = f"Kept: {entered}. " if entered else ""
    return f"{kept}Type it again, or Enter to go on without it; cancel leaves the form."


def handle(form: Form, field: FormField) -> str:
    """The shortest words that name this field and no other of the form."""
    bare = _bare(field)
    named = (f"{word} {bare}" for word in _WORD.findall(field.label.lower()) if word not in bare.split())
    for words in (bare, *named, field.label.lower()):
        if _fields(form, words) == [field]:
            return words
    return field.name


def shown_value(field: FormField) -> str:
    """A field's value as a person reads it; an empty one is `—`."""
    return dict(field.options).get(field.value, field.value) or "—"


def short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _assignments(form: Form, line: str) -> Iterator[tuple[str, str]]:
    """A semicolon separates only before a field's name: a next step may have one of its own."""
    name, value = "", ""
    for piece in line.split(";"):
        match = _NAMED.fullmatch(piece)
        if match and (not name or _fields(form, match["name"])):
            if name:
                yield name, value.strip()
            name, value = match["name"], match["value"]
        else:
            value += ";" + piece
    if name:
        yield name, value.strip()


def _the_field(form: Form, name: str, value: str) -> FormField:
    fields = _fields(form, name)
    if len(fields) == 1:
        return fields[0]
    if not fields:
        known = ", ".join(handle(form, field) for field in form.fields)
        raise _Unclear(f"There is no field “{short(name)}”. Fields: {known}.")
    which = " or ".join(f"“{handle(form, field)}={short(value)}”" for field in fields)
    raise _Unclear(f"Which “{short(name)}”? Write {which}.")


def _fields(form: Form, name: str) -> list[FormField]:
    """The fields that words can mean: those of exactly that name or label, else those that have them all."""
    wanted = " ".join(_spaced(name).split())
    exact = [f for f in form.fields if wanted in (_spaced(f.name), _bare(f), f.label.lower())]
    words = set(_WORD.findall(wanted))
    if exact or not words:
        return exact
    found = [f for f in form.fields if words <= set(_WORD.findall(f"{_bare(f)} {f.label.lower()}"))]
    # “acme next step” has all of “next step” and not all of “next step due”.
    return [f for f in found if set(_bare(f).split()) <= words] or found


def _bare(field: FormField) -> str:
    return _spaced(field.name.split(".")[-1])


def _spaced(name: str) -> str:
    return name.replace("_", " ").lower()


def _chosen(field: FormField, value: str) -> str:
    """An option's value for its label; anything else as typed, for the form's own error."""
    return next((key for key, label in field.options if label.lower() == value.lower()), value)
