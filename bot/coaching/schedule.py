"""What a plan's steps are and when they fall due. Pure; every count comes from the plan's own dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Literal

from bot.coaching.calendar import DAY, Calendar, Period
from bot.coaching.model import AGREED, Absence, Plan, Step, StepKind
from bot.settings import CoachingSettings

LONG_ABSENCE = 3
MAX_PAUSED_DAYS = 30
OPEN_STEPS = frozenset({"planned", "due", "nudged"})

Touch = tuple[Literal["manager", "rep"], int, StepKind]
EXTRA: tuple[Touch, ...] = (("rep", 7, "practice"), ("manager", 15, "observe"), ("manager", 30, "final"))
"""The touches of 30 more days, by day after the first end."""


def cadence(plan_days: int) -> tuple[Touch, ...]:
    """The manager's six touches and the rep's three, by plan day. A short plan has fewer of them."""
    half, late = plan_days // 2, plan_days * 3 // 4
    manager: list[Touch] = [("manager", 0, "agree")]
    manager += [("manager", day, "observe") for day in (7, 21) if day < half]
    manager += [("manager", half, "midpoint"), ("manager", late, "observe"), ("manager", plan_days, "final")]
    rep: list[Touch] = [("rep", day, "practice") for day in (3, 14) if day < half]
    rep.append(("rep", plan_days * 5 // 8, "practice"))
    return tuple(sorted((*manager, *rep), key=lambda touch: (touch[1], touch[0])))


def start_plan(
    plan: Plan, settings: CoachingSettings, accepted_at: datetime, manager: Calendar, rep: Calendar
) -> tuple[Plan, tuple[Step, ...]]:
    """The plan made active on the rep's local date of accepting (or on the `start_date` it already has),
    and its dated steps. Quiet periods and long absences known by now already move its end."""
    start = plan.start_date or rep.today(accepted_at)
    end = start + timedelta(days=settings.plan_days)
    begun = replace(plan, state="active", start_date=start, end_date=end, quiet=settings.quiet)
    days = _known_pauses(manager, rep, start, end)
    return _shift(begun, _nominal(begun), days, manager, rep)


def staggered(today: date, taken: Sequence[date]) -> date:
    """The first day from today in a calendar week in which none of the manager's other plans starts."""
    weeks = {day.isocalendar()[:2] for day in taken}
    start = today
    while start.isocalendar()[:2] in weeks:
        start += timedelta(days=7 - start.weekday())
    return start


def continued(
    plan: Plan, former: Plan, steps: Sequence[Step], now: datetime, manager: Calendar, rep: Calendar
) -> tuple[Plan, tuple[Step, ...]]:
    """The former plan's steps under a new manager, from where its clock stopped. What was noted of a step
    comes along only with the rep's consent."""
    taken = [_taken_over(step, plan) for step in steps]
    since = former.paused_since or former.line_ended
    days = manager.business_days(since, rep.today(now) - DAY) if since else ()
    begun = replace(plan, paused_days=former.paused_days, focus=former.focus, quiet=former.quiet)
    return paused_for(begun, taken, days, manager, rep)


def extended(
    plan: Plan, steps: Sequence[Step], manager: Calendar, rep: Calendar
) -> tuple[Plan, tuple[Step, ...]]:
    """30 days more. What is past stays as it is; the wrap-up that was open moves to the new end."""
    if plan.end_date is None:
        return plan, tuple(steps)
    first, last = plan.end_date, total_days(steps)
    over = [replace(s, state="skipped", outcome="extended") if s.state in OPEN_STEPS else s for s in steps]
    begin = max(step.seq for step in steps) + 1
    more = [
        Step(f"{plan.id}:{begin + n}", plan.id, begin + n, kind, who, last + day, first + timedelta(days=day))
        for n, (who, day, kind) in enumerate(EXTRA)
    ]
    longer = replace(plan, end_date=first + timedelta(days=EXTRA[-1][1]), extra=AGREED)
    return longer, _merged([*over, *(_rolled(step, manager, rep) for step in more)])


def done_before(steps: Sequence[Step], day: date, at: datetime) -> tuple[Step, ...]:
    """Steps due before `day` marked as done: a plan that was already under way."""
    return tuple(
        replace(step, state="done", done_at=at) if step.due_date < day and step.state in OPEN_STEPS else step
        for step in steps
    )


def paused_for(
    plan: Plan, steps: Sequence[Step], days: Sequence[date], manager: Calendar, rep: Calendar
) -> tuple[Plan, tuple[Step, ...]]:
    """The plan's clock stopped on `days`, business days: its end and all later waiting steps move by as
    many, at most 30 over the plan's life. Past and finished steps stay as they are."""
    counted = [day for day in days if plan.end_date and day <= plan.end_date]
    if not counted or plan.paused_days >= MAX_PAUSED_DAYS:
        return plan, tuple(steps)
    return _shift(plan, steps, counted, manager, rep)


def absence_days(absence: Absence, away: Sequence[Period], calendar: Calendar) -> tuple[date, ...]:
    """The days on which a new absence stops a plan's clock: none when it is shorter than three business
    days, and none on which the pair was away already (`away` holds both people's other absences)."""
    days = calendar.business_days(absence.first, absence.last)
    if len(days) < LONG_ABSENCE:
        return ()
    return not_counted(days, away)


def not_counted(days: Sequence[date], counted: Sequence[Period]) -> tuple[date, ...]:
    return tuple(day for day in days if not any(first <= day <= last for first, last in counted))


def plan_day(plan: Plan, steps: Sequence[Step], today: date) -> int:
    """The plan day of a local date: days since the start, or where a pause has moved the schedule, days
    since the last step that has come."""
    past = [step for step in steps if step.due_date <= today]
    if not past or plan.start_date is None:
        return 0
    last = max(past, key=lambda step: step.day)
    coming = min((step.day for step in steps if step.day > last.day), default=total_days(steps))
    elapsed = (today - plan.start_date).days
    if last.day <= elapsed < coming:
        return elapsed
    return min(last.day + (today - last.due_date).days, coming)


def total_days(steps: Sequence[Step]) -> int:
    return max((step.day for step in steps), default=0)


def next_step(steps: Sequence[Step], recipient: str) -> Step | None:
    waiting = [step for step in steps if step.recipient == recipient and step.state in OPEN_STEPS]
    return min(waiting, key=lambda step: step.seq, default=None)


def _nominal(plan: Plan) -> tuple[Step, ...]:
    if plan.start_date is None or plan.end_date is None:
        return ()
    start = plan.start_date
    touches = enumerate(cadence((plan.end_date - start).days))
    return tuple(
        Step(f"{plan.id}:{seq}", plan.id, seq, kind, recipient, day, start + timedelta(days=day))
        for seq, (recipient, day, kind) in touches
    )


def _known_pauses(manager: Calendar, rep: Calendar, start: date, end: date) -> list[date]:
    quiet = [(max(first, start), min(last, end)) for first, last in manager.quiet]
    days = {day for first, last in quiet for day in manager.business_days(first, last)}
    for calendar in (manager, rep):
        for first, last in calendar.absences:
            within = Absence("", max(first, start), min(last, end))
            days |= set(absence_days(within, (), calendar))
    return sorted(days)


def _shift(
    plan: Plan, steps: Sequence[Step], days: Sequence[date], manager: Calendar, rep: Calendar
) -> tuple[Plan, tuple[Step, ...]]:
    count = min(len(days), MAX_PAUSED_DAYS - plan.paused_days)
    moved = [_moved(step, days[0], count, manager, rep) if count else step for step in steps]
    if count and plan.end_date:
        end = manager.after_business(manager.roll_business(plan.end_date), count)
        plan = replace(plan, end_date=end, paused_days=plan.paused_days + count)
    waiting = [_rolled(step, manager, rep) if step.state == "planned" else step for step in moved]
    return plan, _merged(waiting)


def _moved(step: Step, first: date, count: int, manager: Calendar, rep: Calendar) -> Step:
    if step.state != "planned" or step.due_date < first:
        return step
    calendar = manager if step.recipient == "manager" else rep
    due = calendar.after_business(calendar.roll_business(step.due_date), count)
    return replace(step, due_date=due)


def _taken_over(step: Step, plan: Plan) -> Step:
    told = plan.notes_shared or step.outcome == "merged"
    return replace(
        step,
        id=f"{plan.id}:{step.seq}",
        plan_id=plan.id,
        state="planned" if step.state in OPEN_STEPS else step.state,
        outcome=step.outcome if told else "",
    )


def _rolled(step: Step, manager: Calendar, rep: Calendar) -> Step:
    calendar = manager if step.recipient == "manager" else rep
    return replace(step, due_date=calendar.roll(step.due_date))


def _merged(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Of two waiting steps that fall on one day for one person the later in the plan stays."""
    last = {(step.recipient, step.due_date): step.seq for step in steps if step.state == "planned"}
    return tuple(
        replace(step, state="skipped", outcome="merged")
        if step.state == "planned" and last[step.recipient, step.due_date] != step.seq
        else step
        for step in steps
    )
