"""When coaching looks at a person next, if nobody does anything before. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from bot.coaching.calendar import DAY, Calendar
from bot.coaching.calls import told_on
from bot.coaching.decisions import Situation
from bot.coaching.model import Plan

SILENT = 5
MIDNIGHT = time(0)


def next_look(situation: Situation, proposed: Sequence[Plan]) -> datetime | None:
    """None: never. `situation` is as the round left it; `proposed` still wait for the person's answer.

    What is due changes with the day or with a window; what is not due yet, on its day. A step may be closed
    outside windows, but nobody reads that before the next one opens.
    """
    calendar, today = situation.calendar, situation.today
    asked = [asked_again(plan, calendar) for plan in proposed if situation.has_written]
    days = [*_days(situation), *asked]
    if situation.offered or situation.handed_over or situation.signals or any(day <= today for day in days):
        return _next_window(calendar, situation.now)
    ends = [view.plan.end_date for view in situation.plans if view.plan.end_date]
    moments = [calendar.next_send_time(calendar.at(day, MIDNIGHT)) for day in days]
    # A plan ends on its day, open or not.
    moments += [calendar.at(day, MIDNIGHT) for day in ends if day > today]
    return min(moments, default=None)


def asked_again(plan: Plan, calendar: Calendar) -> date:
    """The day from which a silent proposal is brought back."""
    return calendar.after(calendar.today(plan.created_at), SILENT)


def _days(situation: Situation) -> list[date]:
    """The due days of the person's next steps, and the days on which calls are told."""
    me = situation.recipient.id
    roles = ((view, "manager" if view.plan.manager_id == me else "rep") for view in situation.plans)
    days = [day for view, role in roles if (day := view.next_day(role))]
    told = (told_on(call, situation.calendar) for view in situation.plans for call in view.calls)
    brought = any(step.state == "nudged" for view in situation.plans for step in view.steps)
    return [*days, *(day for day in told if day >= situation.today), *([situation.today] if brought else [])]


def _next_window(calendar: Calendar, now: datetime) -> datetime:
    if not calendar.in_window(now):
        return calendar.next_send_time(now)
    return calendar.next_send_time(calendar.at(calendar.today(now) + DAY, MIDNIGHT))
