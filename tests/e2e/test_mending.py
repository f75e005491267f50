"""Who found a page wanting hears when it has changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answers import expert_wording as words_of
from bot.chat import Outcome, Person
from tests.e2e.house import PAGES, House, build_house, words
from tests.e2e.inquiring import OWNED, asked, sent_to


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path, PAGES)


def complain(house: House, verdict: str = "outdated", question: str = OWNED) -> Outcome:
    return house.submit(house.press(house.say(question), "not_helpful"), "priya", reason=verdict)


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


RENEWALS = "---\ntitle: Renewals\nowner: Olga Ott\n---\nA renewal needs the value review first."
TERMS = "---\ntitle: Payment terms\nowner: Deal Desk\n---\nPayment terms are thirty days from the invoice."
NOT_HERE = "whom I cannot write to here"


@pytest.mark.parametrize(
    ("email", "said"),
    [
        ("olga@maven.example", "“Renewals” belongs to Olga Ott (olga@maven.example), {}: write yourself."),
        ("", "“Renewals” names Olga Ott as its owner, {}: tell them yourself."),
        (None, "“Renewals” names Olga Ott as its owner, {}: tell them yourself."),
    ],
)
def test_nobody_is_said_to_hear_of_it_who_cannot(tmp_path: Path, email: str | None, said: str) -> None:
    house = build_house(tmp_path, {"renewal.md": RENEWALS})
    with house.app.store.write() as uow:
        if email is not None:
            uow.people.save(Person("olga", "Olga Ott", email, frozenset()))
        uow.commit()
    sentence = said.format(NOT_HERE)
    question = "does a renewal need the value review?"
    told = words(complain(house, question=question))
    assert told == f"Thank you. {sentence} I tell you when the page has changed."
    refused = words(asked(house, question))
    assert refused == f"{sentence} {words_of.TO_ENABLEMENT}"
    assert house.later(minutes=1) == []


def test_a_desks_page_is_complained_of_to_its_members(tmp_path: Path) -> None:
    house = build_house(tmp_path, {"desk.md": TERMS})
    form = house.press(house.say("when are payment terms from the invoice?"), "not_helpful")
    assert "Victor Osei and Lena Fischer will hear of it" in words(
        house.submit(form, "priya", reason="wrong")
    )
    assert sorted(to for to, _ in house.later(minutes=1)) == ["lena", "victor"]
