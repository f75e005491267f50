"""What holds in every scenario: random plans, absences, answers, gaps between ticks, and repeated ticks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import Person
from bot.coaching.calendar import Calendar, calendar_for
from bot.coaching.desk import CoachingDesk
from bot.coaching.events import CoachingEvent
from bot.coaching.job import pending, run_once
from bot.coaching.model import Absence, Nudge, Plan
from bot.coaching.rules import AFTER_END
from bot.coaching.schedule import OPEN_STEPS, start_plan
from tests.fakes.coaching import MARTA, SETTINGS, person, pressed, settle
from tests.fakes.store import FakeStore

START = date(2026, 3, 2)
ZONES = ("America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Sydney")
DESK = CoachingDesk(SETTINGS)
TERMINAL = ("completed", "stopped", "transferred", "orphaned", "paused")


@dataclass(frozen=True)
class World:
    """`starts`: day offset of each rep's plan. `gaps`: hours between ticks. `answers`: what is pressed on
    the newest nudges, in turn; `stop`: the tick at which the first plan is stopped."""

    starts: list[int]
    zones: list[str]
    tried: bool
    silent: int
    absences: list[tuple[int, int, int]]
    gaps: list[int]
    answers: list[str]
    stop: int


WORLDS = st.builds(
    World,
    starts=st.lists(st.integers(0, 21), min_size=1, max_size=5),
    zones=st.lists(st.sampled_from(ZONES), min_size=6, max_size=6),
    tried=st.booleans(),
    silent=st.integers(0, 9),
    absences=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 70), st.integers(0, 14)), max_size=4),
    gaps=st.lists(st.sampled_from((1, 3, 5, 7, 24, 24, 24, 26, 120, 240)), min_size=20, max_size=90),
    answers=st.lists(
        st.sampled_from(("", "", "done", "snooze", "snooze_week", "not_relevant")), min_size=6, max_size=6
    ),
    stop=st.integers(0, 200),
)


class Played:
    """The world played to its end, with everything that was sent."""

    def __init__(self, world: World) -> None:
        self.world = world
        manager = replace(MARTA, zone=world.zones[0])
        reps = [
            person(f"rep{n}", zone=world.zones[1 + n % 5], manager="marta") for n in range(len(world.starts))
        ]
        self.people: dict[str, Person] = {each.id: each for each in (manager, *reps)}
        self.absences = [self._absence(each) for each in world.absences]
        self.store = FakeStore()
        self.events: list[CoachingEvent] = []
        self.states: list[tuple[datetime, str, str, str]] = []
        self._seed(reps)
        self._play()

    def calendar(self, person_id: str) -> Calendar:
        mine = [each for each in self.absences if each.person_id == person_id]
        return calendar_for(self.people[person_id], mine, SETTINGS)

    def nudges(self) -> list[Nudge]:
        with self.store.read() as uow:
            found = [
                n
                for who in self.people
                for n in uow.coaching.nudges_to(who, datetime(2026, 1, 1, tzinfo=UTC))
            ]
        return [nudge for nudge in found if nudge.state != "suppressed"]

    def plan(self, plan_id: str) -> Plan:
        with self.store.read() as uow:
            plan = uow.coaching.get_plan(plan_id)
        assert plan is not None
        return plan

    def _absence(self, drawn: tuple[int, int, int]) -> Absence:
        who = list(self.people)[drawn[0] % len(self.people)]
        first = START + timedelta(days=drawn[1])
        return Absence(who, first, first + timedelta(days=drawn[2]))

    def _seed(self, reps: list[Person]) -> None:
        silent = (f"rep{self.world.silent}",)
        settle(self.store, *self.people.values(), silent=silent)
        with self.store.write() as uow:
            for absence in self.absences:
                uow.coaching.add_absence(absence)
            if self.world.tried:
                uow.coaching.record_practice("marta", "discovery", datetime(2026, 3, 1, tzinfo=UTC))
            for rep, offset in zip(reps, self.world.starts, strict=True):
                day = START + timedelta(days=offset)
                at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
                drawn = Plan(f"p-{rep.id}", "marta", rep.id, "discovery", "proposed", "marta", at)
                calendars = self.calendar("marta"), self.calendar(rep.id)
                plan, steps = start_plan(replace(drawn, start_date=day), SETTINGS.coaching, at, *calendars)
                uow.coaching.add_plan(plan)
                uow.coaching.put_steps(steps)
            uow.commit()

    def _play(self) -> None:
        self.now = datetime(2026, 3, 2, 8, tzinfo=UTC)
        for number, gap in enumerate(self.world.gaps):
            self.now += timedelta(hours=gap)
            fresh = run_once(self.now, self.store, SETTINGS)
            assert run_once(self.now, self.store, SETTINGS) == []
            self.events += fresh
            self._answer(fresh, number)
            if number == self.world.stop:
                self._stop()

    def _answer(self, fresh: list[CoachingEvent], number: int) -> None:
        action = self.world.answers[number % len(self.world.answers)]
        for event in fresh if action else ():
            for key in event.keys:
                press = pressed(f"nudge:{key}", action, event.recipient_id, self.now)
                with self.store.write() as uow:
                    DESK.press(press, self.people[event.recipient_id], uow, self.now)
                    uow.commit()

    def _stop(self) -> None:
        with self.store.write() as uow:
            plan = uow.coaching.get_plan("p-rep0")
            if plan and plan.state in ("active", "paused", "wrapping_up"):
                uow.coaching.save_plan(replace(plan, state="stopped"))
                self.states.append((self.now, "p-rep0", "stopped", ""))
            uow.commit()


def unasked(nudges: list[Nudge], who: str) -> list[Nudge]:
    return [n for n in nudges if n.recipient_id == who and n.reason not in ("snoozed", "proposal_silent")]


@settings(max_examples=25, deadline=None)
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
    _never_outside_what_is_open(played, nudges)
    _never_over_budget(played, nudges)
    _never_twice(played, nudges)
    _never_after_the_end(played, nudges)
    _nothing_to_who_never_wrote(played, nudges)
    _every_due_step_has_its_reason(played)


def _never_outside_what_is_open(played: Played, nudges: list[Nudge]) -> None:
    for nudge in nudges:
        assert played.calendar(nudge.recipient_id).in_window(nudge.planned_at), nudge


def _never_over_budget(played: Played, nudges: list[Nudge]) -> None:
    for who in played.people:
        calendar = played.calendar(who)
        sent = [
            event for event in played.events if event.kind in ("sent", "digest") and event.recipient_id == who
        ]
        days = Counter(calendar.today(event.at) for event in sent)
        assert all(count == 1 for count in days.values()), days
        assert all(len(event.keys) <= 2 for event in sent)
        mine = unasked(nudges, who)
        dates = {calendar.today(nudge.planned_at) for nudge in mine}
        limit = 3 if who == "marta" else 1
        assert all(sum(day - timedelta(days=7) < d <= day for d in dates) <= limit for day in dates)
        weeks = Counter(
            (nudge.plan_id, calendar.today(nudge.planned_at).isocalendar()[:2])
            for nudge in mine
            if nudge.trigger != "try_first"
        )
        assert all(count == 1 for count in weeks.values()), weeks


def _never_twice(played: Played, nudges: list[Nudge]) -> None:
    keys = [key for event in played.events for key in event.keys]
    assert len(keys) == len(set(keys))
    assert set(keys) == {nudge.key for nudge in nudges}


def _never_after_the_end(played: Played, nudges: list[Nudge]) -> None:
    ended = {e.plan_id: e.at for e in played.events if e.kind == "state" and e.state in TERMINAL}
    ended |= {plan_id: at for at, plan_id, _, _ in played.states}
    for nudge in nudges:
        plan = played.plan(nudge.plan_id)
        assert nudge.plan_id not in ended or nudge.planned_at <= ended[nudge.plan_id], nudge
        assert plan.end_date is not None
        day = played.calendar(nudge.recipient_id).today(nudge.planned_at)
        assert day <= plan.end_date + AFTER_END
        assert nudge.trigger == "final" or day < plan.end_date or nudge.recipient_id != "marta"


def _nothing_to_who_never_wrote(played: Played, nudges: list[Nudge]) -> None:
    assert not [n for n in nudges if n.recipient_id == f"rep{played.world.silent}"]


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
