"""Reads from the speaker's own book: one opportunity, all of them, or a brief before a call. Pure."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from datetime import date

from bot import wording
from bot.chat import Facts, Part, Reply, Text
from bot.notes.clauses import read
from bot.notes.records import known_of
from bot.sales import Account, Book, FieldName, Note, Opportunity

_POINTING = re.compile(r"\b(?:it|its|they|their|them|that one|this one)\b", re.IGNORECASE)
UNKNOWN = "unknown"
_PREP = re.compile(
    r"^\s*(?:prep(?:are)?|brief)(?:\s+me)?(?:\s+(?:for|on))?\s+(?P<name>.+?)\s*[?.!]*$", re.IGNORECASE
)
_ALL = re.compile(r"\bmy (?:open )?(?:opportunities|opps|deals|pipeline)\b", re.IGNORECASE)
_SHOWN: tuple[FieldName, ...] = ("stage", "amount", "close_date", "next_step", "next_step_due", "seats")
LISTED = 20
NOTES_SHOWN = 3
NOTE_LENGTH = 240
STATUS_QUO_RISKS = {
    "problem_confirmed": "why they must change",
    "decision_process_agreed": "by when they have to decide",
}
"""Evidence against "do nothing", the competitor in every opportunity, and what its absence leaves open."""


def wants_brief(text: str) -> bool:
    return bool(_PREP.match(text))


def wants_list(text: str) -> bool:
    return bool(_ALL.search(text))


def named_opportunities(text: str, book: Book, recent: Sequence[str]) -> tuple[Opportunity, ...]:
    """The speaker's own open opportunities that the text names, in its order; "when does it close?" means
    the one spoken of last."""
    known = known_of(book)
    ids = list(dict.fromkeys(i for anchor in known.anchors(read(text)) for i in anchor.mine))
    if not ids and _POINTING.search(text):
        ids = [i for i in recent[:1] if i in known.open]
    return tuple(known.open[i] for i in ids)


def names_only_others(text: str, book: Book) -> bool:
    """The text names an opportunity, and none of the speaker's own."""
    anchors = known_of(book).anchors(read(text))
    return any(a.foreign or a.foreign_account for a in anchors) and not any(a.mine for a in anchors)


def lookup(text: str, named: Sequence[Opportunity], book: Book, today: date) -> Reply:
    """`named` are the speaker's own opportunities that the text names."""
    if wants_list(text):
        return _list(book, today)
    return Reply(tuple(_record(o, book, today) for o in named[:3]), visibility="asker")


def named_account(text: str, book: Book) -> Account | None:
    """The one account of the speaker's own that the text names."""
    anchors = known_of(book).anchors(read(text))
    named = dict.fromkeys(i for anchor in anchors for i in anchor.accounts)
    own = [a for i in named if (a := book.account(i)) and a.owner_id == book.speaker]
    return own[0] if len(own) == 1 else None


def account_brief(account: Account, notes: Sequence[Note], book: Book, today: date) -> Reply:
    """An account without an open opportunity: who is known there, and what the speaker noted."""
    people = tuple((c.name, c.title or UNKNOWN) for c in book.contacts if c.account_id == account.id)
    parts = (
        Text(account.name, strong=True),
        Text(wording.NO_OPPORTUNITY),
        Facts(people or (("People", UNKNOWN),), "Who"),
        Facts(_noted(notes, book, today) or (("Notes", "none yet"),), "Your notes"),
    )
    return Reply(parts, visibility="asker")


def brief(
    opportunity: Opportunity, notes: Sequence[Note], book: Book, card: tuple[Part, ...], today: date
) -> Reply:
    """People, evidence, what nobody knows yet, the risk that nothing happens, what was noted last, and the
    competitor's card."""
    people = tuple(
        (c.name, c.title or UNKNOWN) for c in book.contacts if c.account_id == opportunity.account_id
    )
    labels = {v.id: v.label for v in book.verifiers}
    evidence = tuple((labels.get(v, v), "confirmed by the customer") for v in opportunity.verifiers)
    missing = tuple((label, UNKNOWN) for id, label in labels.items() if id not in opportunity.verifiers)
    parts: list[Part] = [
        _record(opportunity, book, today),
        Facts(people or (("People", UNKNOWN),), "Who"),
        Facts(evidence or (("Evidence from the customer", "none yet"),), "Evidence"),
        Facts(missing, "Unknown so far") if missing else Text("Every kind of evidence is there."),
    ]
    risks = [why for verifier, why in STATUS_QUO_RISKS.items() if verifier not in opportunity.verifiers]
    if risks:
        parts.append(Text(f"Status-quo risk: nothing shows yet {' or '.join(risks)}."))
    if notes:
        parts.append(Facts(_noted(notes, book, today), "Noted last"))
    competitor = ", ".join(opportunity.competitors) or UNKNOWN
    parts.append(Facts((("Competitor", competitor),)))
    return Reply((*parts, *card), visibility="asker")


def _noted(notes: Sequence[Note], book: Book, today: date) -> tuple[tuple[str, str], ...]:
    def when(note: Note) -> str:
        kind = "" if note.note_type == "other" else f" · {note.note_type}"
        whose = "" if note.author_id == book.speaker else " · a colleague"
        return f"{wording.day(note.written_at.date(), today)}{kind}{whose}"

    shown = notes[:NOTES_SHOWN]
    return tuple((when(note), textwrap.shorten(note.text, NOTE_LENGTH, placeholder=" …")) for note in shown)


def _list(book: Book, today: date) -> Reply:
    open_ones = sorted(
        (o for o in book.mine if o.status == "open"), key=lambda o: (o.close_date or date.max, o.name)
    )
    if not open_ones:
        return wording.plain("You have no open opportunities.")
    rows = tuple((o.name, _line(o, book, today)) for o in open_ones[:LISTED])
    more = len(open_ones) - LISTED
    title = f"{len(open_ones)} open, the next to close first" + (
        f"; {more} more not shown" if more > 0 else ""
    )
    return Reply((Facts(rows, title),), visibility="asker")


def _line(opportunity: Opportunity, book: Book, today: date) -> str:
    fields: tuple[FieldName, ...] = ("stage", "amount", "close_date")
    return " · ".join(wording.show(f, getattr(opportunity, f), book, today) for f in fields)


def _record(opportunity: Opportunity, book: Book, today: date) -> Facts:
    def value(field: FieldName) -> str:
        shown = wording.show(field, getattr(opportunity, field), book, today)
        return UNKNOWN if shown == "—" else shown

    return Facts(tuple((wording.LABELS[f], value(f)) for f in _SHOWN), opportunity.name)
