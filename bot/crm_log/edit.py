"""The draft as a form, and the form's values back into the draft. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot import wording
from bot.chat import Form, FormErrors, FormField
from bot.crm_log.draft import EDITED, Draft, OpportunityDraft, is_on_account, new_values, without_noops
from bot.notes.clauses import fold
from bot.notes.date_makers import Calendar
from bot.notes.dates import find_dates
from bot.notes.figures import FIGURE, SCALE, SCALES, figure_value
from bot.notes.model import FieldChange
from bot.notes.understand import month_first
from bot.sales import Book, FieldName, Value

FORM = "edit_draft"
_FIELDS: tuple[FieldName, ...] = ("amount", "close_date", "stage", "next_step", "next_step_due", "seats")
_DATES: frozenset[FieldName] = frozenset({"close_date", "next_step_due"})


class _Refused(Exception):
    """One field's value cannot be read; the text says what to enter."""


def form_for(draft: Draft, card_id: str, book: Book) -> Form:
    """Every editable field of each opportunity, holding what Save would leave there."""
    fields = tuple(
        _field(f"{n}.{name}", name, one, book, len(draft.updates) > 1)
        for n, one in enumerate(draft.updates)
        if not is_on_account(one)
        for name in _FIELDS
    )
    return Form(FORM, card_id, "Edit before saving", fields, "Keep")


def read_form(
    draft: Draft, values: Mapping[str, str], book: Book, today: date | None = None, locale: str = "en-US"
) -> Draft | FormErrors:
    """The draft as edited, or what to enter instead, by field. What was left as shown stays as it is.

    Given `today`, the editor's own day, dates may also be said as in a note: `15 April`, `end of March`.
    """
    calendar = Calendar(today, month_first(locale), book.fiscal_year_start_month) if today else None
    errors: dict[str, str] = {}
    updates = []
    for n, one in enumerate(draft.updates):
        changes = {c.field: c for c in one.changes if c.assertion != "hedged"}
        for name in _FIELDS:
            key = f"{n}.{name}"
            text = values.get(key, "").strip()
            if key not in values or text == _shown(_standing(one, name)).strip():
                continue
            try:
                value = _read(name, text, book, calendar)
            except _Refused as refused:
                errors[key] = str(refused)
                continue
            if value != _standing(one, name):
                changes[name] = FieldChange(name, value, EDITED)
        hedged = tuple(c for c in one.changes if c.assertion == "hedged" and c.field not in changes)
        updates.append(without_noops(replace(one, changes=(*changes.values(), *hedged))))
    return FormErrors(errors) if errors else replace(draft, updates=tuple(updates))


def _standing(one: OpportunityDraft, name: FieldName) -> Value:
    value: Value = new_values(one).get(name, getattr(one.before, name))
    return value


def _shown(value: Value) -> str:
    if isinstance(value, Decimal):
        return f"{value:.0f}" if value == value.to_integral_value() else f"{value:f}"
    return "" if value is None else str(value)


def _field(key: str, name: FieldName, one: OpportunityDraft, book: Book, several: bool) -> FormField:
    label = f"{one.before.name} · {wording.LABELS[name]}" if several else wording.LABELS[name]
    shown = _shown(_standing(one, name))
    if name == "stage":
        return FormField(key, label, "choice", shown, tuple((s.id, s.name) for s in book.stages))
    if name in _DATES:
        return FormField(key, label, "date", shown)
    return FormField(key, label, "text" if name == "next_step" else "number", shown)


def _read(name: FieldName, text: str, book: Book, calendar: Calendar | None) -> Value:
    if name in _DATES:
        return _date(text, calendar)
    if name == "amount":
        return _amount(text)
    if name == "seats":
        return _seats(text)
    if name == "stage":
        return _stage(text, book)
    if len(text) > _LONGEST_STEP:
        raise _Refused(f"Enter a next step of at most {_LONGEST_STEP:,} characters.")
    return text


_LONGEST_STEP = 1_000
_LONGEST_DATE = 60
_DATE_OPENING = "by "
"""A bare `April` is a month only after a word such as this one."""


def _date(text: str, calendar: Calendar | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        said = _said_date(text, calendar) if calendar and len(text) <= _LONGEST_DATE else None
    if said is None:
        raise _Refused("Enter the date as year-month-day, for example 2026-03-31.")
    return said


def _said_date(text: str, calendar: Calendar) -> date | None:
    """The day, where the whole text is one date."""
    said = _DATE_OPENING + text
    hits = find_dates(said, fold(said), calendar)
    whole = hits and hits[0].start <= len(_DATE_OPENING) and hits[0].end == len(said)
    return hits[0].day if whole else None


_SIGN = r"(?:[$€£₹¥]|(?!k\b)[a-z]{3})"
_SUM = re.compile(rf"{_SIGN}?\s*(?P<figure>{FIGURE})\s*(?P<scale>{SCALE})?\s*{_SIGN}?")
_UNGROUPED = re.compile(r"\d{4,}[.,]\d+")
_LARGEST = Decimal(10) ** 12


def _amount(text: str) -> Decimal | None:
    """`85000`, `85,000`, `85.000` and `85k` are one amount: three digits after a point group thousands."""
    if not text:
        return None
    written = re.sub(r"(?<=\d)[\s'’](?=\d)", "", text.lower())
    match = _SUM.fullmatch(written) if len(written) <= _LONGEST_DATE else None
    if match is None:
        negative = written.startswith("-") and _SUM.fullmatch(written[1:])
        wanted = "an amount of zero or more" if negative else "the amount in full"
        raise _Refused(f"Enter {wanted}, for example 85000.")
    scale = match["scale"] or ""
    amount = _figure(match["figure"], scaled=bool(scale)) * SCALES.get(scale, 1)
    if amount >= _LARGEST:
        raise _Refused("Enter an amount below a million million, for example 85000.")
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount


def _figure(written: str, *, scaled: bool) -> Decimal:
    # Four digits in a row are not grouped, so what follows them is a fraction.
    if _UNGROUPED.fullmatch(written):
        return Decimal(written.replace(",", "."))
    return figure_value(written, scaled=scaled)


def _seats(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{1,7}|\d{1,3}(?:[.,]\d{3}){1,2}", text):
        raise _Refused("Enter the seats as a whole number, for example 40.")
    return int(re.sub(r"[.,]", "", text))


def _stage(text: str, book: Book) -> str:
    if book.stage(text):
        return text
    named = next((s.id for s in book.stages if s.name.lower() == text.lower()), None)
    if named is None:
        raise _Refused("Choose one of: " + ", ".join(s.name for s in book.stages) + ".")
    return named
