"""What one person has open: nudges and proposals that a typed word may answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.chat import Person
from bot.coaching import presses, reading, wording
from bot.coaching.model import Nudge, Plan
from bot.coaching.schedule import OPEN_STEPS
from bot.ports import UnitOfWork
from bot.settings import Settings


def nudges(person: Person, uow: UnitOfWork, since: datetime) -> list[Nudge]:
    """Those whose button would still act, a snoozed one included."""
    recent = [each for each in uow.coaching.nudges_to(person.id, since) if each.step_id]
    return [
        nudge
        for nudge, plan in with_plans(recent, uow)
        if plan.state in presses.RUNNING and presses.current(nudge, uow) and _step_is_open(nudge, uow)
    ]


def why(person: Person, uow: UnitOfWork, now: datetime, since: datetime) -> str | None:
    """Why the last message came, whatever it was about."""
    recent = [n for n in uow.coaching.nudges_to(person.id, since) if n.planned_at <= now]
    last = max((n for n in recent if n.state != "suppressed"), key=lambda n: n.planned_at, default=None)
    return wording.because(last.reason) if last and last.state in ("sent", "snoozed") else None


def proposals(person: Person, uow: UnitOfWork) -> list[Plan]:
    """Those that wait for this person's answer."""
    plans = uow.coaching.plans_of(person.id)
    return [plan for plan in plans if plan.rep_id == person.id and plan.state == "proposed"]


def with_plans(found: Sequence[Nudge], uow: UnitOfWork) -> list[tuple[Nudge, Plan]]:
    paired = ((nudge, uow.coaching.get_plan(nudge.plan_id)) for nudge in found)
    return [(nudge, plan) for nudge, plan in paired if plan]


def which(
    verb: str,
    found: Sequence[Nudge],
    asked: Sequence[Plan],
    person: Person,
    uow: UnitOfWork,
    settings: Settings,
) -> str:
    plans = [*(plan for _, plan in with_plans(found, uow)), *asked]
    names = [_other(plan, person, uow) for plan in plans]
    drivers = [reading.driver(plan.driver_id, settings).name for plan in plans]
    listed = wording.choices([f"{name} ({driver})" for name, driver in zip(names, drivers, strict=True)])
    said = verb.replace("_", " ")
    return f"Which one: {listed}? Press the button under it, or write “{said} with NAME”."


def is_called(name: str, plan: Plan, person: Person, uow: UnitOfWork) -> bool:
    """The other of the plan's two has that name."""
    other = plan.rep_id if plan.manager_id == person.id else plan.manager_id
    return other in {each.id for each in uow.people.by_name(name)}


def _step_is_open(nudge: Nudge, uow: UnitOfWork) -> bool:
    step = reading.step_of(nudge, uow)
    return step is not None and step.state in OPEN_STEPS


def _other(plan: Plan, person: Person, uow: UnitOfWork) -> str:
    other = plan.rep_id if plan.manager_id == person.id else plan.manager_id
    return wording.first_name(reading.person(other, uow))
