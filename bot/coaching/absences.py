"""Days off as people tell them: noted, doubted, ended early. All write through `uow`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.chat import Person
from bot.coaching import presses, reading, wording
from bot.coaching.calendar import DAY
from bot.coaching.model import ENDED, OVER, Absence, Plan
from bot.coaching.schedule import absence_days, paused_for
from bot.coaching.when import day_in, just_passed, misses_a_year
from bot.ports import UnitOfWork
from bot.settings import Settings

LONGEST_ABSENCE = timedelta(days=366)
UNASKED = timedelta(days=60)
"""Beyond this a day without its year may be a slip, and silence that long must be meant."""
WORKING_WEEK = timedelta(days=4)
KEPT = "Your plan keeps the dates it has moved to; “plan” shows them."
UNTIL_WHEN = "Until which day? For instance: “out until the 23rd”, or “out from Monday to Friday”."


def away(person: Person, rest: str, uow: UnitOfWork, settings: Settings, now: datetime) -> str:
    """“out until the 23rd” includes the 23rd. Long absences stop the clock of the person's plans."""
    today = reading.calendar(person, uow, settings).today(now)
    span = _span(rest, today)
    if span is None:
        return UNTIL_WHEN
    doubt = _doubt(rest, span, today)
    if doubt:
        return doubt
    note(Absence(person.id, *span), uow, settings)
    calendar = reading.calendar(person, uow, settings)
    back = calendar.roll(span[1] + DAY)
    first = "" if span[0] == today else f" from {wording.on(span[0], today)}"
    last = wording.on(span[1], today)
    return f"Noted: out{first} through {last}. I write nothing of my own before {wording.on(back, today)}."


def back(person: Person, uow: UnitOfWork, settings: Settings, now: datetime) -> str | None:
    """Ends what the person is out on today; the days before stay noted. None when they are not out.

    Plans that the absence has moved stay where they are.
    """
    today = reading.calendar(person, uow, settings).today(now)
    every = uow.coaching.absences_of(person.id)
    current = [each for each in every if each.source not in OVER and each.first <= today <= each.last]
    for absence in current:
        uow.coaching.add_absence(replace(absence, source=ENDED))
        if absence.first < today:
            uow.coaching.add_absence(replace(absence, last=today - DAY))
    if not current:
        return None
    last = max(absence.last for absence in current)
    said = f"Welcome back. You were noted as out through {wording.on(last, today)}; that ends now."
    running = (plan for plan in uow.coaching.plans_of(person.id) if plan.state in presses.RUNNING)
    return f"{said} {KEPT}" if any(plan.paused_days for plan in running) else said


def note(absence: Absence, uow: UnitOfWork, settings: Settings) -> None:
    """Keeps it; a long one stops the clock of the person's plans."""
    for plan in uow.coaching.plans_of(absence.person_id):
        if plan.state in (*presses.RUNNING, "paused") and plan.start_date and not plan.line_ended:
            _stop_clock(plan, absence, uow, settings)
    uow.coaching.add_absence(absence)


def _doubt(rest: str, span: tuple[date, date], today: date) -> str:
    """What to ask back before noting `span`; empty when it is plain."""
    first, last = span
    passed = _slip(rest, today) or (last if last < today else None)
    if passed:
        return (
            f"{wording.on(passed, today)} has passed, so I noted nothing: "
            "until which day are you out (with its year, if that is another one)?"
        )
    if last < first or last - first > LONGEST_ABSENCE:
        return UNTIL_WHEN
    if last - first <= UNASKED or not misses_a_year(rest, today):
        return ""
    since = "" if first == today else f"from {_full(first)} "
    return (
        f"Through {wording.on(last, today)} is {(last - first).days + 1} days, so I noted nothing yet: "
        f"if you mean it, write “out {since}until {_full(last)}”."
    )


def _slip(rest: str, today: date) -> date | None:
    """The first day of a range is looked at before its last, which is counted from it."""
    found = day_in(rest, today)
    earlier = day_in(found[1], today) if found else None
    if found is None or earlier is None:
        return just_passed(rest, today)
    return just_passed(found[1], today) or just_passed(rest, earlier[0])


def _full(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _span(rest: str, today: date) -> tuple[date, date] | None:
    """First and last day out: both named, or one day alone, or from today to the one named."""
    found = day_in(rest, today)
    if found is None:
        return None
    last, before = found
    earlier = day_in(before, today)
    if earlier is not None:
        first = earlier[0]
        return first, (day_in(rest, first) or found)[0]
    words = rest.lower()
    if "next week" in words:
        return last, last + WORKING_WEEK
    return (last, last) if words.startswith(("today", "tomorrow", "on ")) else (today, last)


def _stop_clock(plan: Plan, absence: Absence, uow: UnitOfWork, settings: Settings) -> None:
    pair = dict(zip((plan.manager_id, plan.rep_id), reading.pair(plan, uow, settings), strict=True))
    mine = pair[absence.person_id]
    # What the plan's clock has stopped for already.
    counted = (*reading.long_absences(plan, uow, settings), *mine.quiet)
    days = absence_days(absence, counted, mine)
    pair[absence.person_id] = replace(mine, absences=(*mine.absences, (absence.first, absence.last)))
    steps = uow.coaching.steps_of(plan.id)
    later, moved = paused_for(plan, steps, days, pair[plan.manager_id], pair[plan.rep_id])
    uow.coaching.save_plan(later)
    uow.coaching.put_steps(moved)
