"""What the rules read about people, gathered for many of them with a few queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.chat import Person
from bot.coaching import handover
from bot.coaching.calendar import Calendar, calendar_for
from bot.coaching.calls import CALL, PlannedCall
from bot.coaching.decisions import PlanView, Situation
from bot.coaching.evidence import Signal
from bot.coaching.model import Nudge, Plan, Step
from bot.coaching.rules import MEMORY
from bot.ports import UnitOfWork
from bot.settings import Settings


@dataclass(frozen=True, slots=True)
class _Gathered:
    """By person id, except `coming`, by plan and recipient, and `tried`, of person and driver."""

    plans: Mapping[str, Sequence[Plan]]
    nudges: Mapping[str, Sequence[Nudge]]
    coming: Mapping[tuple[str, str], date]
    tried: Set[tuple[str, str]]
    wrote: Set[str]
    offered: Mapping[str, tuple[Plan, ...]]
    calls: Mapping[str, Sequence[PlannedCall]]
    signals: Mapping[str, Sequence[Signal]]


def situations(
    people: Sequence[Person], now: datetime, uow: UnitOfWork, settings: Settings
) -> list[Situation]:
    """One for each person, in their order."""
    ids = [person.id for person in people]
    plans = _by_person(ids, uow.coaching.plans_since(ids, now - MEMORY))
    running = {plan.id for theirs in plans.values() for plan in theirs if _runs(plan)}
    nudges = uow.coaching.nudges_to_each(ids, now - MEMORY)
    gathered = _Gathered(
        plans,
        nudges,
        uow.coaching.first_days(running),
        uow.coaching.practised_by(ids),
        uow.people.with_address(ids),
        handover.to_offer(ids, uow),
        uow.coaching.calls_of_each(_coached(plans), now),
        _untold(uow.evidence.signals_to_each(ids, now), nudges),
    )
    calendars = _calendars(people, uow, settings)
    found = [_situation(person, calendars[person.id], now, gathered) for person in people]
    due = {view.plan.id for situation in found for view in situation.plans if _is_due(view, situation)}
    steps = uow.coaching.steps_of_each(due)
    return [_with_steps(situation, steps) for situation in found]


def _situation(person: Person, calendar: Calendar, now: datetime, gathered: _Gathered) -> Situation:
    plans, nudges = gathered.plans[person.id], gathered.nudges[person.id]
    mine = [plan for plan in plans if plan.rep_id == person.id]
    views = (
        PlanView(
            plan,
            (),
            tuple(nudge for nudge in nudges if nudge.plan_id == plan.id),
            gathered.coming.get((plan.id, "manager" if plan.manager_id == person.id else "rep")),
            tuple(gathered.calls.get(plan.rep_id, ())) if plan.manager_id == person.id else (),
        )
        for plan in plans
        if _runs(plan)
    )
    return Situation(
        recipient=person,
        calendar=calendar,
        now=now,
        plans=tuple(views),
        recent=tuple(nudges),
        rep_of={plan.id: plan.rep_id for plan in plans},
        driver_of={plan.id: plan.driver_id for plan in plans},
        tried=frozenset(p.driver_id for p in plans if (person.id, p.driver_id) in gathered.tried),
        has_written=person.id in gathered.wrote,
        offered=gathered.offered[person.id],
        handed_over=tuple(plan for plan in mine if handover.waits(plan)),
        proposed=tuple(plan for plan in mine if plan.state == "proposed"),
        signals=tuple(gathered.signals[person.id]),
    )


def _coached(plans: Mapping[str, Sequence[Plan]]) -> set[str]:
    """The reps of those who are managers in these plans."""
    return {p.rep_id for who, theirs in plans.items() for p in theirs if p.manager_id == who and _runs(p)}


def _is_due(view: PlanView, situation: Situation) -> bool:
    """The rules have something to look at: a step, a call, the plan's end, or a message nobody answered."""
    days = (view.coming, view.plan.end_date)
    if view.calls or any(n.trigger == CALL and n.state in ("sent", "snoozed") for n in view.nudges):
        return True
    return any(day and day <= situation.today for day in days) or any(
        n.state == "expired" for n in view.nudges
    )


def _with_steps(situation: Situation, steps: Mapping[str, Sequence[Step]]) -> Situation:
    views = (
        replace(view, steps=tuple(steps[view.plan.id]), coming=None) if view.plan.id in steps else view
        for view in situation.plans
    )
    return replace(situation, plans=tuple(views))


def _runs(plan: Plan) -> bool:
    return plan.state in ("active", "wrapping_up")


def _untold(
    signals: Mapping[str, Sequence[Signal]], nudges: Mapping[str, Sequence[Nudge]]
) -> dict[str, list[Signal]]:
    """A signal that was told is a nudge of the same name, and expires before nudges are forgotten here."""
    told = {who: {nudge.key for nudge in theirs} for who, theirs in nudges.items()}
    return {who: [s for s in theirs if s.id not in told[who]] for who, theirs in signals.items()}


def _by_person(ids: Collection[str], plans: Sequence[Plan]) -> dict[str, list[Plan]]:
    found: dict[str, list[Plan]] = {person_id: [] for person_id in ids}
    for plan in plans:
        for person_id in (plan.manager_id, plan.rep_id):
            if person_id in found:
                found[person_id].append(plan)
    return found


def _calendars(people: Sequence[Person], uow: UnitOfWork, settings: Settings) -> dict[str, Calendar]:
    ids = [person.id for person in people]
    absences, weekdays = uow.coaching.absences_of_each(ids), uow.coaching.preferred_weekdays(ids)
    return {p.id: calendar_for(p, absences[p.id], settings, weekdays.get(p.id)) for p in people}
