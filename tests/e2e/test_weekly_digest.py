"""A manager's week: pages most of the team needed, what is missing, and nobody's name for asking."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat import Identity, Person, Picture, Reply
from bot.ports import Gap
from tests.e2e.house import PAGES, House, build_house, words

QUESTION = "What does the Team plan cost?"


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Marta leads six sellers here."""
    found = build_house(tmp_path, PAGES)
    with found.app.store.write() as uow:
        for name in ("ann", "bob", "dan", "eva"):
            person = Person(
                name, name.title(), "", frozenset({"rep"}), zone="America/New_York", manager_id="marta"
            )
            uow.people.save(person)
            uow.people.link(Identity("console", "demo", name), name)
        uow.commit()
    found.later(days=5)
    return found


def digests(house: House, days: int = 4) -> list[tuple[str, Reply]]:
    return [
        (to, reply)
        for _ in range(days)
        for to, reply in house.later(days=1)
        if reply.card_id.startswith("digest:")
    ]


def ask(house: House, *people: str) -> None:
    for who in people:
        house.say(QUESTION, who)


def test_a_page_is_named_when_five_people_needed_it_and_none_of_them_is(house: House) -> None:
    ask(house, "priya", "asha", "ann", "bob", "eva", "eva")
    ((to, reply),) = digests(house)
    assert to == "marta"
    (picture,) = [part for part in reply.parts if isinstance(part, Picture)]
    assert picture.alt == "Looked up by five or more of the team: Pricing 5."
    shown = f"{words(reply)} {picture.alt}"
    assert QUESTION not in shown
    assert not any(name in shown for name in ("Priya", "Asha", "Ann", "Bob", "Eva"))
    assert digests(house, 2) == []


def test_what_everybody_of_a_team_looked_up_is_no_topic(house: House) -> None:
    """It would say of each of them that they did."""
    ask(house, "priya", "asha", "ann", "bob", "dan", "eva")
    assert digests(house) == []


def test_four_people_are_no_topic_and_a_week_without_news_is_silent(house: House) -> None:
    ask(house, "priya", "asha", "ann", "bob", "tom")
    assert digests(house, 8) == []


def test_only_words_that_were_passed_on_are_shown(house: House) -> None:
    now = house.app.clock()
    gap = Gap("g1", "Is there an API for invoices?", (), "", "", ("priya",), now, now, quotable=True)
    with house.app.store.write() as uow:
        uow.gaps.add(gap)
        uow.gaps.add(replace(gap, id="g2", question="Secret question", quotable=False))
        uow.commit()
    found = digests(house)
    assert {to for to, _ in found} == {"marta", "henrik"}
    assert all("No page answers yet: “Is there an API for invoices?”" in words(reply) for _, reply in found)
    assert not any("Secret" in words(reply) or "Priya" in words(reply) for _, reply in found)


def test_whoever_mutes_it_gets_none_until_they_want_it_again(house: House) -> None:
    ask(house, "priya", "asha", "ann", "bob", "eva")
    ((_, reply),) = digests(house)
    assert words(house.press(reply, "mute", "marta")).startswith("No weekly digest from now on.")
    ask(house, "priya", "asha", "ann", "bob", "eva")
    assert digests(house, 6) == []
    assert words(house.say("digest", "marta")).startswith("You get the weekly digest")
    ask(house, "priya", "asha", "ann", "bob", "eva")
    assert [to for to, _ in digests(house, 7)] == ["marta"]
