"""Plain reminders, which need no plan: set, list, cancel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat import Person
from bot.coaching import reading, wording
from bot.coaching.model import Plan, Reminder
from bot.coaching.when import clock_in, day_in, no_clock_in, opening_day
from bot.ports import UnitOfWork
from bot.settings import Settings

NEWEST = frozenset({"last", "latest", "newest"})


def remind(
    reminder_id: str, person: Person, rest: str, uow: UnitOfWork, settings: Settings, now: datetime
) -> str:
    """A day that opens the sentence is the day meant; else the last one named."""
    calendar = reading.calendar(person, uow, settings)
    today = calendar.today(now)
    found = opening_day(rest, today) or day_in(rest, today)
    timed = found[1] if found else rest
    wrong = no_clock_in(timed)
    if wrong:
        return f"“{wrong}” is no time of day, so I noted nothing: at what time, for instance “at 3pm”?"
    clock = clock_in(timed)
    words = (clock[1] if clock else timed).removeprefix("to ").strip()
    if not (found or clock) or not words:
        return "When? For instance: “remind me to follow up with Dana on Thursday”, or “… tomorrow at 3pm”."
    at = calendar.at(found[0] if found else today, clock[0] if clock else calendar.windows[0][0])
    if at <= now:
        return "That moment has passed. Say a later day or time, for instance “tomorrow at 3pm”."
    uow.coaching.add_reminder(Reminder(reminder_id, person.id, words, at, now))
    return f"I will remind you {wording.moment(at, person.zone, now)}: {words}."


def to_resume(
    event_id: str, plan: Plan, person: Person, rest: str, uow: UnitOfWork, settings: Settings, now: datetime
) -> str:
    """A pause “until 16 March”, or “for two weeks”, is remembered by a reminder; empty without a day."""
    calendar = reading.calendar(person, uow, settings)
    found = day_in(rest.replace(" for ", " in "), calendar.today(now))
    if found is None or found[0] <= calendar.today(now):
        return ""
    other = plan.rep_id if plan.manager_id == person.id else plan.manager_id
    name = wording.first_name(reading.person(other, uow))
    at = calendar.at(calendar.roll(found[0]), calendar.windows[0][0])
    words = f"the plan with {name} is paused; “resume coaching {name}” lets it go on"
    uow.coaching.add_reminder(Reminder(f"r-{event_id}", person.id, words, at, now))
    return f"I remind you {wording.moment(at, person.zone, now)}."


def listed(person: Person, uow: UnitOfWork, now: datetime) -> str:
    waiting = uow.coaching.reminders_of(person.id)
    if not waiting:
        return wording.NO_REMINDERS
    return "\n".join([*_lines(waiting, person, now), "“cancel my reminder” takes one back."])


def cancel(person: Person, which: str, uow: UnitOfWork, now: datetime) -> str:
    """The only one waiting, the `last` one set, or the one with these words; else asks which."""
    waiting = uow.coaching.reminders_of(person.id)
    if not waiting:
        return wording.NO_REMINDERS
    meant = _meant(waiting, which.lower())
    if len(meant) != 1:
        lines = _lines(meant or waiting, person, now)
        return "\n".join(["Which one? Write “cancel my reminder” and a word or two of it.", *lines])
    uow.coaching.save_reminder(replace(meant[0], state="cancelled"))
    return f"Cancelled: {_line(meant[0], person, now)}."


def _meant(waiting: Sequence[Reminder], which: str) -> list[Reminder]:
    if which in NEWEST:
        return [max(waiting, key=lambda each: (each.created_at, each.id))]
    return [each for each in waiting if which in each.text.lower()]


def _lines(reminders: Sequence[Reminder], person: Person, now: datetime) -> list[str]:
    return [f"• {_line(each, person, now)}" for each in reminders]


def _line(reminder: Reminder, person: Person, now: datetime) -> str:
    return f"{wording.moment(reminder.due, person.zone, now)}: {reminder.text}"
