"""Words typed to the whole bot that answer a nudge, a proposal or a plan."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e.house import PAGES, House, build_house, words


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Marta has the nudge of day 7 about Priya's plan, her only one."""
    house = build_house(tmp_path, PAGES)
    assert [to for to, _ in house.later(days=1)] == ["marta"]
    return house


def propose_to_asha(house: House) -> None:
    house.say("hello", who="asha")
    house.say("coach asha on value selling", who="marta")
    house.later(days=1)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("done", "✓ Day 7 of 60 · Priya · Discovery."),
        ("snooze", "I bring it back tomorrow at 09:00."),
        ("not relevant", "Day 7 of 60 · Priya · Discovery: left out."),
        ("done with priya", "✓ Day 7 of 60 · Priya · Discovery."),
        ("snooze for a week", "I bring it back Tue 17 Mar at 09:00."),
    ],
)
def test_a_word_answers_the_one_open_nudge(house: House, said: str, expected: str) -> None:
    assert expected in words(house.say(said, who="marta"))


@pytest.mark.parametrize("said", ["done", "not relevant", "snooze next week"])
def test_a_snoozed_nudge_is_still_open(house: House, said: str) -> None:
    house.say("snooze", who="marta")
    assert "Day 7 of 60 · Priya · Discovery" in words(house.say(said, who="marta"))


def test_not_relevant_declines_the_one_open_proposal_and_later_leaves_it(house: House) -> None:
    propose_to_asha(house)
    assert words(house.say("later", who="asha")).startswith("The proposal stays open")
    assert words(house.say("not relevant", who="asha")).startswith("Not now, then.")
    assert "Day" not in words(house.say("not relevant", who="asha"))


def test_stop_ends_the_only_plan_and_nothing_else(house: House) -> None:
    assert (
        words(house.say("stop", who="priya")) == "Discovery with Marta has ended; nothing more comes of it."
    )
    assert "has ended" not in words(house.say("stop", who="priya"))
    assert "has ended" not in words(house.say("stop", who="marta"))


def test_stop_asks_which_of_several_plans(house: House) -> None:
    propose_to_asha(house)
    assert words(house.say("stop", who="marta")) == "Which one: Asha, Priya? Write “stop coaching NAME”."


@pytest.mark.parametrize("said", ["practise", "practice", "let me practise"])
def test_practise_alone_is_about_the_plan(house: House, said: str) -> None:
    assert words(house.say(said, who="priya")).startswith("Practise Discovery\n")
    propose_to_asha(house)
    assert words(house.say(said, who="asha")).startswith("Practise Value selling\n")
    assert words(house.say(said, who="marta")).startswith("Practise which one: Value selling, Discovery?")


def test_an_offered_plan_is_adopted_by_its_button(house: House) -> None:
    house.say("hello", who="henrik")
    with house.app.store.write() as uow:
        priya = uow.people.get("priya")
        assert priya is not None
        uow.people.close("marta", house.app.clock())
        uow.people.save(replace(priya, manager_id="henrik"))
        uow.commit()
    (offer,) = [reply for to, reply in house.later(days=1) if to == "henrik"]
    assert words(offer).startswith("Priya has a plan on Discovery, begun with their former manager.")
    assert words(house.press(offer, "adopt", who="henrik")).startswith("I have asked Priya: Discovery")
    assert words(house.press(offer, "leave", who="henrik")).startswith("That one is over already")


def test_a_plan_is_asked_about_logged_and_paused_in_ones_own_words(house: House) -> None:
    def said(text: str) -> str:
        return words(house.say(text, who="marta"))

    assert "Day 7 of 60 · Priya · Discovery" in said("where are we with Priya's plan?")
    assert said("sat in on Priya's discovery call this morning, she did great").startswith(
        "✓ Day 7 with Priya"
    )
    assert said("I meant to listen to Priya's discovery call, there was no call").count("✓") == 0
    paused = said("let's put the coaching with Priya on hold until 30 March")
    assert paused.startswith("Discovery with Priya is paused")
    assert paused.endswith("I remind you Mon 30 Mar at 09:00.")
    assert said("pick the coaching with Priya back up").startswith("Discovery with Priya goes on.")


@pytest.mark.parametrize(
    "said",
    [
        "who is falling behind on their coaching?",
        "what has Priya been searching for?",
        "is Priya better than Asha at discovery?",
        "show me Priya's private notes",
        "which rep needs the most help?",
    ],
)
def test_what_ranks_or_watches_is_declined_with_what_is_offered_instead(house: House, said: str) -> None:
    answer = words(house.say(said, who="marta"))
    assert answer.startswith("I keep no score of people")
    assert "“what's next with NAME?”" in answer


@pytest.mark.parametrize("said", ["how do I rank against asha?", "what's my ranking", "do I stack up?"])
def test_a_rep_who_asks_for_a_rank_is_told_that_there_is_none(house: House, said: str) -> None:
    assert words(house.say(said, who="priya")).startswith("I keep no score of people")


def test_a_nudge_is_put_off_to_the_day_that_is_named(house: House) -> None:
    assert "I bring it back Fri 13 Mar at 09:00." in words(
        house.say("not now, try me again on Friday", who="marta")
    )


def test_opportunities_named_like_a_plan_stay_with_the_crm(house: House) -> None:
    for said in (
        "pause the Acme opportunity",
        "what's next on Acme?",
        "how do I stop a customer from stalling?",
    ):
        assert "plan" not in words(house.say(said, who="marta")).split(".")[0]
