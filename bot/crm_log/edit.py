"""The draft as a form, and the form's values back into the draft. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from bot import wording
from bot.chat import Form, FormErrors, FormField
from bot.crm_log.draft import Draft, OpportunityDraft, new_values
from bot.notes.model import FieldChange
from bot.sales import Book, FieldName, Value

FORM = "edit_draft"
EDITED = "your edit"
_FIELDS: tuple[FieldName, ...] = ("amount", "close_date", "stage", "next_step", "next_step_due", "seats")
_DATES: frozenset[FieldName] = frozenset({"close_date", "next_step_due"})


class _Refused(Exception):
    """One field's value cannot be read; the text says what to enter."""


def form_for(draft: Draft, card_id: str, book: Book) -> Form:
    """Every editable field of each opportunity, holding what Save would leave there."""
    fields = tuple(
        _field(f"{n}.{name}", name, one, book, len(draft.updates) > 1)
        for n, one in enumerate(draft.updates)
        for name in _FIELDS
    )
    return Form(FORM, card_id, "Edit before saving", fields, "Keep")


def read_form(draft: Draft, values: Mapping[str, str], book: Book) -> Draft | FormErrors:
    """The draft as edited, or what to enter instead, by field."""
    errors: dict[str, str] = {}
    updates = []
    for n, one in enumerate(draft.updates):
        changes = {c.field: c for c in one.changes if c.assertion != "hedged"}
        for name in _FIELDS:
            key = f"{n}.{name}"
            if key not in values:
                continue
            try:
                value = _read(name, values[key].strip(), book)
            except _Refused as refused:
                errors[key] = str(refused)
                continue
            if value != new_values(one).get(name, getattr(one.before, name)):
                changes[name] = FieldChange(name, value, EDITED)
        hedged = tuple(c for c in one.changes if c.assertion == "hedged" and c.field not in changes)
        updates.append(replace(one, changes=(*changes.values(), *hedged)))
    return FormErrors(errors) if errors else replace(draft, updates=tuple(updates))


def _field(key: str, name: FieldName, one: OpportunityDraft, book: Book, several: bool) -> FormField:
    value = new_values(one).get(name, getattr(one.before, name))
    label = f"{one.before.name} · {wording.LABELS[name]}" if several else wording.LABELS[name]
    if name == "stage":
        stages = tuple((s.id, s.name) for s in book.stages)
        return FormField(key, label, "choice", str(value), stages)
    if name in _DATES:
        return FormField(key, label, "date", value.isoformat() if isinstance(value, date) else "")
    shown = "" if value is None else str(value)
    return FormField(key, label, "text" if name == "next_step" else "number", shown)


def _read(name: FieldName, text: str, book: Book) -> Value:
    if name in _DATES:
        return _date(text)
    if name == "amount":
        return _amount(text)
    if name == "seats":
        return _seats(text)
    if name == "stage":
        return _stage(text, book)
    return text


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise _Refused("Enter the date as year-month-day, for example 2026-03-31.") from None


def _amount(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        amount = Decimal(text.replace(",", "").replace(" ", ""))
    except InvalidOperation:
        raise _Refused("Enter the amount in full, for example 85000.") from None
    if not amount.is_finite() or amount < 0:
        raise _Refused("Enter an amount of zero or more, for example 85000.")
    return amount


def _seats(text: str) -> int | None:
    if text and not text.isdecimal():
        raise _Refused("Enter the seats as a whole number, for example 40.")
    return int(text) if text else None


def _stage(text: str, book: Book) -> str:
    if not text or book.stage(text):
        return text
    named = next((s.id for s in book.stages if s.name.lower() == text.lower()), None)
    if named is None:
        raise _Refused("Choose one of: " + ", ".join(s.name for s in book.stages) + ".")
    return named
