"""An expert says nothing: one reminder after a working day, and after another the asker may ask others."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answers import expert_wording as words_of
from bot.chat import Reply
from bot.coaching import digest
from tests.e2e.house import PAGES, House, build_house, words
from tests.e2e.inquiring import OWNED, answer, asked, card_of

REMINDER = (
    f"Priya Raman still waits for your answer\n“{OWNED}”\n"
    "Your answer goes to Priya, with your name. Enablement may make a page of it."
)
SILENT = (
    f"Joel Okafor has not answered “{OWNED}” yet; I reminded them. "
    "Shall I also ask the Deal desk (Victor Osei and Lena Fischer)? Whoever answers first is heard."
)


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, PAGES)


def said(house: House, **later: int) -> list[tuple[str, Reply]]:
    """What comes of the question; coaching and the week's digest, which names open gaps, go on beside it."""
    heard = [(to, reply) for to, reply in house.later(**later) if OWNED in words(reply)]
    return [(to, reply) for to, reply in heard if not (reply.card_id or "").startswith(digest.CARD)]


def told(house: House, **later: int) -> list[tuple[str, str]]:
    return [(to, words(reply)) for to, reply in said(house, **later)]


def offered(house: House) -> tuple[Reply, Reply]:
    """Joel's card, of which he says nothing, and what Priya is told then."""
    asked(house)
    card = card_of(house, "joel")
    said(house, days=1)
    ((to, offer),) = said(house, days=1)
    assert to == "priya"
    return card, offer


def test_one_reminder_then_the_asker_is_told_once(house: House) -> None:
    asked(house)
    card_of(house, "joel")
    assert told(house, hours=23) == []
    assert told(house, hours=1) == [("joel", REMINDER)]
    assert told(house, hours=23) == []
    assert told(house, hours=1) == [("priya", SILENT)]
    assert told(house, days=9) == []


def test_a_weekend_is_no_working_day(house: House) -> None:
    friday = datetime(2026, 3, 13, 16, tzinfo=UTC)
    house.demo.move_clock(friday - house.app.clock())
    asked(house)
    card_of(house, "joel")
    assert told(house, days=2, hours=12) == []
    assert told(house, hours=12) == [("joel", REMINDER)]


def test_the_next_desk_is_asked_and_the_first_may_still_answer(house: House) -> None:
    first, offer = offered(house)
    assert [action.label for action in offer.actions] == ["Ask the Deal desk"]
    passed_on = words(house.press(offer, "ask_next"))
    assert passed_on.startswith("I passed your question to the Deal desk (Victor Osei and Lena Fischer).")
    assert words(house.press(offer, "ask_next")).startswith("Your question is on its way already.")
    assert [to for to, _ in told(house, minutes=1)] == ["victor", "lena"]
    answer(house, first, "joel", "Yes.")
    assert dict(told(house, minutes=1))["priya"].startswith("Answer from Joel Okafor")


def test_who_was_reminded_is_not_reminded_again(house: House) -> None:
    house.press(offered(house)[1], "ask_next")
    assert [to for to, _ in told(house, minutes=1)] == ["victor", "lena"]
    assert [to for to, _ in told(house, days=1)] == ["victor", "lena"]
    assert dict(told(house, days=3))["priya"] == (
        f"Joel Okafor, Victor Osei and Lena Fischer have not answered “{OWNED}” yet; I reminded them. "
        f"I know nobody else to ask. {words_of.TO_ENABLEMENT}"
    )


def test_an_offer_that_came_too_late_says_who_answered(house: House) -> None:
    card, offer = offered(house)
    answer(house, card, "joel", "Yes.")
    assert words(house.press(offer, "ask_next")) == "Joel Okafor answered that on 12 Mar."
    assert [to for to, _ in told(house, minutes=1)] == ["priya"]


def test_the_reminder_is_the_card_once_more(house: House) -> None:
    asked(house)
    card_of(house, "joel")
    ((_, reminder),) = said(house, days=1)
    done = answer(house, reminder, "joel", "Yes.")
    assert words(done).startswith("You answered Priya Raman")
    assert [to for to, _ in told(house, minutes=1)] == ["priya"]


def test_an_answered_question_waits_for_nobody(house: House) -> None:
    asked(house)
    answer(house, card_of(house, "joel"), "joel", "Yes.")
    house.later(minutes=1)
    assert told(house, days=5) == []


def test_passed_on_it_waits_anew(house: House) -> None:
    asked(house)
    card = card_of(house, "joel")
    assert told(house, days=1) == [("joel", REMINDER)]
    house.submit(house.press(card, "pass_on", "joel"), "joel", person="Nadia Haddad")
    card_of(house, "nadia")
    assert told(house, days=1) == [("nadia", REMINDER)]
