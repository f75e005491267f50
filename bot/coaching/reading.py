"""What coaching reads from the store and the settings, made ready for rules and cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat import Person, Picture, Reply
from bot.coaching import cards, timeline, watching, wording
from bot.coaching.calendar import Calendar, Period, calendar_for
from bot.coaching.model import Driver, Nudge, Plan, Step
from bot.coaching.schedule import LONG_ABSENCE
from bot.ports import UnitOfWork
from bot.settings import Settings


def calendar(person: Person, uow: UnitOfWork, settings: Settings) -> Calendar:
    absences = uow.coaching.absences_of(person.id)
    return calendar_for(person, absences, settings, uow.coaching.preferred_weekday(person.id))


def pair(plan: Plan, uow: UnitOfWork, settings: Settings) -> tuple[Calendar, Calendar]:
    """The calendars of the plan's manager and rep."""
    manager, rep = (calendar(person(who, uow), uow, settings) for who in (plan.manager_id, plan.rep_id))
    return manager, rep


def long_absences(plan: Plan, uow: UnitOfWork, settings: Settings) -> tuple[Period, ...]:
    """Those of the two for which the plan's clock has stopped; they have moved it also when ended early."""
    calendars = zip((plan.manager_id, plan.rep_id), pair(plan, uow, settings), strict=True)
    return tuple(
        (each.first, each.last)
        for who, mine in calendars
        for each in uow.coaching.absences_of(who)
        if len(mine.business_days(each.first, each.last)) >= LONG_ABSENCE
    )


def person(person_id: str, uow: UnitOfWork) -> Person:
    found = uow.people.get(person_id)
    return known(person_id, {person_id: found} if found else {})


def known(person_id: str, people: Mapping[str, Person]) -> Person:
    """Someone who has left is still shown, by id."""
    return people.get(person_id) or Person(person_id, person_id, "", frozenset())


def former_manager(plan: Plan, uow: UnitOfWork, whose: str) -> str:
    """What to call the manager a plan has lost: no name is kept of somebody who has left."""
    found = uow.people.get(plan.manager_id)
    return wording.first_name(found) if found else f"{whose} former manager"


def driver(driver_id: str, settings: Settings) -> Driver:
    """A driver that was since retired from the configuration keeps its id as name."""
    return next((d for d in settings.drivers if d.id == driver_id), Driver(driver_id, driver_id, ""))


def shown(
    key: str,
    plan: Plan,
    step: Step,
    steps: Sequence[Step],
    reason: str,
    uow: UnitOfWork,
    settings: Settings,
) -> cards.Shown:
    return cards.Shown(
        key=key,
        plan=plan,
        step=step,
        steps=tuple(steps),
        driver=driver(plan.driver_id, settings),
        manager=person(plan.manager_id, uow),
        rep=person(plan.rep_id, uow),
        reason=reason,
    )


def proposal(plan: Plan, uow: UnitOfWork, settings: Settings) -> Reply:
    manager = person(plan.manager_id, uow)
    former = uow.coaching.get_plan(plan.follows) if plan.follows else None
    if former:
        before = former_manager(former, uow, "your")
        return cards.taking_over(plan, driver(plan.driver_id, settings), manager, before)
    return cards.proposal(plan, driver(plan.driver_id, settings), manager, settings.coaching.plan_days)


def plan_card(
    plan: Plan, reader: Person, uow: UnitOfWork, settings: Settings, now: datetime, paused: str = ""
) -> Reply:
    """`paused` says why a paused plan stands still and what ends that."""
    steps = tuple(uow.coaching.steps_of(plan.id))
    other = person(plan.rep_id if reader.id == plan.manager_id else plan.manager_id, uow)
    today = calendar(reader, uow, settings).today(now)
    card = cards.plan(plan, steps, driver(plan.driver_id, settings), reader, other, today, paused)
    picture = (timeline_of(plan, reader, uow, settings, now),) if steps else ()
    return replace(card, parts=(*card.parts, *picture))


def timeline_of(plan: Plan, reader: Person, uow: UnitOfWork, settings: Settings, now: datetime) -> Picture:
    """The plan's days as `reader` may see them."""
    about, steps = driver(plan.driver_id, settings), uow.coaching.steps_of(plan.id)
    manager, rep = (person(who, uow) for who in (plan.manager_id, plan.rep_id))
    since, today = plan.start_date or plan.created_at.date(), calendar(reader, uow, settings).today(now)
    found = watching.evidence_days(uow.evidence.watched_of([rep.id]), about, since)
    days = [day for day in found if plan.end_date is None or day <= plan.end_date]
    return timeline.picture(timeline.timeline(plan, steps, about, manager, rep, reader, today, days))


def step_of(nudge: Nudge, uow: UnitOfWork) -> Step | None:
    return next((s for s in uow.coaching.steps_of(nudge.plan_id) if s.id == nudge.step_id), None)


def siblings(nudge: Nudge, uow: UnitOfWork) -> Sequence[Nudge]:
    """The nudges that left in the same message, the one that names its card first."""
    near = uow.coaching.nudges_to(nudge.recipient_id, nudge.planned_at)
    together = [each for each in near if each.planned_at == nudge.planned_at and each.step_id]
    if len(together) < 2:
        return together
    named = [each for each in together if uow.outgoings.get(each.key)]
    return [*named, *(each for each in together if each not in named)]
