"""Calls that a seller's calendar plans, and the one that an observation may listen in on. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.chat import Person
from bot.coaching import wording
from bot.coaching.calendar import DAY, Calendar
from bot.coaching.model import Nudge, Step

CALL: Literal["planned_call"] = "planned_call"
EARLY = timedelta(days=7)
"""So long before its day an observation may be brought, as there is a call for it."""
HELD = 2
"""Open days that an observation waits beyond its day for a call."""


@dataclass(frozen=True, slots=True)
class PlannedCall:
    """When a seller meets a customer, in UTC, and on which opportunity, by the CRM's name for it: nothing
    else of what a calendar holds. `id` stays when the call moves."""

    id: str
    rep_id: str
    opportunity_id: str
    name: str
    starts_at: datetime


def told_on(call: PlannedCall, calendar: Calendar) -> date:
    """The last business day before the call, of the one who is to listen."""
    day = calendar.today(call.starts_at) - DAY
    while not calendar.is_business(day):
        day -= DAY
    return day


def fitting(
    step: Step, calls: Iterable[PlannedCall], recent: Sequence[Nudge], calendar: Calendar, now: datetime
) -> PlannedCall | None:
    """The next call that the step may be brought with, today or later; a call is told once, whatever becomes
    of it."""
    told = {nudge.key for nudge in recent}
    good = [call for call in calls if _fits(step, call, calendar, now) and key(call, step) not in told]
    return min(good, key=lambda call: (call.starts_at, call.id), default=None)


def key(call: PlannedCall, step: Step) -> str:
    return f"{step.plan_id}:call:{call.id}"


def words(call: PlannedCall, rep: Person, manager: Person, now: datetime) -> str:
    """`Tomorrow 14:00 Acme call`, by the seller's clock and where the other differs by both."""
    there, here = (call.starts_at.astimezone(ZoneInfo(who.zone)) for who in (rep, manager))
    today = now.astimezone(ZoneInfo(rep.zone)).date()
    day = wording.on(there.date(), today)
    said = f"{day[0].upper()}{day[1:]} {there:%H:%M} {call.name} call"
    if there.utcoffset() == here.utcoffset():
        return said
    mine = f"{here:%a} {here.day} {here:%b} {here:%H:%M}"
    return f"{said} ({wording.first_name(rep)}’s time; {mine} yours)"


def _fits(step: Step, call: PlannedCall, calendar: Calendar, now: datetime) -> bool:
    day = told_on(call, calendar)
    if step.kind != "observe" or call.starts_at <= now or day < calendar.today(now):
        return False
    early = step.due_date - EARLY <= day
    return early and calendar.is_open(day) and calendar.open_days(step.due_date, day) <= HELD
