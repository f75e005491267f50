"""The last look at a nudge before it leaves: days have passed, or its reader is away by now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.coaching import queueing, reading
from bot.coaching.budget import ASKED_FOR, Kind
from bot.coaching.model import Nudge
from bot.ports import Outgoing, Store, UnitOfWork
from bot.settings import Settings


def may_leave(message: Outgoing, store: Store, settings: Settings, now: datetime) -> bool:
    """What is no nudge may. A nudge may in its reader's window, on its own day; at any other time it is put
    off to the next moment they are free, or let go where it would be of no use by then."""
    with store.read() as uow:
        nudge = uow.coaching.get_nudge(message.key)
        if nudge is None or _is_timely(nudge, uow, settings, now):
            return True
    with store.write() as uow:
        at = _free_moment(nudge, uow, settings, now)
        together = [each.key for each in reading.siblings(nudge, uow)] or [nudge.key]
        over = at >= (message.expires_at or nudge.expires_at)
        for each in filter(None, map(uow.coaching.get_nudge, together)):
            uow.coaching.save_nudge(
                replace(each, state="suppressed", reason="late") if over else replace(each, planned_at=at)
            )
        if over:
            uow.outgoings.failed(message.key, "expired")
        elif at > now:
            uow.outgoings.retry(message.key, at)
        uow.commit()
    return at <= now and not over


def _is_timely(nudge: Nudge, uow: UnitOfWork, settings: Settings, now: datetime) -> bool:
    person = uow.people.get(nudge.recipient_id)
    if person is None:
        return True
    calendar = reading.calendar(person, uow, settings)
    return calendar.in_window(now) and calendar.today(nudge.planned_at) == calendar.today(now)


def _free_moment(nudge: Nudge, uow: UnitOfWork, settings: Settings, now: datetime) -> datetime:
    """Its own week's budget was spent when it was chosen, another week's was not: what is put off keeps to
    it, for each rep it is about."""
    person = reading.person(nudge.recipient_id, uow)
    together = reading.siblings(nudge, uow) or [nudge]
    kind: Kind = "asked" if nudge.trigger in ASKED_FOR else "touch" if nudge.step_id else "news"
    keys, reps = [each.key for each in together], {_rep_of(each, uow) for each in together}
    at = now
    for _ in range(queueing.TRIES):
        free = [queueing.free_moment(person, rep, kind, uow, settings, at, but=keys) for rep in reps]
        if max(free) <= at:
            break
        at = max(free)
    return at


def _rep_of(nudge: Nudge, uow: UnitOfWork) -> str:
    plan = uow.coaching.get_plan(nudge.plan_id) if nudge.plan_id else None
    return plan.rep_id if plan else ""
