"""What a person sets for themselves, and keeps whatever list comes after."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.seeding import bring_people
from bot.chat import Facts, Form, FormErrors, Outcome, Person, Reply
from bot.coaching import digest
from tests.e2e.house import House, build_house


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path)


def person(house: House, who: str = "priya") -> Person:
    with house.app.store.read() as uow:
        found = uow.people.get(who)
    assert found is not None
    return found


def form(house: House, who: str = "priya") -> Form:
    opened = house.press(house.say("my settings", who), "change_mine", who)
    assert isinstance(opened, Form)
    return opened


def shown(outcome: Outcome) -> dict[str, str]:
    assert isinstance(outcome, Reply)
    facts = outcome.parts[0]
    assert isinstance(facts, Facts)
    return dict(facts.rows)


def test_my_settings_are_mine_and_outlive_a_restart(house: House) -> None:
    saved = house.submit(
        form(house), "priya", zone="Asia/Tokyo", locale="en-GB", currency="jpy", day="Thursday"
    )
    assert shown(saved) == {
        "Time zone": "Asia/Tokyo",
        "Dates and numbers": "Day first, as in 14/3/2026",
        "Currency when none is said": "JPY",
        "Coaching reaches you on": "Thursday",
        "In the CRM": shown(saved)["In the CRM"],
    }
    bring_people(house.app.store, house.app.settings.people, house.app.settings.company.zone)
    mine = person(house)
    assert (mine.zone, mine.locale, mine.currency) == ("Asia/Tokyo", "en-GB", "JPY")
    with house.app.store.read() as uow:
        assert uow.coaching.preferred_weekday("priya") == 3
    house.submit(form(house), "priya", day="any")
    with house.app.store.read() as uow:
        assert uow.coaching.preferred_weekday("priya") is None


def test_what_cannot_be_is_asked_for_again_and_nothing_changes(house: House) -> None:
    before = person(house)
    wrong = house.submit(
        form(house), "priya", zone="Europe/Berln", currency="dollars", locale="xx", day="Sunday"
    )
    assert wrong == FormErrors(
        {
            "zone": "That is no time zone I know; write one such as Europe/Berlin.",
            "currency": "Three letters, as in USD or EUR.",
            "locale": "Choose one of the two.",
            "day": "Choose a day.",
        }
    )
    assert person(house) == before


def test_a_manager_sets_the_weekly_digest_and_a_rep_has_none(house: House) -> None:
    assert "digest" not in [field.name for field in form(house).fields]
    saved = house.submit(form(house, "marta"), "marta", digest="no")
    assert shown(saved)["Weekly digest"] == "no"
    with house.app.store.read() as uow:
        assert uow.rollouts.muted("marta", digest.CARD)
    assert shown(house.submit(form(house, "marta"), "marta", digest="yes"))["Weekly digest"] == "yes"
