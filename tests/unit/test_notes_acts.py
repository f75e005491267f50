"""Answers to a card: consent by known words only, undoing and dropping where nothing beside is news."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bot.notes.acts import act_of
from bot.notes.model import DialogContext, FieldChange, RecordRef, RecordUpdate
from tests.unit.notes_world import PEOPLE, understood

SAID = RecordUpdate(RecordRef("opportunity", ("T1",)), (FieldChange("amount", Decimal(58000), "58k"),))
PENDING = DialogContext(PEOPLE["R1"], pending=(SAID,))
APPLIED = DialogContext(PEOPLE["R1"], applied=(SAID,))


@pytest.mark.parametrize(
    "text",
    [
        "oops wrong deal, undo that",
        "put it back how it was",
        "that wasn't meant for Tidewater, undo",
        "please revert last entry",
        "change it back",
        "delete that entry",
        "oh no, scrap that",
        "kindly revert the same",
        "forget that one, wrong account",
        "nimm das bitte zurück",
        "mach das wieder rückgängig",
    ],
)
def test_what_was_saved_is_undone(text: str) -> None:
    assert understood(text, "R1", APPLIED).dialog_act == "undo"


@pytest.mark.parametrize(
    "text",
    [
        "looks good to me",
        "go on then",
        "fine by me",
        "yep hit save",
        "that's the one",
        "all correct cheers",
        "yes kindly save the same",
        "haan ji save karo",
        "stimmt, abspeichern bitte",
        "👍🏽👍",
    ],
)
def test_consent(text: str) -> None:
    assert understood(text, "R1", PENDING).dialog_act == "confirm"


@pytest.mark.parametrize(
    "text",
    [
        "don't bother",
        "no leave it as it was",
        "hold off, don't save yet",
        "not saving that",
        "nah bin it",
        "nein danke",
    ],
)
def test_a_draft_is_dropped(text: str) -> None:
    assert understood(text, "R1", PENDING).dialog_act == "cancel"


@pytest.mark.parametrize(
    "text",
    [
        "ok will check with Ola first",
        "save the date is out",
        "they cancelled the demo",
        "no budget until April",
        "sure, what's our discount policy?",
        "good call with Ola today",
        "cancel the demo with Pam",
        "good one",
        "no",
        "stop by their office Thursday",
    ],
)
def test_news_and_questions_answer_no_card(text: str) -> None:
    context = APPLIED if text == "no" else PENDING
    assert understood(text, "R1", context).dialog_act not in {"confirm", "cancel", "undo"}


@pytest.mark.parametrize(
    "text",
    [
        "should be 61k",
        "oops meant 61k",
        "typo, 61k",
        "hmm 61k actually",
        "eher 61k",
        "falsch, richtig sind 61.000",
    ],
)
def test_a_corrected_value_is_stated(text: str) -> None:
    meaning = understood(text, "R3" if "." in text else "R1", APPLIED)
    assert meaning.dialog_act == "correction"
    assert meaning.updates[0].value("amount") == 61000


def test_not_somebody_adds_nobody() -> None:
    (update,) = understood("Lumina: spoke to Sam, not Greta").updates
    assert [c.value for c in update.changes if c.field == "contacts"] == [("c2",)]


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("leave it, don't save. i'll come back to you on this", "cancel"),
        ("that's it now, save it", "confirm"),
        ("save it once greta agrees", None),
        ("don't save it", "cancel"),
    ],
)
def test_an_order_to_save_and_one_put_off(said: str, act: str | None) -> None:
    assert act_of(said, pending=True, applied=False, news=False) == act
