"""The day before a call in a seller's calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.coaching.calls import PlannedCall, words
from bot.coaching.decisions import Situation
from bot.coaching.job import run_once
from bot.coaching.model import Nudge
from bot.coaching.rules import decide
from tests.fakes.coaching import MARTA, PRIYA, SETTINGS, local, person, running_plan
from tests.unit.test_coaching_desk import Chat, text_of
from tests.unit.test_coaching_rules import nudge, outcome, situation


def call(at: str, id: str = "c") -> PlannedCall:
    return PlannedCall(id, "priya", "acme", "Acme", local(at))


def with_calls(now: str, *calls: PlannedCall, recent: tuple[Nudge, ...] = ()) -> Situation:
    """Day 7 of Marta's plan with Priya is Wednesday, 11 March; day 0 is done."""
    found = situation(local(now), *recent)
    return replace(found, plans=(replace(found.plans[0], calls=calls),))


@pytest.mark.parametrize(
    ("now", "at", "expected"),
    [
        ("2026-03-10 10:00", "2026-03-11 14:00", ["send p:call:c planned_call"]),
        ("2026-03-10 10:00", "2026-03-12 14:00", []),
        ("2026-03-06 10:00", "2026-03-09 14:00", ["send p:call:c planned_call"]),
        # The observation waits two days for a call, not three.
        ("2026-03-11 10:00", "2026-03-16 14:00", []),
        ("2026-03-13 10:00", "2026-03-16 14:00", ["send p:call:c planned_call"]),
        ("2026-03-11 10:00", "2026-03-17 14:00", ["send p:2:1:marta due"]),
        ("2026-03-11 10:00", "2026-03-11 14:00", ["send p:2:1:marta due"]),
        ("2026-03-10 12:00", "2026-03-11 14:00", ["wait p:2 outside_window"]),
    ],
)
def test_an_observation_comes_on_the_business_day_before_a_call(
    now: str, at: str, expected: list[str]
) -> None:
    assert outcome(decide(with_calls(now, call(at)))) == expected


def test_a_call_is_told_once_even_when_it_moves() -> None:
    told = replace(
        nudge("p:call:c", local("2026-03-02 10:00"), plan="p", trigger="planned_call"), step_id="x"
    )
    moved = call("2026-03-12 14:00")
    assert outcome(decide(with_calls("2026-03-11 10:00", moved, recent=(told,)))) == ["send p:2:1:marta due"]


def test_the_budget_of_a_week_holds_for_calls_too() -> None:
    about = nudge("n", local("2026-03-09 10:00"), plan="p", trigger="verifier")
    found = with_calls("2026-03-10 10:00", call("2026-03-11 14:00"), recent=(about,))
    assert outcome(decide(found)) == ["wait p:2 rep_budget"]


def test_three_calls_declined_are_the_last_and_the_step_keeps_its_day() -> None:
    said_no = tuple(
        nudge(f"n{n}", local("2026-02-10 10:00"), state="declined", trigger="planned_call") for n in range(3)
    )
    before = with_calls("2026-03-10 10:00", call("2026-03-11 14:00"), recent=said_no)
    assert outcome(decide(before)) == []
    on_its_day = with_calls("2026-03-11 10:00", call("2026-03-12 14:00"), recent=said_no)
    assert outcome(decide(on_its_day)) == ["send p:2:1:marta due"]


def test_a_manager_who_has_not_tried_the_driver_hears_of_no_call_before_the_step() -> None:
    found = replace(with_calls("2026-03-10 10:00", call("2026-03-11 14:00")), tried=frozenset())
    assert outcome(decide(found)) == []


def test_nobody_hears_of_a_call_on_a_day_off_before_it() -> None:
    found = with_calls("2026-03-09 10:00", call("2026-03-11 14:00"))
    out = replace(found.calendar, absences=((date(2026, 3, 10), date(2026, 3, 10)),))
    assert outcome(decide(replace(found, calendar=out, now=local("2026-03-10 10:00")))) == []


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("America/New_York", "Tomorrow 14:00 Acme call"),
        ("America/Toronto", "Tomorrow 14:00 Acme call"),
        ("Europe/Berlin", "Tomorrow 14:00 Acme call (Priya’s time; Wed 11 Mar 19:00 yours)"),
        ("Australia/Sydney", "Tomorrow 14:00 Acme call (Priya’s time; Thu 12 Mar 05:00 yours)"),
    ],
)
def test_the_call_is_told_by_the_sellers_clock_and_by_both_where_they_differ(zone: str, said: str) -> None:
    manager = person("marta", "manager", zone=zone)
    told = words(call("2026-03-11 14:00"), PRIYA, manager, local("2026-03-10 10:00"))
    assert told == said


def test_a_call_after_the_weekend_is_named_by_its_day() -> None:
    assert words(call("2026-03-09 14:00"), PRIYA, MARTA, local("2026-03-06 10:00")) == (
        "Mon 9 Mar 14:00 Acme call"
    )


class TestInChat:
    """Marta hears of Wednesday's call on Tuesday, the day before the observation is due."""

    def chat(self) -> Chat:
        chat = Chat()
        running_plan(chat.store, date(2026, 3, 4), date(2026, 3, 10))
        with chat.store.write() as uow:
            uow.coaching.record_practice("marta", "discovery", local("2026-03-03 10:00"))
            uow.coaching.put_calls("priya", [call("2026-03-11 14:00")])
            uow.commit()
        return chat

    def test_the_card_says_which_call_and_what_to_listen_for(self) -> None:
        chat = self.chat()
        run_once(local("2026-03-10 10:00"), chat.store, SETTINGS)
        with chat.store.read() as uow:
            message = uow.outgoings.get("plan-priya:call:c")
        assert message is not None
        assert text_of(message.reply).splitlines()[1] == (
            "Tomorrow 14:00 Acme call fits this plan; listen for: Asks what happens if nothing changes."
        )
        run_once(local("2026-03-10 14:00"), chat.store, SETTINGS)
        run_once(local("2026-03-11 10:00"), chat.store, SETTINGS)
        with chat.store.read() as uow:
            nudges = uow.coaching.nudges_of("plan-priya")
        assert [each.key for each in nudges] == ["plan-priya:call:c"]

    @pytest.mark.parametrize(
        ("action", "step", "later"),
        [
            ("done", "done", []),
            ("not_relevant", "nudged", ["plan-priya:2:1:marta"]),
        ],
    )
    def test_done_ticks_the_observation_and_not_relevant_leaves_it_its_day(
        self, action: str, step: str, later: list[str]
    ) -> None:
        chat, now = self.chat(), local("2026-03-10 10:00")
        run_once(now, chat.store, SETTINGS)
        key = "plan-priya:call:c"
        chat.press(f"nudge:{key}", action, "marta", now + timedelta(hours=1), key)
        # A week on, so that the budget about Priya allows another.
        for day in (11, 12, 16, 17):
            run_once(datetime(2026, 3, day, 14, tzinfo=UTC), chat.store, SETTINGS)
        with chat.store.read() as uow:
            steps = {each.id: each.state for each in uow.coaching.steps_of("plan-priya")}
            keys = [each.key for each in uow.coaching.nudges_of("plan-priya") if each.recipient_id == "marta"]
        assert steps["plan-priya:2"] == step
        assert keys == [key, *later]
