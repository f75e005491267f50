"""An expert's answer after it was sent: who reads the draft made of it, and how long one can be made."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chat import Reply
from tests.e2e.house import PAGES, House, build_house, words

FLOOR = "what is the discount floor for strategic accounts?"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, PAGES)


def card_of_victor(house: House) -> Reply:
    house.press(house.say(FLOOR, "marta"), "expert", "marta")
    return dict(house.later(minutes=1))["victor"]


def test_enablement_makes_a_draft_without_reading_what_is_for_managers(house: House) -> None:
    form = house.press(card_of_victor(house), "answer", "victor")
    house.submit(form, "victor", answer="Forty in March.")
    house.later(minutes=1)
    draft = house.press(house.say("gaps", "joel"), "make_draft", "joel")
    assert "seen by managers" in words(draft)
    assert "Forty" not in str(draft)
