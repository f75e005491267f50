"""A message that tells of a customer and asks: the note is drafted, and the question alone is searched."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import wording
from bot.chat import Diff, Reply
from tests.e2e.house import House, build_house, words

PAGES = {
    "discounts.md": "# Discount limits\n\nThe discount limit in APAC is 12 percent. "
    "The discount limit in EMEA is 17 percent.",
    "budget.md": "# Budgets\n\nWhen the CFO approved the budget, ask for the date of the contract.",
}
NOTE = "Acme: CFO Dana approved budget, 80k."


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, PAGES)


def test_the_note_is_drafted_and_the_question_answered(house: House) -> None:
    reply = house.say(f"{NOTE} What is the discount limit in APAC?")
    assert isinstance(reply, Reply)
    assert any(isinstance(part, Diff) for part in reply.parts)
    assert "12 percent" in words(reply)
    assert "When the CFO" not in words(reply)
    assert wording.ASK_ALONE not in words(reply)
    assert "17 percent" in words(house.say("what about EMEA?"))


def test_no_word_of_the_note_reaches_the_gap_list(house: House) -> None:
    house.say(f"{NOTE} What is our policy on quokka breeding?")
    with house.app.store.read() as uow:
        (gap,) = uow.gaps.in_states(["open"])
    assert gap.question == "What is our policy on quokka breeding?"


def test_the_buttons_are_the_notes_and_the_way_to_an_expert_is_told(house: House) -> None:
    reply = house.say(f"{NOTE} What is our policy on quokka breeding?")
    assert isinstance(reply, Reply)
    assert [action.id for action in reply.actions] == ["save", "edit", "note_only", "discard"]
    assert words(reply).endswith(wording.ASK_ALONE)


def test_thanks_are_not_answered_with_instructions(house: House) -> None:
    assert words(house.say("thanks!")) == wording.WELCOME
    assert words(house.say("hello")) == wording.SMALLTALK
