"""What people tell and ask their coach beside agreeing on plans: practice, a conversation held,
what comes next. All write through `uow`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.chat import Person, Reply
from bot.coaching import cards, presses, reading, telling, wording
from bot.coaching.hearing_words import NOT_HELD
from bot.coaching.model import Driver, Plan, Step
from bot.coaching.pauses import released
from bot.coaching.proposals import keep_back
from bot.coaching.schedule import next_step
from bot.ports import UnitOfWork
from bot.settings import Settings

EARLY = timedelta(days=7)
"""A step counts as done when the thing was done up to a week before it was due."""


def practise(person: Person, driver: Driver, uow: UnitOfWork, settings: Settings, now: datetime) -> Reply:
    """Shows the task. For a manager it is also the trying-out that the first nudge about a rep waits for."""
    fresh = not uow.coaching.practised(person.id, driver.id)
    uow.coaching.record_practice(person.id, driver.id, now)
    following = ""
    for plan in uow.coaching.plans_of(person.id):
        if plan.driver_id != driver.id or plan.line_ended:
            continue
        if plan.rep_id == person.id:
            _tick_early(plan, "practice", "", person, uow, settings, now)
        elif fresh:
            following = _go_on(plan, person, uow, settings, now) or following
    return cards.practice(driver, following)


def coached(
    person: Person, rep: Person, driver: Driver, how: str, uow: UnitOfWork, settings: Settings, now: datetime
) -> str:
    """A manager says it happened: the nearest step of theirs is done, silently."""
    plan = _plan_with(person, rep, driver, uow)
    name = wording.first_name(rep)
    if plan is None:
        return (
            f"Good. You two have no plan on {driver.name} that is under way, so there is nothing to tick; "
            f"“coach {name} on {driver.name.lower()}” starts one."
        )
    if _not_held(how):
        return f"Then nothing is ticked: the step with {name} stays open, and “snooze” brings it back."
    step = _tick_early(plan, "", _outcome(how), person, uow, settings, now)
    steps = uow.coaching.steps_of(plan.id)
    done = f"✓ Day {step.day} with {name} is done." if step else f"Good. No step with {name} was due yet."
    following = next_step(steps, "manager")
    today = reading.calendar(person, uow, settings).today(now)
    if following is None:
        return done
    return f"{done} Next: {wording.step_name(following)}, {wording.on(following.due_date, today)}."


def tried(
    person: Person, driver: Driver, how: str, uow: UnitOfWork, settings: Settings, now: datetime
) -> str | None:
    """A seller tried it alone: their nearest step is done. None without a plan on it."""
    plans = [
        p for p in uow.coaching.plans_of(person.id) if p.rep_id == person.id and p.driver_id == driver.id
    ]
    if not plans:
        return None
    step = _tick_early(plans[0], "practice", _outcome(how), person, uow, settings, now)
    done = f"✓ Day {step.day} is done." if step else "Good to hear. No step of yours was due yet."
    return f"{done} How it went stays with you; “practise {driver.name.lower()}” takes it further."


def whats_next(person: Person, rep: Person, uow: UnitOfWork, settings: Settings, now: datetime) -> str:
    name = wording.first_name(rep)
    plans = [plan for plan in uow.coaching.plans_of(person.id) if plan.rep_id == rep.id]
    if not plans:
        return f"You have no plan with {name}. “coach {name} on DRIVER” proposes one."
    plan = plans[0]
    driver = reading.driver(plan.driver_id, settings)
    steps = uow.coaching.steps_of(plan.id)
    following = next_step(steps, "manager")
    if plan.state != "active" or following is None:
        return f"{driver.name} with {name}: {wording.state_of(plan, name)}."
    item = reading.shown("", plan, following, steps, "", uow, settings)
    today = reading.calendar(person, uow, settings).today(now)
    return (
        f"{cards.title(item)}, {wording.on(following.due_date, today)}: "
        f"{wording.step_name(following)}.\nYou could say: “{cards.say(item)}”{_to_ask(plan, uow, today)}"
    )


def _to_ask(plan: Plan, uow: UnitOfWork, today: date) -> str:
    """What the rep was asked first, as long as it still holds."""
    asked = (s for s in uow.evidence.signals_of(plan.id) if s.kind == "no_evidence")
    for signal in asked:
        if uow.coaching.get_nudge(signal.id) and telling.still_holds(signal, uow, today):
            return f"\nTo ask each other: {telling.question(signal.subject)}"
    return ""


def team(person: Person, driver: Driver | None, uow: UnitOfWork, settings: Settings, now: datetime) -> str:
    """The manager's own plans and when they go on; nothing about how anybody performs."""
    plans = [plan for plan in uow.coaching.plans_of(person.id) if plan.manager_id == person.id]
    plans = [plan for plan in plans if driver is None or plan.driver_id == driver.id]
    if not plans:
        return "You have no plan running there. “coach NAME on DRIVER” proposes one."
    today = reading.calendar(person, uow, settings).today(now)
    lines = [_plan_line(plan, today, uow, settings) for plan in plans]
    return "\n".join([*lines, "I keep no score of people, so this is all there is to see."])


def _plan_line(plan: Plan, today: date, uow: UnitOfWork, settings: Settings) -> str:
    rep = wording.first_name(reading.person(plan.rep_id, uow))
    following = next_step(uow.coaching.steps_of(plan.id), "manager")
    line = f"{rep} · {reading.driver(plan.driver_id, settings).name}: {wording.state_of(plan, rep)}"
    if plan.state != "active" or following is None:
        return line
    return f"{line}; next {wording.on(following.due_date, today)}, {wording.step_name(following)}"


def _plan_with(person: Person, rep: Person, driver: Driver, uow: UnitOfWork) -> Plan | None:
    plans = uow.coaching.plans_of(person.id)
    same = [plan for plan in plans if plan.manager_id == person.id and plan.rep_id == rep.id]
    return next((p for p in same if p.driver_id == driver.id and p.state in presses.RUNNING), None)


def _tick_early(
    plan: Plan, kind: str, outcome: str, person: Person, uow: UnitOfWork, settings: Settings, now: datetime
) -> Step | None:
    today = reading.calendar(person, uow, settings).today(now)
    role = "manager" if plan.manager_id == person.id else "rep"
    step = next_step(uow.coaching.steps_of(plan.id), role)
    if step is None or plan.state not in presses.RUNNING or step.due_date > today + EARLY:
        return None
    if kind and step.kind != kind:
        return None
    presses.tick(step, plan, outcome, uow, settings, now)
    return step


def _go_on(plan: Plan, person: Person, uow: UnitOfWork, settings: Settings, now: datetime) -> str:
    """The clock has waited for the manager to try the driver: it goes on from today."""
    waiting = next_step(uow.coaching.steps_of(plan.id), "manager")
    if waiting is None or plan.manager_id != person.id or plan.state not in ("active", "paused"):
        return ""
    since = plan.paused_since or waiting.due_date
    begun, steps = released(replace(plan, state="active", paused_since=since), uow, settings, now)
    uow.coaching.save_plan(replace(begun, paused_since=None))
    uow.coaching.put_steps(steps)
    keep_back(plan, uow)
    rep = wording.first_name(reading.person(plan.rep_id, uow))
    return f"That was the one thing your plan with {rep} waited for; its first step comes next."


def _not_held(how: str) -> bool:
    return re.search(NOT_HELD, how.lower()) is not None


def _outcome(how: str) -> str:
    words = how.lower()
    if any(said in words for said in ("well", "great", "good", "fine")):
        return "tried_needs_work" if "not " in words or "n't" in words else "tried_went_well"
    if any(said in words for said in ("hard", "rough", "bad", "needs work", "struggled")):
        return "tried_needs_work"
    return ""
