"""What to know before a call, each fact with where it comes from; what nobody knows says so. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot import wording
from bot.book import cards
from bot.book.choosing import is_open
from bot.book.wording import UNKNOWN
from bot.chat import Facts, Part, Person, Reply, Text
from bot.notes.clauses import read
from bot.notes.understand import passage_of
from bot.notes.verifiers import read_verifiers
from bot.sales import Account, Book, Note, Opportunity

NOTES_SHOWN = 3
NOTE_LENGTH = 240
WORDS_LENGTH = 120
WINS = 2
STATUS_QUO_RISKS = {
    "problem_confirmed": "why they must change",
    "decision_process_agreed": "by when they have to decide",
}
"""Evidence against "do nothing", the competitor in every opportunity, and what its absence leaves open."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an opportunity beside its fields: `notes` as the reader may see them, newest first;
    `seen_on` the day each verifier was first seen, where the bot was there to see it."""

    notes: Sequence[Note] = ()
    seen_on: Mapping[str, date | None] | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """The customer's evidence in the words of a note."""

    said: str
    day: date
    own: bool


def brief(one: Opportunity, known: Known, book: Book, reader: Person, today: date) -> tuple[Part, ...]:
    """All but what comes from pages: record, people, evidence, what is unknown, the risk that nothing
    happens, similar wins and the last notes."""
    labels = {v.id: v.label for v in book.verifiers}
    missing = tuple((label, UNKNOWN) for id, label in labels.items() if id not in one.verifiers)
    parts: list[Part] = [
        cards.record(one, book, today),
        Facts(_people(one, book) or (("People", UNKNOWN),), "Who"),
        Facts(_evidence(one, known, book, reader, today) or (_NONE_YET,), "Evidence"),
        Facts(missing, "Unknown so far") if missing else Text("Every kind of evidence is there."),
        *_risk(one),
        Facts((("Competitor", ", ".join(one.competitors) or UNKNOWN),)),
    ]
    if wins := similar_wins(one, book, today):
        parts.append(Facts(wins, "Won before, by you"))
    if known.notes:
        parts.append(Facts(noted(known.notes, book, today), "Noted last"))
    return tuple(parts)


_NONE_YET = ("Evidence from the customer", "none yet")


def _people(one: Opportunity, book: Book) -> tuple[tuple[str, str], ...]:
    """Those on the opportunity first."""
    there = [c for c in book.contacts if c.account_id == one.account_id]
    ordered = sorted(there, key=lambda c: c.id not in one.contacts)
    return tuple(
        (c.name, " · ".join(filter(None, (c.title, c.role.replace("_", " ")))) or UNKNOWN) for c in ordered
    )


def _evidence(
    one: Opportunity, known: Known, book: Book, reader: Person, today: date
) -> tuple[tuple[str, str], ...]:
    proofs = proofs_in(known.notes, book, reader)
    labels = {v.id: v.label for v in book.verifiers}
    seen = known.seen_on or {}
    return tuple((labels.get(v, v), _told(proofs.get(v), seen.get(v), today)) for v in one.verifiers)


def _told(proof: Proof | None, seen: date | None, today: date) -> str:
    if proof:
        whose = "" if proof.own else " · noted by a colleague"
        said = textwrap.shorten(proof.said, WORDS_LENGTH, placeholder=" …")
        return f"“{said}” · {wording.day(proof.day, today)}{whose}"
    if seen:
        return f"first seen {wording.day(seen, today)}; no words kept"
    return "in the CRM; since when, and in which words, is unknown"


def proofs_in(notes: Sequence[Note], book: Book, reader: Person) -> Mapping[str, Proof]:
    """Verifier id → the newest words of a note that bear it out. The notes are the CRM's own: where one is
    deleted there, its words are gone here too."""
    found: dict[str, Proof] = {}
    for note in notes:
        for verifier, said in _said(note, book, reader):
            local = note.written_at.astimezone(ZoneInfo(reader.zone)).date()
            found.setdefault(verifier, Proof(said, local, note.author_id == book.speaker))
    return found


def _said(note: Note, book: Book, reader: Person) -> Iterator[tuple[str, str]]:
    reading = read(note.text)
    for change in read_verifiers(passage_of(reading, book, reader, note.written_at)):
        if change.assertion == "hedged" or change.remove or not isinstance(change.value, tuple):
            continue
        for verifier in change.value:
            yield verifier, _clause(note.text, change.said)


def _clause(text: str, said: str) -> str:
    """The sentence in which it was said: a few words alone prove little."""
    at = text.find(said)
    start = max(text.rfind(mark, 0, at) for mark in (". ", "! ", "? ", "\n")) + 1
    ends = [end for mark in (". ", "! ", "? ", "\n") if (end := text.find(mark, at + len(said))) >= 0]
    return text[start : min(ends, default=len(text))].strip(" .\n") if at >= 0 else said


def _risk(one: Opportunity) -> tuple[Part, ...]:
    risks = [why for verifier, why in STATUS_QUO_RISKS.items() if verifier not in one.verifiers]
    return (Text(f"Status-quo risk: nothing shows yet {' or '.join(risks)}."),) if risks else ()


def similar_wins(one: Opportunity, book: Book, today: date) -> tuple[tuple[str, str], ...]:
    """The speaker's own that were won against the same competitor, else with the same account; the newest
    first."""
    won = [o for o in book.mine if o.status == "won" and o.id != one.id]
    rivals = [o for o in won if set(o.competitors) & set(one.competitors)]
    alike = rivals or [o for o in won if o.account_id == one.account_id]
    newest = sorted(alike, key=lambda o: o.close_date or date.min, reverse=True)[:WINS]
    return tuple((o.name, _won(o, one, book, today)) for o in newest)


def _won(won: Opportunity, one: Opportunity, book: Book, today: date) -> str:
    shared = [name for name in won.competitors if name in one.competitors]
    against = f"against {wording.listed(shared)}" if shared else "with the same account"
    when = f" · {wording.day(won.close_date, today)}" if won.close_date else ""
    amount = f" · {won.currency} {wording.money(won.amount)}" if won.amount is not None else ""
    return f"{against}{amount}{when}"


def account_brief(account: Account, notes: Sequence[Note], book: Book, today: date) -> Reply:
    """An account without an open opportunity: who is known there, what was, and what the speaker noted."""
    people = tuple((c.name, c.title or UNKNOWN) for c in book.contacts if c.account_id == account.id)
    before = [o for o in book.mine if o.account_id == account.id and not is_open(o, book)]
    closed = tuple((o.name, f"{o.status} {_day(o.close_date, today)}") for o in before)
    parts = (
        Text(account.name, strong=True),
        Text(wording.NO_OPPORTUNITY),
        *((Facts(closed, "Before"),) if closed else ()),
        Facts(people or (("People", UNKNOWN),), "Who"),
        Facts(noted(notes, book, today) or (("Notes", "none yet"),), "Your notes"),
    )
    return Reply(parts, visibility="asker")


def _day(day: date | None, today: date) -> str:
    return wording.day(day, today) if day else ""


def noted(notes: Sequence[Note], book: Book, today: date) -> tuple[tuple[str, str], ...]:
    def when(note: Note) -> str:
        kind = "" if note.note_type == "other" else f" · {note.note_type}"
        whose = "" if note.author_id == book.speaker else " · a colleague"
        return f"{wording.day(note.written_at.date(), today)}{kind}{whose}"

    shown = notes[:NOTES_SHOWN]
    return tuple((when(note), textwrap.shorten(note.text, NOTE_LENGTH, placeholder=" …")) for note in shown)
