"""The same question again: a better answer for its asker, and silence towards everybody else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat import Address, Citation, Outcome, Reply
from tests.e2e.house import PAGES, House, build_house, titles, words

MORE = "You have come back to this"
QUESTION = "What does the Team plan cost?"


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Priya and Marta have a plan on Discovery, which the page on prices belongs to."""
    return build_house(tmp_path, PAGES, of_discovery=("pages/pricing.md",))


def actions(reply: Outcome) -> list[str]:
    assert isinstance(reply, Reply)
    return [action.id for action in reply.actions]


def test_the_third_time_the_answer_has_more(house: House) -> None:
    for _ in range(2):
        reply = house.say(QUESTION)
        assert MORE not in words(reply)
        assert "one_on_one" not in actions(reply)
    reply = house.say("what does the team plan cost")
    assert MORE in words(reply)
    # Pages that the answer itself does not cite come after those it does, numbered on.
    numbers = (
        [part.number for part in reply.parts if isinstance(part, Citation)]
        if isinstance(reply, Reply)
        else []
    )
    assert numbers == list(range(1, len(numbers) + 1))
    assert titles(reply)[0] == "Pricing"
    assert "Renewals" in titles(reply)
    # The discount floor is for managers.
    assert "Discount floor" not in titles(reply)


def test_another_question_another_fortnight_and_another_person_do_not_count(house: House) -> None:
    house.say(QUESTION)
    house.say(QUESTION)
    assert MORE not in words(house.say("What does a renewal discount need?"))
    assert MORE not in words(house.say(QUESTION, "tom"))
    house.later(days=15)
    assert MORE not in words(house.say(QUESTION))


def test_in_a_channel_nobody_sees_that_it_was_asked_before(house: House) -> None:
    room = Address("console", "demo", "C1", kind="channel")
    for _ in range(3):
        assert MORE not in words(house.say(QUESTION, where=room))
    house.say(QUESTION)


def test_the_manager_reads_a_topic_and_only_after_a_tap(house: House) -> None:
    for _ in range(3):
        reply = house.say(QUESTION)
    told = [words(each) for _, each in house.later(days=1)]
    assert not any("10 minutes" in text for text in told)
    said = house.press(reply, "one_on_one")
    assert words(said) == "Marta Silva reads this and no more: “Priya would like 10 minutes on Discovery.”"
    # One message about Priya in a week: the step of day 7, missed once, takes it along.
    got = [(to, words(each)) for _ in range(14) for to, each in house.later(days=1)]
    wishes = [(to, text) for to, text in got if "10 minutes on" in text]
    assert [to for to, _ in wishes] == ["marta"]
    assert QUESTION not in wishes[0][1]
    assert "Priya would like 10 minutes on Discovery.\nSent because the first one may have" in wishes[0][1]
    house.press(reply, "one_on_one")
    assert not [text for _, each in house.later(days=3) if "10 minutes on" in (text := words(each))]


def test_a_wish_goes_with_the_step_of_the_same_week(house: House) -> None:
    house.later(days=8)
    for _ in range(3):
        reply = house.say(QUESTION)
    house.press(reply, "one_on_one")
    got = [words(each) for _ in range(7) for to, each in house.later(days=1) if to == "marta"]
    (told,) = [text for text in got if "10 minutes on" in text]
    assert "Day 21 of 60" in told


def test_without_a_plan_on_it_only_the_answer_gets_better(house: House) -> None:
    for _ in range(3):
        reply = house.say(QUESTION, "tom")
    assert MORE in words(reply)
    assert "one_on_one" not in actions(reply)


def test_a_wish_is_read_by_nobody_else_after_a_change_of_team(house: House) -> None:
    for _ in range(3):
        reply = house.say(QUESTION)
    house.press(reply, "one_on_one")
    with house.app.store.write() as uow:
        priya = uow.people.get("priya")
        assert priya is not None
        uow.people.save(replace(priya, manager_id="henrik"))
        uow.commit()
    told = [words(each) for _ in range(4) for _, each in house.later(days=1)]
    assert not any("10 minutes" in text for text in told)


def test_only_the_asker_may_pass_it_on(house: House) -> None:
    for _ in range(3):
        reply = house.say(QUESTION)
    assert "10 minutes" not in words(house.press(reply, "one_on_one", "asha"))


def test_asking_alone_tells_nobody_anything(house: House) -> None:
    for _ in range(3):
        house.say(QUESTION)
    with house.app.store.read() as uow:
        signals = uow.evidence.signals_to_each(["marta", "priya"], house.app.clock())
    assert signals == {"marta": [], "priya": []}
