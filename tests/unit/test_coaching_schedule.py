from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.coaching.calendar import Calendar
from bot.coaching.model import Absence, Plan, Step
from bot.coaching.schedule import (
    absence_days,
    cadence,
    done_before,
    paused_for,
    plan_day,
    start_plan,
)
from bot.settings import CoachingSettings
from tests.fakes.coaching import NEW_YORK

SETTINGS = CoachingSettings()
PROPOSED = Plan("p", "marta", "priya", "discovery", "proposed", "marta", datetime(2026, 3, 3, 15, tzinfo=UTC))
WEEK_OFF = tuple(date(2026, 3, day) for day in range(16, 21))


def begun(start: str, days: int = 60, rep: Calendar = NEW_YORK) -> tuple[Plan, tuple[Step, ...]]:
    plan = replace(PROPOSED, start_date=date.fromisoformat(start))
    return start_plan(plan, CoachingSettings(plan_days=days), PROPOSED.created_at, NEW_YORK, rep)


def due(steps: tuple[Step, ...], recipient: str) -> list[tuple[int, str]]:
    return [(s.day, s.due_date.isoformat()) for s in steps if s.recipient == recipient]


def test_the_manager_has_six_touches_and_the_rep_three() -> None:
    _, steps = begun("2026-03-11")
    assert due(steps, "manager") == [
        (0, "2026-03-11"), (7, "2026-03-18"), (21, "2026-04-01"),
        (30, "2026-04-10"), (45, "2026-04-27"), (60, "2026-05-11"),
    ]  # fmt: skip
    assert due(steps, "rep") == [(3, "2026-03-16"), (14, "2026-03-25"), (37, "2026-04-17")]
    assert [step.kind for step in steps if step.recipient == "manager"] == [
        "agree", "observe", "observe", "midpoint", "observe", "final",
    ]  # fmt: skip


def test_a_sunday_end_rolls_to_monday_but_the_plan_ends_on_its_sixtieth_day() -> None:
    plan, steps = begun("2026-03-11")
    assert plan.end_date == date(2026, 5, 10)
    assert steps[-1].due_date == date(2026, 5, 11)


def test_a_plan_of_another_length_keeps_its_shape() -> None:
    assert [day for who, day, _ in cadence(90) if who == "manager"] == [0, 7, 21, 45, 67, 90]
    assert [day for who, day, _ in cadence(20) if who == "manager"] == [0, 7, 10, 15, 20]


def test_two_steps_that_roll_to_one_day_become_one() -> None:
    _, steps = begun("2026-03-13", days=2)
    *first, last = (step for step in steps if step.recipient == "manager" and step.day > 0)
    assert [(step.state, step.outcome) for step in first] == [("skipped", "merged")] * 2
    assert (last.kind, last.state, last.due_date) == ("final", "planned", date(2026, 3, 16))


def test_day_zero_is_the_reps_local_date() -> None:
    sydney = Calendar("Australia/Sydney", NEW_YORK.windows)
    evening = datetime(2026, 3, 10, 20, tzinfo=UTC)
    plan, _ = start_plan(PROPOSED, SETTINGS, evening, NEW_YORK, sydney)
    assert plan.start_date == date(2026, 3, 11)


def test_a_pause_moves_the_end_and_later_steps_by_the_same_business_days() -> None:
    plan, steps = begun("2026-03-11")
    later, moved = paused_for(plan, steps, WEEK_OFF, NEW_YORK, NEW_YORK)
    assert (later.end_date, later.paused_days) == (date(2026, 5, 18), 5)
    assert due(moved, "manager")[:3] == [(0, "2026-03-11"), (7, "2026-03-25"), (21, "2026-04-08")]


def test_a_pause_leaves_past_and_finished_steps_alone() -> None:
    plan, steps = begun("2026-03-11")
    past = done_before(steps, date(2026, 3, 19), PROPOSED.created_at)
    _, moved = paused_for(plan, past, WEEK_OFF, NEW_YORK, NEW_YORK)
    assert [(s.day, s.due_date) for s in moved if s.state == "done"] == [
        (s.day, s.due_date) for s in steps if s.due_date < date(2026, 3, 19)
    ]


def test_pauses_are_capped_at_thirty_business_days() -> None:
    plan, steps = begun("2026-03-11")
    long = NEW_YORK.business_days(date(2026, 3, 12), date(2026, 5, 8))
    later, moved = paused_for(plan, steps, long, NEW_YORK, NEW_YORK)
    assert later.paused_days == 30
    assert paused_for(later, moved, long, NEW_YORK, NEW_YORK) == (later, moved)


def test_only_a_long_absence_stops_the_clock_and_no_day_counts_twice() -> None:
    two = Absence("priya", date(2026, 3, 16), date(2026, 3, 17))
    week = Absence("priya", WEEK_OFF[0], WEEK_OFF[-1])
    assert absence_days(two, (), NEW_YORK) == ()
    assert absence_days(week, (), NEW_YORK) == WEEK_OFF
    assert absence_days(week, [(date(2026, 3, 18), date(2026, 3, 25))], NEW_YORK) == WEEK_OFF[:2]


def test_an_absence_known_at_the_start_already_moves_the_end() -> None:
    away = replace(NEW_YORK, absences=((WEEK_OFF[0], WEEK_OFF[-1]),))
    plan, steps = begun("2026-03-11", rep=away)
    assert (plan.end_date, plan.paused_days) == (date(2026, 5, 18), 5)
    assert due(steps, "manager")[1] == (7, "2026-03-25")


def test_quiet_periods_stop_the_clock_of_both() -> None:
    quiet = replace(NEW_YORK, quiet=((date(2026, 3, 30), date(2026, 3, 31)),))
    plan, steps = start_plan(
        replace(PROPOSED, start_date=date(2026, 3, 11)), SETTINGS, PROPOSED.created_at, quiet, quiet
    )
    assert plan.paused_days == 2
    assert due(steps, "manager")[2] == (21, "2026-04-03")


def test_the_day_of_a_plan_stands_still_while_it_is_paused() -> None:
    plan, steps = begun("2026-03-11")
    assert plan_day(plan, steps, date(2026, 3, 17)) == 6
    later, moved = paused_for(plan, steps, WEEK_OFF, NEW_YORK, NEW_YORK)
    assert plan_day(later, moved, date(2026, 3, 24)) == 4
    assert plan_day(later, moved, date(2026, 3, 25)) == 7
    assert plan_day(later, moved, date(2026, 3, 27)) == 9


@given(start=st.dates(date(2026, 1, 1), date(2027, 12, 31)), days=st.integers(20, 120))
def test_steps_stay_in_order_on_open_days_and_within_a_week_of_their_day(start: date, days: int) -> None:
    plan, steps = begun(start.isoformat(), days)
    for recipient in ("manager", "rep"):
        waiting = [s for s in steps if s.recipient == recipient and s.state == "planned"]
        dates = [step.due_date for step in waiting]
        assert dates == sorted(set(dates))
        assert all(NEW_YORK.is_open(day) for day in dates)
        for step in waiting:
            assert timedelta(0) <= step.due_date - start - timedelta(days=step.day) <= timedelta(days=6)
    assert plan.end_date == start + timedelta(days=days)


DAYS_OFF = st.dates(date(2026, 1, 1), date(2027, 6, 30))
PAUSES = st.lists(st.tuples(st.integers(0, 150), st.integers(1, 60)), min_size=1, max_size=5)


@settings(max_examples=3000, deadline=None)
@given(
    start=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    holidays=st.frozensets(DAYS_OFF, max_size=12),
    pauses=PAUSES,
    done=st.integers(0, 90),
)
def test_pauses_move_end_and_steps_by_their_business_days_and_at_most_thirty(
    start: date, holidays: frozenset[date], pauses: list[tuple[int, int]], done: int
) -> None:
    calendar = replace(NEW_YORK, company_days=holidays)
    begun_on = replace(PROPOSED, start_date=start)
    plan, steps = start_plan(begun_on, SETTINGS, PROPOSED.created_at, calendar, calendar)
    steps = done_before(steps, start + timedelta(days=done), PROPOSED.created_at)
    for after, length in sorted(pauses):
        first = start + timedelta(days=after)
        days = calendar.business_days(first, first + timedelta(days=length))
        assert plan.end_date is not None
        within = [day for day in days if day <= plan.end_date]
        later, moved = paused_for(plan, steps, days, calendar, calendar)
        by = later.paused_days - plan.paused_days
        assert by == min(len(within), 30 - plan.paused_days)
        assert _between(calendar, plan.end_date, later.end_date) == by
        for old, new in zip(steps, moved, strict=True):
            if old.state != "planned" or not within or old.due_date < within[0]:
                assert (new.due_date, old.state == "planned" or new.state == old.state) == (
                    old.due_date,
                    True,
                )
            else:
                assert _between(calendar, old.due_date, new.due_date) == by
        plan, steps = later, moved
    assert plan.paused_days <= 30


def _between(calendar: Calendar, first: date, last: date | None) -> int:
    """Business days from the one on which `first` falls, or the next, to `last`."""
    assert last is not None
    begin = calendar.roll_business(first)
    return len(calendar.business_days(begin + timedelta(days=1), last)) if last > first else 0
