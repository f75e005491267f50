"""What a CRM on trial would have been given, beside what its sellers then entered themselves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from bot import wording
from bot.errors import CrmError
from bot.ports import Crm, OutboxItem
from bot.sales import Applied, Book, FieldName, Opportunity

Verdict: TypeAlias = Literal["entered the same", "entered otherwise", "not entered", "cannot be read"]


@dataclass(frozen=True, slots=True)
class Line:
    """One value as people read it: before the note, as it would have been written, and in the CRM now."""

    at: datetime
    person_id: str
    opportunity: str
    field: str
    before: str
    planned: str
    now: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class ShadowReport:
    """`notes` are the confirmed writes, of which each would have brought a note; `refused` are the sentences
    with which others would have been refused, each time."""

    lines: tuple[Line, ...]
    notes: int
    refused: tuple[str, ...] = ()

    def count(self, verdict: Verdict) -> int:
        return sum(line.verdict == verdict for line in self.lines)


def report(items: Sequence[OutboxItem], crm: Crm, today: date) -> ShadowReport:
    """Of one field's plans the last counts: an earlier one was overtaken by the seller themselves. Items that
    failed were refused."""
    refused = tuple(item.error for item in items if item.state == "failed")
    items = [item for item in items if item.state == "shadow"]
    newest: dict[tuple[str, FieldName], OutboxItem] = {}
    for item in items:
        for field in item.update.set:
            if field != "note_type":
                newest[item.update.opportunity_id, field] = item
    reader = _Reader(crm)
    lines = (_line(item, field, reader, today) for (_, field), item in newest.items())
    return ShadowReport(tuple(sorted(lines, key=lambda line: line.at)), len(items), refused)


class _Reader:
    """Each record is read once, as the person who confirmed its plan."""

    def __init__(self, crm: Crm) -> None:
        self._crm = crm
        self._records: dict[tuple[str, str], Opportunity | None] = {}
        self._books: dict[str, Book] = {}

    def record(self, item: OutboxItem) -> Opportunity | None:
        key = (item.update.opportunity_id, item.speaker)
        if key not in self._records:
            try:
                self._records[key] = self._crm.opportunity(*key)
            except CrmError:
                self._records[key] = None
        return self._records[key]

    def book(self, speaker: str) -> Book:
        if speaker not in self._books:
            try:
                self._books[speaker] = self._crm.book(speaker)
            except CrmError:
                self._books[speaker] = Book(speaker, ())
        return self._books[speaker]


def _line(item: OutboxItem, field: FieldName, reader: _Reader, today: date) -> Line:
    applied, book, current = _applied(item), reader.book(item.speaker), reader.record(item)
    before, planned = (_shown(field, one, book, today) for one in (applied.before, applied.after))
    now = _shown(field, current, book, today) if current else ""
    return Line(
        item.created_at,
        item.person_id,
        applied.before.name,
        wording.LABELS[field],
        before,
        planned,
        now,
        _verdict(before, planned, now) if current else "cannot be read",
    )


def _applied(item: OutboxItem) -> Applied:
    assert item.applied is not None, "what is on trial has been worked out"
    return item.applied


def _shown(field: FieldName, record: Opportunity, book: Book, today: date) -> str:
    """As text, because a contact that would have been created has no id to compare."""
    value = getattr(record, field)
    if isinstance(value, tuple):
        items = (wording.show(field, (item,), book, today) for item in value)
        return _joined(items) or wording.show(field, (), book, today)
    return wording.show(field, value, book, today)


def _joined(items: Iterable[str]) -> str:
    return ", ".join(sorted(items, key=str.casefold))


def _verdict(before: str, planned: str, now: str) -> Verdict:
    if now == planned:
        return "entered the same"
    return "not entered" if now == before else "entered otherwise"
