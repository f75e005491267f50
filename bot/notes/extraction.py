"""A note's own reading, filled up with what a language model finds in its words. Pure but for the asking."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.chat import Person
from bot.errors import ExtractorFailed
from bot.notes.clauses import read
from bot.notes.model import FieldChange, RecordUpdate, Understanding
from bot.notes.proposals import FIELDS, Proposal, borne_out, located, proposals
from bot.notes.records import Known, known_of
from bot.notes.segment import Passage
from bot.notes.understand import passage_of
from bot.ports import Extractor
from bot.sales import Book

LONGEST = 4_000
"""Characters. A longer paste is read by the rules alone."""

_log = logging.getLogger(__name__)


def filled_up(
    meaning: Understanding, text: str, speaker: Person, book: Book, now: datetime, extractor: Extractor
) -> Understanding:
    """`meaning` with the values that the model found, our readers find in the same words, and our own reading
    has not: neither as stated nor as hedged. Intent, records and answers to a card stay our own; so does all
    of it where the model fails."""
    if meaning.intent != "crm_update" or meaning.dialog_act or len(text) > LONGEST:
        return meaning
    whole = passage_of(read(text), book, speaker, now)
    try:
        found = proposals(extractor.extract(_question(text, whole)))
    except ExtractorFailed as error:
        _log.warning("%s The note was read by the rules alone.", error)
        return meaning
    except ValueError:
        _log.warning("The extractor's reply is not the JSON asked for. The note was read by the rules alone.")
        return meaning
    known = known_of(book)
    for proposal in found:
        meaning = _with(meaning, proposal, whole, known)
    return meaning


def _question(text: str, whole: Passage) -> Mapping[str, Any]:
    """The note and the company's vocabulary: nothing of any record."""
    book = whole.book
    return {
        "note": text,
        "today": whole.today.isoformat(),
        "fields": list(FIELDS),
        "stages": {s.id: s.name for s in book.stages if not s.is_closed},
        "verifiers": {v.id: v.label for v in book.verifiers},
        "competitors": list(book.competitors),
    }


def _with(meaning: Understanding, proposal: Proposal, whole: Passage, known: Known) -> Understanding:
    span = located(proposal.said, whole.reading)
    place = _update_of(meaning, proposal, whole, known) if span else None
    if span is None or place is None:
        return meaning
    update = meaning.updates[place]
    found = borne_out(proposal, _about(update, whole, known), *span)
    if found is None or _has(update, *found):
        return meaning
    said = whole.reading.text[slice(*span)]
    fuller = replace(update, changes=(*update.changes, FieldChange(*found, said, "inferred")))
    return replace(meaning, updates=(*meaning.updates[:place], fuller, *meaning.updates[place + 1 :]))


def _update_of(meaning: Understanding, proposal: Proposal, whole: Passage, known: Known) -> int | None:
    """The one record whose words hold what was said; None where that is another's, or not what is named."""
    holding = [
        place
        for place, update in enumerate(meaning.updates)
        if update.record.kind != "not_permitted"
        and (len(meaning.updates) == 1 or proposal.said in (update.text or whole.reading.text))
    ]
    if len(holding) != 1 or not _is_meant(meaning.updates[holding[0]], proposal.record, whole, known):
        return None
    return holding[0]


def _is_meant(update: RecordUpdate, named: str, whole: Passage, known: Known) -> bool:
    """What the model calls the record must stand in the note, and mean no other than our own reading does."""
    if not named:
        return True
    if located(named, whole.reading) is None and named.lower() not in whole.reading.text.lower():
        return False
    if update.record.kind == "new_account":
        return named.lower() == update.record.name.lower()
    anchors = known.anchors(read(named))
    return all(set(update.record.ids) & {*anchor.mine, *anchor.accounts} for anchor in anchors)


def _about(update: RecordUpdate, whole: Passage, known: Known) -> Passage:
    opportunity = known.open.get(update.record.ids[0]) if update.record.ids else None
    account = opportunity.account_id if opportunity else update.record.ids[0] if update.record.ids else ""
    return replace(whole, opportunity=opportunity, people=tuple(known.people_at(account)))


def _has(update: RecordUpdate, field: str, value: object) -> bool:
    """Our own reading has it already: stated, hedged or taken off."""
    same = [change for change in update.changes if change.field == field]
    if not isinstance(value, tuple):
        return bool(same)
    return any(isinstance(c.value, tuple) and set(c.value) & set(value) for c in same)
