"""What a reply changes on the card that it corrects, told against the record as it would be after Save."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from bot.notes.clauses import Reading
from bot.notes.fields import read_fields
from bot.notes.model import FieldChange, RecordUpdate
from bot.notes.records import Known
from bot.notes.segment import Passage
from bot.notes.spellings import name_tokens
from bot.sales import NoteType, Opportunity

_ABOUT_CARD = re.compile(
    r"\b(?:should(?:'ve| have)? (?:be(?:en)?|read|say)|(?:i )?mean(?:t)?(?: to say)?|supposed to be|oops|"
    r"typo|sorry|"
    r"wait|actually|[\d.,]+\s?[km]? (?:is|was) (?:wrong|incorrect|not right)|eher|quatsch|falsch)\b"
)
"""Said of the card's value, so no doubt about the new one."""


def corrected(whole: Passage, update: RecordUpdate, known: Known, *, saved: bool = False) -> RecordUpdate:
    """`saved`: the card's values stand on the record, so that what it was wrong about must come off again."""
    opportunity = (
        known.own.get(update.record.ids[0])
        if update.record.ids and update.record.kind == "opportunity"
        else None
    )
    if opportunity:
        opportunity = _as_on_card(opportunity, update)
    account_id = opportunity.account_id if opportunity else update.record.ids[0] if update.record.ids else ""
    account, people = known.account(account_id), tuple(known.people_at(account_id))
    held = opportunity.contacts if opportunity else ()
    gone = [
        FieldChange("contacts", (c.id,), said, "stated" if saved else "hedged", remove=saved)
        for c in people
        if c.id in held and (said := _denied(c.name, whole.reading))
    ]
    whole = _without_old(whole)
    folded = _ABOUT_CARD.sub(lambda m: " " * len(m.group()), whole.reading.folded)
    reading = replace(whole.reading, folded=folded)
    passage = replace(
        whole,
        reading=reading,
        opportunity=opportunity,
        account=account,
        people=people,
        terse=True,
        saved=saved,
    )
    changes = [c for c in read_fields(passage, known.names) if c.field != "note_type"]
    kind = _kind_said(whole.reading)
    changes += [*gone, *([kind] if kind else [])]
    return RecordUpdate(update.record, (*_kept(changes, update), *_as_meant(changes, update)))


def _denied(name: str, reading: Reading) -> str:
    """`not Sam, Greta`: the words that deny the one so named."""
    match = _NOT_OLD.search(reading.folded)
    tokens = set(name_tokens(match["old"])) & set(name_tokens(name)) if match else set()
    return reading.text[match.start() : match.end("old")] if match and tokens else ""


def _kind_said(reading: Reading) -> FieldChange | None:
    """`no call, it was a meeting`"""
    match = _KIND.search(reading.folded)
    kind = next((k for k, words in _KINDS if match and match["kind"] in words), None)
    return (
        FieldChange("note_type", kind, reading.text[match.start() : match.end()]) if match and kind else None
    )


_KINDS: tuple[tuple[NoteType, frozenset[str]], ...] = (
    ("call", frozenset({"call", "phone call", "zoom", "teams call"})),
    ("meeting", frozenset({"meeting", "visit", "lunch", "coffee", "site visit"})),
    ("email", frozenset({"email", "e-mail", "mail"})),
    ("other", frozenset({"text", "whatsapp", "message", "sms"})),
)
_KIND = re.compile(
    r"\b(?:(?:it|that|this) (?:was|is)|was|make (?:it|that)|it's|log (?:it|that) as)(?: actually|"
    r" just)? (?:an? )?(?:\w+ )??"
    rf"(?P<kind>{'|'.join(sorted((w for _, words in _KINDS for w in words), key=len, reverse=True))})"
    r"(?=\s*(?:$|[,.;!]|not\b|no\b|rather\b|instead\b))"
)


_NOT_OLD = re.compile(
    r"\b(?:not|nicht|niet)\s+(?P<old>[^,;]{1,24}?)\s*(?:,|\bbut\b|\bsondern\b|\bmaar\b)\s*(?=\S)"
)


def _without_old(whole: Passage) -> Passage:
    """`not 11 December but 12 November`: the value that is denied is not the one meant."""
    match = _NOT_OLD.search(whole.reading.folded)
    if match is None:
        return whole
    start, end = match.span()
    folded = whole.reading.folded[:start] + " " * (end - start) + whole.reading.folded[end:]
    return replace(
        whole,
        reading=replace(whole.reading, folded=folded),
        dates=tuple(d for d in whole.dates if not start <= d.start < end),
        money=tuple(m for m in whole.money if not start <= m.start < end),
    )


def _kept(changes: list[FieldChange], card: RecordUpdate) -> list[FieldChange]:
    """What the card adds to a list that only loses something else."""
    lost = {(c.field, c.value) for c in changes if c.remove}
    fields = {field for field, _ in lost}
    return [c for c in card.changes if c.field in fields and not c.remove and (c.field, c.value) not in lost]


def _as_on_card(opportunity: Opportunity, card: RecordUpdate) -> Opportunity:
    """The record as it would be after Save: what a correction is told against."""
    amount, status = card.value("amount"), card.value("status")
    added: dict[str, tuple[str, ...]] = {}
    for change in card.changes:
        if isinstance(change.value, tuple) and not change.remove:
            held = added.get(change.field, getattr(opportunity, change.field))
            added[change.field] = (*held, *change.value)
    now = amount if isinstance(amount, Decimal) else opportunity.amount
    return replace(
        opportunity,
        amount=now,
        status="lost" if status == "lost" else opportunity.status,
        contacts=added.get("contacts", opportunity.contacts),
        competitors=added.get("competitors", opportunity.competitors),
        verifiers=added.get("verifiers", opportunity.verifiers),
    )


def _as_meant(changes: list[FieldChange], card: RecordUpdate) -> list[FieldChange]:
    """A bare date corrects the date the card shows; `no, 85k` states 85k although it begins with no."""
    fields = {c.field for c in card.changes}
    found = []
    for change in changes:
        if change.field == "close_date" and "close_date" not in fields and "next_step_due" in fields:
            change = replace(change, field="next_step_due")
        found.append(change)
    return found
