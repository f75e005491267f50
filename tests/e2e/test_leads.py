"""The least that can be said: a company's name, or a note where no opportunity is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import wording
from bot.chat import Diff, Facts, Outcome, Reply
from tests.e2e.house import House, build_house, words

PRIYA = "priya"


@pytest.fixture
def house(tmp_path: Path) -> House:
    return build_house(tmp_path)


def offered(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, Reply)
    return [action.id for action in outcome.actions]


def accounts(house: House, said: str = "") -> set[str]:
    return {a.name for a in house.app.crm.book(PRIYA, said).accounts}


def test_an_unknown_company_becomes_a_lead_with_nothing_but_its_name(house: House) -> None:
    card = house.say("maybe something at Zephyr Robotics")
    assert words(card) == f"Zephyr Robotics\n{wording.new_lead('Zephyr Robotics')}"
    assert offered(card) == ["save", "discard"]
    assert "Zephyr Robotics" not in accounts(house)
    saved = house.press(card, "save")
    assert words(saved) == "Note saved 10:00 as you · Zephyr Robotics, a lead of yours"
    assert "Zephyr Robotics" in accounts(house)
    assert house.press(card, "save") == wording.plain(wording.CLOSED["noted"])
    assert len([name for name in accounts(house) if "Zephyr" in name]) == 1


def test_the_next_note_finds_the_lead_and_stays_on_it(house: House) -> None:
    house.press(house.say("maybe something at Zephyr Robotics"), "save")
    card = house.say("Zephyr Robotics: 80k, they want a demo")
    assert words(card) == f"Zephyr Robotics\n{wording.NOTE_ON_ACCOUNT}"
    assert words(house.say("yes")) == "Note saved 10:00 as you · Zephyr Robotics"
    assert [name for name in accounts(house) if "Zephyr" in name] == ["Zephyr Robotics"]


def shown(outcome: Outcome) -> list[tuple[str, str]]:
    assert isinstance(outcome, Reply)
    return [row for part in outcome.parts if isinstance(part, Facts) for row in part.rows]


def test_what_was_noted_on_a_lead_is_read_back_before_a_call_by_its_author_alone(house: House) -> None:
    house.press(house.say("maybe something at Zephyr Robotics"), "save")
    house.press(house.say("Zephyr Robotics: met Ute, they want a demo"), "save")
    brief = house.say("prep Zephyr Robotics")
    assert words(brief) == f"Zephyr Robotics\n{wording.NO_OPPORTUNITY}"
    assert [text for _, text in shown(brief)] == [
        "unknown",
        "Zephyr Robotics: met Ute, they want a demo",
        "maybe something at Zephyr Robotics",
    ]
    assert shown(house.say("what do we know about Zephyr Robotics?")) == shown(brief)
    assert "Ute" not in str(house.say("prep Zephyr Robotics", "omar"))


@pytest.mark.parametrize("who", ["tom", PRIYA])
def test_a_person_met_there_whom_another_account_has_takes_no_word_of_the_note(
    house: House, who: str
) -> None:
    house.press(house.say("maybe something at Zephyr Robotics", who), "save", who)
    told = "Zephyr Robotics: met Dana Whitfield, they want a demo"
    card = house.say(told, who)
    assert words(card) == f"Zephyr Robotics\n{wording.NOTE_ON_ACCOUNT}"
    house.press(card, "save", who)
    assert told in [text for _, text in shown(house.say("prep Zephyr Robotics", who))]


def test_a_brief_on_an_opportunity_shows_what_was_noted_last(house: House) -> None:
    house.press(house.say("Acme: Dana wants 90 seats"), "note_only")
    assert ("10 Mar", "Acme: Dana wants 90 seats") in shown(house.say("prep Acme"))


def test_a_lead_that_is_discarded_or_left_was_never_there(house: House) -> None:
    house.press(house.say("new lead: Zephyr Robotics"), "discard")
    house.say("new lead: Quillon Works")
    house.later(hours=73)
    assert "yes" not in words(house.say("yes"))
    assert not {"Zephyr Robotics", "Quillon Works"} & accounts(house)


def test_a_stage_without_evidence_may_be_saved_and_the_card_says_so_once(house: House) -> None:
    line = wording.no_evidence("Negotiation")
    bare = next(o for o in house.app.crm.book(PRIYA).mine if not o.verifiers and o.stage == "discovery")
    card = house.say(f"{bare.name} moved to negotiation")
    assert words(card).count(line) == 1
    assert line not in words(house.press(card, "save"))
    assert house.app.crm.opportunity(bare.id, PRIYA).stage == "negotiation"


def test_with_evidence_nothing_is_said_of_it(house: House) -> None:
    bare = next(o for o in house.app.crm.book(PRIYA).mine if not o.verifiers and o.stage == "discovery")
    card = house.say(f"{bare.name} moved to negotiation, their CFO approved the budget")
    assert isinstance(card, Reply)
    assert wording.no_evidence("Negotiation") not in words(card)
    assert [row.field for part in card.parts if isinstance(part, Diff) for row in part.rows] == [
        "stage",
        "verifiers",
    ]
