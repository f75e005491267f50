"""Quiet periods that the company names while plans run: the clocks of these stop for them too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.coaching import reading
from bot.coaching.calendar import periods
from bot.coaching.model import Plan
from bot.coaching.schedule import not_counted, paused_for
from bot.errors import StaleState
from bot.ports import Store, UnitOfWork
from bot.settings import Settings

UNKNOWN = "?"
"""Of a plan made before this was kept: it already allowed for the quiet periods of its day."""


def follow(now: datetime, store: Store, settings: Settings) -> None:
    """Each live plan whose dates were reckoned with other quiet periods than the company's of today."""
    with store.read() as uow:
        waiting = uow.coaching.with_other_quiet(settings.coaching.quiet)
    for plan in waiting:
        try:
            with store.write() as uow:
                uow.coaching.wake((plan.manager_id, plan.rep_id))
                _stop_clock(plan, uow, settings, now)
                uow.commit()
        except StaleState:
            # Somebody changed the plan, or another worker was here first; the next round looks again.
            continue


def _stop_clock(plan: Plan, uow: UnitOfWork, settings: Settings, now: datetime) -> None:
    """Days from today on; a period that is withdrawn keeps the dates it has moved."""
    if plan.quiet == UNKNOWN:
        uow.coaching.save_plan(replace(plan, quiet=settings.coaching.quiet))
        return
    manager, rep = reading.pair(plan, uow, settings)
    today = manager.today(now)
    counted = (*periods(plan.quiet), *reading.long_absences(plan, uow, settings))
    quiet = {day for first, last in manager.quiet for day in manager.business_days(max(first, today), last)}
    days = not_counted(sorted(quiet), counted)
    later, steps = paused_for(plan, uow.coaching.steps_of(plan.id), days, manager, rep)
    uow.coaching.save_plan(replace(later, quiet=settings.coaching.quiet))
    uow.coaching.put_steps(steps)
