"""Who found a page wanting hears when it has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chat import Outcome
from tests.e2e.house import PAGES, House, build_house, words
from tests.e2e.inquiring import OWNED, sent_to


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, PAGES)


def complain(house: House, verdict: str = "outdated") -> Outcome:
    return house.press(house.press(house.say(OWNED), "not_helpful"), verdict)


def test_who_complained_is_told_when_the_page_has_changed(house: House) -> None:
    assert words(complain(house)) == (
        "Thank you. Joel Okafor will hear of it, and I tell you when the page has changed."
    )
    (complaint,) = sent_to(house, "joel")
    assert words(complaint) == (
        f"Priya Raman marked an answer from your page as “outdated”: “Renewals”. The question was “{OWNED}”."
    )
    house.change("renewal.md", "---\ntitle: Renewals\nowner: Joel Okafor\n---\nNo review is needed.")
    ((to, told),) = house.later(minutes=1)
    assert to == "priya"
    assert words(told) == (
        "“Renewals”, which you marked as “outdated” on 10 Mar, has changed since. "
        "Ask me again for the newest answer."
    )
    house.change("renewal.md", "---\ntitle: Renewals\nowner: Joel Okafor\n---\nA review is needed.")
    assert house.later(minutes=1) == []


def test_enablement_sees_which_pages_are_found_wanting(house: House) -> None:
    complain(house, "wrong")
    assert "Renewals: wrong (1)" in words(house.say("gaps", "joel"))


def test_what_was_not_asked_is_a_gap_too(house: House) -> None:
    complain(house, "cant_find")
    assert OWNED in words(house.say("gaps", "joel"))


def test_who_may_no_longer_see_the_page_is_told_nothing(house: House) -> None:
    complain(house)
    house.later(minutes=1)
    house.change("renewal.md", "---\ntitle: Renewals\naudience: [group:managers]\n---\nOther words.")
    assert house.later(minutes=1) == []
