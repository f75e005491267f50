"""While the bot asks "Which one do you mean?": an answer chooses, cancels or is asked again."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.notes.model import DialogContext, FieldChange, RecordRef, RecordUpdate, Understanding
from tests.unit.notes_world import PEOPLE, understood

WORDS = "tidewater to commit"
ASKED = RecordUpdate(RecordRef("ambiguous", ("T1", "T2")), (FieldChange("stage", "commit", "commit"),), WORDS)
OLDER = (RecordUpdate(RecordRef("opportunity", ("L1",)), (FieldChange("amount", Decimal(90_000), "90k"),)),)


def answered(text: str, candidates: tuple[str, ...] = ("T1", "T2")) -> Understanding:
    context = DialogContext(PEOPLE["R1"], pending=OLDER, candidates=candidates, asked_for=ASKED)
    return understood(text, context=context)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1", 0),
        ("the first", 0),
        ("2", 1),
        ("no, 2", 1),
        ("imaging", 1),
        ("Tidewater renewal", 0),
        ("one", 0),
    ],
)
def test_an_older_draft_is_not_what_an_answer_answers(text: str, place: int) -> None:
    result = answered(text)
    assert (result.dialog_act, result.choice) == ("choice", place)
    (update,) = result.updates
    assert (update.record.ids, update.value("stage"), update.text) == (
        (("T1", "T2")[place],),
        "commit",
        WORDS,
    )


@pytest.mark.parametrize("text", ["yes", "ok", "👍", "✅", "sure", "save", "yep", "tidewater", "Tidewater!"])
def test_what_chooses_nothing_is_asked_again(text: str) -> None:
    result = answered(text)
    assert (result.intent, result.dialog_act, result.updates) == ("crm_update", None, (ASKED,))


@pytest.mark.parametrize(
    "text", ["never mind", "cancel", "no", "❌", "neither", "none of them", "nope, forget it"]
)
def test_no_is_a_cancel(text: str) -> None:
    result = answered(text)
    assert (result.dialog_act, result.updates) == ("cancel", ())


def test_yes_to_a_single_candidate_takes_it() -> None:
    result = answered("yes", candidates=("T2",))
    assert (result.dialog_act, result.choice, result.updates[0].record.ids) == ("choice", 0, ("T2",))


def test_a_record_that_was_not_offered_is_taken_at_its_word() -> None:
    (update,) = answered("Lumina").updates
    assert (update.record.ids, update.value("stage")) == (("L1",), "commit")
    assert answered("Brackley").updates == (RecordUpdate(RecordRef("not_permitted", ("B1",))),)


def test_a_value_joins_what_waits() -> None:
    (update,) = answered("85k").updates
    assert (update.record, update.value("stage"), update.value("amount")) == (
        ASKED.record,
        "commit",
        Decimal(85_000),
    )
    (new,) = answered("Lumina 85k").updates
    assert (new.record.ids, new.value("stage"), new.value("amount")) == (("L1",), None, Decimal(85_000))


@pytest.mark.parametrize(("text", "intent"), [("what's our SLA?", "question"), ("thanks", "smalltalk")])
def test_anything_else_starts_anew(text: str, intent: str) -> None:
    result = answered(text)
    assert (result.intent, result.dialog_act, result.updates) == (intent, None, ())


@pytest.mark.parametrize("text", ["👍", "👍🏽", "✅", "✔️", "👍👍", "ok 👍", "👌"])
def test_an_emoji_confirms_an_open_card(text: str) -> None:
    result = understood(text, context=DialogContext(PEOPLE["R1"], pending=OLDER))
    assert (result.dialog_act, result.updates) == ("confirm", ())


@pytest.mark.parametrize("text", ["❌", "❌\ufe0f", "👎", "🚫", "✖️"])
def test_an_emoji_cancels_an_open_card(text: str) -> None:
    assert understood(text, context=DialogContext(PEOPLE["R1"], pending=OLDER)).dialog_act == "cancel"


@pytest.mark.parametrize("text", ["👍", "✅", "❌", "🎉"])
def test_an_emoji_without_a_card_is_smalltalk(text: str) -> None:
    for context in (DialogContext(PEOPLE["R1"]), DialogContext(PEOPLE["R1"], applied=OLDER, recent=("L1",))):
        result = understood(text, context=context)
        assert (result.intent, result.dialog_act, result.updates) == ("smalltalk", None, ())
