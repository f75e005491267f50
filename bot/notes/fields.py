"""Every field of one record, read from the part of the message that is about it."""

from __future__ import annotations

from bot.notes.amount import read_amount
from bot.notes.closing import read_close_date
from bot.notes.contacts import read_contacts
from bot.notes.facts import read_seats
from bot.notes.increments import read_increment
from bot.notes.model import FieldChange
from bot.notes.names import NameIndex
from bot.notes.next_step import read_next_step
from bot.notes.rivals import read_competitors
from bot.notes.segment import Passage
from bot.notes.shifts import read_shift
from bot.notes.stages import read_stage
from bot.notes.status import read_status
from bot.notes.touches import read_note_type
from bot.notes.verifiers import read_verifiers


def read_fields(p: Passage, names: NameIndex) -> tuple[FieldChange, ...]:
    steps = read_next_step(p)
    seats = read_seats(p)
    closing = read_close_date(p) or read_shift(p)
    due = {c.said for c in steps if c.field == "next_step_due" and c.assertion != "hedged"}
    closing = [c for c in closing if c.said not in due]
    return (
        *_unless_counted(read_increment(p) or read_amount(p), seats),
        *read_status(p),
        *read_stage(p),
        *closing,
        *steps,
        *read_contacts(p, names),
        *read_verifiers(p),
        *read_competitors(p),
        *seats,
        *read_note_type(p),
    )


def _unless_counted(sums: list[FieldChange], seats: list[FieldChange]) -> list[FieldChange]:
    """`users: 1.5k` and `10 more seats, so 60` are no sums."""
    counted = any(a.field == "amount" and a.said in s.said for a in sums for s in seats)
    return [] if counted else sums
