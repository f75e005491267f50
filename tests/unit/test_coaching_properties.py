"""What holds in every scenario: random plans, absences, answers, gaps between ticks, and repeated ticks."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings

from bot.coaching.budget import ABOUT_NOBODY, NEWS
from bot.coaching.job import pending
from bot.coaching.model import Nudge
from bot.coaching.rules import AFTER_END
from bot.coaching.schedule import OPEN_STEPS
from tests.fakes.coaching import SETTINGS
from tests.fakes.coaching_world import WORLDS, Played, World

SIGNALS = ("verifier", "no_evidence")


def unasked(nudges: list[Nudge], who: str) -> list[Nudge]:
    return [n for n in nudges if n.recipient_id == who and n.reason not in ("snoozed", "proposal_silent")]


@settings(max_examples=200, deadline=None)
@given(WORLDS)
def test_few_and_well_timed(world: World) -> None:
    holds(world)


@pytest.mark.long
@settings(max_examples=3000, deadline=None)
@given(WORLDS)
def test_few_and_well_timed_in_thousands_of_worlds(world: World) -> None:
    holds(world)


def holds(world: World) -> None:
    played = Played(world)
    nudges = played.nudges()
    _never_over_budget(played, nudges)
    _never_twice(played, nudges)
    _never_after_the_end(played, nudges)
    _nothing_to_who_never_wrote(played, nudges)
    _every_due_step_has_its_reason(played)
    _managers_hear_of_evidence_only(nudges)


def _never_over_budget(played: Played, nudges: list[Nudge]) -> None:
    for who in played.people:
        calendar = played.calendar(who)
        sent = [
            event for event in played.events if event.kind in ("sent", "digest") and event.recipient_id == who
        ]
        days = Counter(calendar.today(event.at) for event in sent)
        assert all(count == 1 for count in days.values()), days
        assert all(len(event.keys) <= 2 for event in sent if event.reason != "offer")
        mine = unasked(nudges, who)
        dates = {calendar.today(nudge.planned_at) for nudge in mine}
        assert _most_in_a_week(dates) <= (3 if played.people[who].has_role("manager") else 2)
        touches = {calendar.today(n.planned_at) for n in mine if n.trigger not in NEWS}
        assert played.people[who].has_role("manager") or _most_in_a_week(touches) <= 1
        weeks = Counter(
            (nudge.plan_id, calendar.today(nudge.planned_at).isocalendar()[:2])
            for nudge in mine
            if nudge.trigger not in ABOUT_NOBODY
        )
        # A rep may hear of a step and of the plan itself in one week.
        most = 1 if played.people[who].has_role("manager") else 2
        assert all(count <= most for count in weeks.values()), weeks


def _most_in_a_week(days: set[date]) -> int:
    return max((sum(day - timedelta(days=7) < d <= day for d in days) for day in days), default=0)


def _never_twice(played: Played, nudges: list[Nudge]) -> None:
    keys = [key for event in played.events for key in event.keys]
    assert len(keys) == len(set(keys))
    assert {nudge.key for nudge in nudges if nudge.trigger not in NEWS} <= set(keys)


def _never_after_the_end(played: Played, nudges: list[Nudge]) -> None:
    """An offer is about a plan that stands still; a silent proposal has not begun."""
    for nudge in (each for each in nudges if each.step_id or each.trigger in SIGNALS):
        plan = played.plan(nudge.plan_id)
        before = [
            state for at, plan_id, state in played.states if plan_id == plan.id and at < nudge.planned_at
        ]
        assert not before or before[-1] in ("active", "wrapping_up", "proposed"), (nudge, before)
        assert plan.end_date is not None
        day = played.calendar(nudge.recipient_id).today(nudge.planned_at)
        assert day <= plan.end_date + AFTER_END
        assert nudge.trigger not in SIGNALS or day < plan.end_date
        assert nudge.trigger == "final" or day < plan.end_date or nudge.recipient_id != plan.manager_id


def _nothing_to_who_never_wrote(played: Played, nudges: list[Nudge]) -> None:
    assert not [n for n in nudges if n.recipient_id == f"rep{played.world.silent}"]


def _managers_hear_of_evidence_only(nudges: list[Nudge]) -> None:
    assert not [n for n in nudges if n.recipient_id in ("marta", "eva") and n.trigger == "no_evidence"]


def _every_due_step_has_its_reason(played: Played) -> None:
    """Ended, or nudged and awaiting an answer, or pending with a reason, or its plan does not run."""
    waiting = {event.step_id for event in pending(played.now, played.store, SETTINGS)}
    with played.store.read() as uow:
        for plan in uow.coaching.live_plans():
            for step in uow.coaching.steps_of(plan.id) if plan.state in ("active", "wrapping_up") else ():
                who = plan.manager_id if step.recipient == "manager" else plan.rep_id
                due = step.due_date <= played.calendar(who).today(played.now)
                if due and step.state in OPEN_STEPS and step.id not in waiting:
                    told = [n for n in uow.coaching.nudges_of(plan.id) if n.step_id == step.id]
                    assert told, step
