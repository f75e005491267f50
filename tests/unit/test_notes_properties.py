"""What holds for any message whatever."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.notes.clauses import fold, read
from bot.notes.model import DialogContext, FieldChange, RecordRef, RecordUpdate
from bot.notes.understand import understand
from tests.unit.notes_world import BOOKS, NOW, PEOPLE, understood

VOCABULARY = (
    "Lumina Northwind NWA Tidewater Pam Greta 80k $92,500 85.000€ 1.2 cr 3/31 July Q2 next friday "
    "budget approved signed lost maybe if not -> proposal negotiation seats 20 per seat , . ? ! : - ( ) "
    "from to and save no undo the 🎉 I'll send between half a million eighty thousand legal redlines "
    "procurement verbal yes Ferrostack closes demo EOQ week of"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))
SENTENCES = st.lists(WORDS, max_size=25).map(" ".join)
ANY_TEXT = st.text(max_size=200) | SENTENCES


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT, st.sampled_from(sorted(PEOPLE)))
def test_any_text_is_understood_and_every_value_is_quoted(text: str, user: str) -> None:
    for update in understood(text, user).updates:
        assert all(change.said and change.said in text for change in update.changes)


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_any_answer_to_a_card_is_understood(text: str) -> None:
    card = (RecordUpdate(RecordRef("opportunity", ("L1",)), (FieldChange("amount", 1, "1"),)),)
    asked = RecordUpdate(RecordRef("ambiguous", ("T1", "T2")))
    for context in (
        DialogContext(PEOPLE["R1"], pending=card),
        DialogContext(PEOPLE["R1"], applied=card),
        DialogContext(PEOPLE["R1"], candidates=("T1", "T2"), asked_for=asked),
        DialogContext(PEOPLE["R1"], candidates=("gone",)),
    ):
        result = understood(text, context=context)
        if result.dialog_act in {"confirm", "cancel", "undo"}:
            assert result.updates == ()


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_only_the_speakers_records_are_written(text: str) -> None:
    own = {o.id for o in BOOKS["R1"].mine}
    for update in understood(text).updates:
        if update.record.kind in {"opportunity", "ambiguous"}:
            assert set(update.record.ids) <= own
        if update.record.kind == "not_permitted":
            assert update.changes == ()


@settings(max_examples=200, deadline=None)
@given(ANY_TEXT)
def test_without_any_record_nothing_is_written_on_one(text: str) -> None:
    empty = replace(BOOKS["R1"], mine=(), others=(), accounts=(), contacts=())
    result = understand(text, DialogContext(PEOPLE["R1"]), empty, NOW)
    assert all(u.record.kind in {"ambiguous", "new_account"} and not u.record.ids for u in result.updates)


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    clauses = read(text).clauses
    assert all(a.end <= b.start for a, b in pairwise(clauses))


@pytest.mark.parametrize("text", ["", " ", "🎉🙈", "\x00\x01\x1f", "\u202e\u200b", "…", "?!", "\ud800"])
def test_wordless_messages_write_nothing(text: str) -> None:
    assert understood(text).updates == ()
    assert understood(text).intent == "smalltalk"


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        "Lumina 80k ",
        "1,",
        "to ",
        "not ",
        '"x ',
        "(",
        "A Bc ",
        "1 to ",
        "> ",
        "Greta Holm ",
        "eighty ",
        "and ",
        "if ",
    ],
)
def test_a_very_long_message_ends(unit: str) -> None:
    understood(unit * (40_000 // len(unit)))
