"""What a language model says a note holds, and what of it the note's own words bear out. Pure.

A proposal only points: its value counts where our own readers find it in the words it names, and where these
are neither negated, supposed, asked nor quoted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bot.notes.assertion import is_hedged, is_unrealised
from bot.notes.clauses import Reading
from bot.notes.figures import FIGURE, figure_value
from bot.notes.segment import Passage
from bot.notes.spellings import name_tokens
from bot.sales import Contact, FieldName, Value

MOST = 40
"""More values than this are no reading of a note."""
_LONGEST_STEP = 20


@dataclass(frozen=True, slots=True)
class Proposal:
    """`said` and `record` should be pieces of the note; `record` may be empty."""

    field: str
    value: object
    said: str
    record: str = ""


def proposals(reply: str) -> tuple[Proposal, ...]:
    """Raises ValueError for anything but the JSON asked for."""
    start, end = reply.find("{"), reply.rfind("}")
    values = _plain_object(json.loads(reply[start : end + 1])).get("values")
    if not isinstance(values, list) or len(values) > MOST:
        raise ValueError("no list of values")
    return tuple(_proposal(_plain_object(value)) for value in values)


def _plain_object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("no object")
    return value


def _proposal(value: Mapping[str, Any]) -> Proposal:
    field, said, record = value.get("field"), value.get("said"), value.get("record") or ""
    if not (isinstance(field, str) and isinstance(said, str) and isinstance(record, str)):
        raise ValueError("no field and words")
    return Proposal(field, value.get("value"), said.strip(), record.strip())


def located(words: str, reading: Reading) -> tuple[int, int] | None:
    """Where the note holds these very words, once and not within others."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = list(re.finditer(rf"(?<!\w){pattern}(?!\w)", reading.text)) if pattern else []
    # What is hidden as code or markup is blank when folded.
    seen = [m.span() for m in found if reading.folded[slice(*m.span())].strip()]
    return seen[0] if len(seen) == 1 else None


def borne_out(proposal: Proposal, p: Passage, start: int, end: int) -> tuple[FieldName, Value] | None:
    """The field and the value as our own readers have it from the words at [start:end], or None."""
    for field, check in _CHECKS.items():
        if field == proposal.field:
            value = check(proposal.value, p, start, end)
            return None if value is None else (field, value)
    return None


def _amount(value: object, p: Passage, start: int, end: int) -> Value:
    for money in p.money:
        whole = money.kind == "total" and start <= money.start and money.end <= end
        if whole and _equals(value, money.value) and not is_hedged(p.reading, money.start, money.end):
            return money.value
    return None


def _day(value: object, p: Passage, start: int, end: int) -> Value:
    for hit in p.dates:
        inside = start <= hit.start and hit.end <= end and not hit.past and not hit.not_before
        if inside and value == hit.day.isoformat() and not is_hedged(p.reading, hit.start, hit.end):
            return hit.day
    return None


def _seats(value: object, p: Passage, start: int, end: int) -> Value:
    money = [(m.start, m.end) for m in p.money if m.kind != "bare"]
    for match in re.finditer(FIGURE, p.reading.folded[start:end]):
        at = (start + match.start(), start + match.end())
        if any(a < at[1] and at[0] < b for a, b in money) or is_hedged(p.reading, *at):
            continue
        if _equals(value, figure_value(match.group(), scaled=False)):
            return int(float(str(value)))
    return None


def _stage(value: object, p: Passage, start: int, end: int) -> Value:
    stage = next((s for s in p.book.stages if s.id == value and not s.is_closed), None)
    if stage is None or _is_open(p, start, end):
        return None
    named = any(_holds(p, start, end, name) for name in (stage.name, *stage.synonyms))
    return stage.id if named else None


def _verifiers(value: object, p: Passage, start: int, end: int) -> Value:
    """What counts as evidence is the model's word; that it is stated as done is checked."""
    known = any(v.id == value for v in p.book.verifiers)
    if not known or len(p.reading.text[start:end].split()) < 2 or _is_open(p, start, end):
        return None
    return (str(value),)


def _is_open(p: Passage, start: int, end: int) -> bool:
    """Whether the first words or the last leave it to come or in doubt: `the purse will open`."""
    last = max(p.reading.text.rfind(" ", start, end) + 1, start)
    return is_unrealised(p.reading, start, end) or is_unrealised(p.reading, last, end)


def _competitors(value: object, p: Passage, start: int, end: int) -> Value:
    named = isinstance(value, str) and value in p.book.competitors and _holds(p, start, end, value)
    return (str(value),) if named and not is_hedged(p.reading, start, end) else None


def _contacts(value: object, p: Passage, start: int, end: int) -> Value:
    """A person of the account by name; someone new only by a whole name as a name is written."""
    if not isinstance(value, str) or value not in p.reading.text[start:end]:
        return None
    tokens = name_tokens(value)
    known = [c.id for c in p.people if tokens and _is_called(c, tokens)]
    if known:
        return (known[0],) if len(known) == 1 else None
    words = value.split()
    whole = 2 <= len(words) <= 4 and all(w[0].isupper() and w[1:].islower() for w in words)
    return (f"new:{value}",) if whole and not is_hedged(p.reading, start, end) else None


def _next_step(value: object, p: Passage, start: int, end: int) -> Value:
    if not isinstance(value, str) or is_hedged(p.reading, start, end):
        return None
    tokens = name_tokens(value)
    borne = set(tokens) <= set(name_tokens(p.reading.text[start:end]))
    return " ".join(value.split()) if borne and 0 < len(tokens) <= _LONGEST_STEP else None


_CHECKS: dict[FieldName, Callable[[object, Passage, int, int], Value]] = {
    "amount": _amount,
    "stage": _stage,
    "close_date": _day,
    "next_step": _next_step,
    "next_step_due": _day,
    "seats": _seats,
    "contacts": _contacts,
    "competitors": _competitors,
    "verifiers": _verifiers,
}
"""Whether an opportunity is won or lost, and why, our own reading says alone."""
FIELDS: Sequence[FieldName] = tuple(_CHECKS)


def _is_called(contact: Contact, tokens: list[str]) -> bool:
    name = name_tokens(contact.name)
    return tokens == name or (len(tokens) == 1 and tokens[0] in (name[:1] + name[-1:]))


def _holds(p: Passage, start: int, end: int, name: str) -> bool:
    said, wanted = f" {' '.join(name_tokens(p.reading.text[start:end]))} ", " ".join(name_tokens(name))
    return bool(wanted) and f" {wanted} " in said


def _equals(value: object, figure: Decimal) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return Decimal(str(value)) == figure
