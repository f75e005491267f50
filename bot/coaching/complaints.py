"""Answers to the question asked after two nudges in a row without one: wrong day, wrong topic, or stop."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.chat import Action, Person, Reply, Text
from bot.coaching import cards, proposals, reading, wording
from bot.coaching.model import Nudge, Plan
from bot.ports import UnitOfWork
from bot.settings import Settings

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
RUNNING = frozenset({"active", "wrapping_up"})


def answer(
    nudge: Nudge, action: str, plan: Plan, person: Person, uow: UnitOfWork, settings: Settings, now: datetime
) -> Reply:
    """Any answer brings the usual pace back."""
    if action not in ("wrong_day", "wrong_topic", "stop", *WEEKDAYS):
        return Reply((Text(wording.OVER),), visibility="asker")
    uow.coaching.save_nudge(replace(nudge, state="acted"))
    card_id = cards.NUDGE + nudge.key
    if action == "wrong_day":
        days = tuple(Action(day, day, nudge.key) for day in WEEKDAYS)
        return Reply((Text("Which day of the week is better?"),), days, card_id=card_id, replaces=True)
    if action in WEEKDAYS:
        uow.coaching.prefer_weekday(person.id, WEEKDAYS.index(action))
        said = f"Understood: I write about coaching on {action}s, where that day is open."
    elif plan.state not in RUNNING:
        said = wording.OVER
    elif action == "stop":
        said = proposals.stop(plan, person, uow, settings, now)
    else:
        said = _other_topic(plan, uow, settings)
    return Reply((Text(said),), card_id=card_id, replaces=True)


def _other_topic(plan: Plan, uow: UnitOfWork, settings: Settings) -> str:
    """The next behaviour of the driver; a driver with one leaves only another driver."""
    driver, name = (
        reading.driver(plan.driver_id, settings),
        wording.first_name(reading.person(plan.rep_id, uow)),
    )
    other = f"For another driver: “stop coaching {name}”, then “coach {name} on DRIVER”."
    if len(driver.behaviours) < 2:
        return f"{driver.name} has no second thing to work on. {other}"
    changed = uow.coaching.save_plan(replace(plan, focus=plan.focus + 1))
    return f"From now on with {name}: {cards.behaviour(changed, driver)}. {other}"
