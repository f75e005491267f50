"""Notices that a plan's two no longer work together: one has left, or the rep reports to somebody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.chat import Person
from bot.coaching import proposals, reading
from bot.coaching.events import CoachingEvent
from bot.coaching.model import Plan
from bot.coaching.rules import ended, moved
from bot.errors import StaleState
from bot.ports import Store, UnitOfWork
from bot.settings import Settings


def follow(now: datetime, store: Store, settings: Settings) -> list[CoachingEvent]:
    """The live plans of those who are to be looked at follow what the list of people says now: whoever comes
    to another manager, or leaves, is looked at."""
    with store.read() as uow:
        broken = uow.coaching.out_of_line(uow.coaching.to_look_at(now))
    return [event for plan in broken for event in _settle(plan, now, store, settings)]


def _settle(plan: Plan, now: datetime, store: Store, settings: Settings) -> list[CoachingEvent]:
    try:
        with store.write() as uow:
            rep = uow.people.get(plan.rep_id)
            heirs = [rep.manager_id] if rep and rep.manager_id else []
            uow.coaching.wake((plan.manager_id, plan.rep_id, *heirs))
            later, reason, about = _settled(plan, rep, now, uow, settings)
            uow.coaching.save_plan(later)
            proposals.silence(plan, uow, reason)
            uow.audit.record(now, "cornerman", f"plan_{later.state}", plan.id, {"reason": reason})
            uow.commit()
    except StaleState:
        # Somebody changed the plan, or another worker was here first.
        return []
    return [CoachingEvent(now, "state", about, reason, plan.id, state=later.state)]


def _settled(
    plan: Plan, rep: Person | None, now: datetime, uow: UnitOfWork, settings: Settings
) -> tuple[Plan, str, str]:
    """The plan as it is now, why, and who is the cause."""
    if rep is None:
        return ended(plan, "stopped", now), "rep_left", plan.rep_id
    manager = uow.people.get(plan.manager_id)
    reason, about = _cause(plan, manager, uow)
    if plan.state in ("draft", "proposed"):
        return ended(plan, "stopped", now), reason, about
    today = reading.calendar(rep, uow, settings).today(now)
    still = replace(plan, line_ended=today, paused_since=plan.paused_since or today)
    if reason != "rep_moved":
        return moved(still, "orphaned"), reason, about
    if plan.state == "wrapping_up":
        # Nothing is left to stand still for.
        return ended(plan, "completed", now), "not_observed", about
    return still if plan.state == "paused" else moved(still, "paused"), reason, about


def _cause(plan: Plan, manager: Person | None, uow: UnitOfWork) -> tuple[str, str]:
    if manager is None:
        return "manager_left", plan.manager_id
    if not uow.people.reports_of(manager.id):
        return "manager_changed", plan.manager_id
    return "rep_moved", plan.rep_id
