"""An expert's answer after it was sent: who reads the draft made of it, and how long one can be made."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.console.app import address_of
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


def test_an_answer_typed_under_the_card_can_become_a_page_days_later(house: House) -> None:
    under = replace(address_of("victor"), thread=card_of_victor(house).card_id)
    sent = house.press(house.say("Forty in March.", "victor", under), "send", "victor")
    house.later(days=4)
    assert words(house.press(sent, "make_draft", "victor")).startswith(
        f"Draft page: {FLOOR}\nForty in March."
    )
