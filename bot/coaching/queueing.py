"""Messages of coaching that belong to no step: each on a day on which its reader hears nothing else, and none
after it has ceased to be of use."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.chat import Person, Reply
from bot.coaching import reading
from bot.coaching.budget import Kind, spent
from bot.coaching.calendar import DAY
from bot.coaching.looking import MIDNIGHT
from bot.coaching.model import Nudge
from bot.coaching.pace import silence
from bot.coaching.rules import LATE, MEMORY
from bot.ports import Outgoing, UnitOfWork
from bot.settings import Settings

TRIES = 40


def queue(
    key: str,
    trigger: str,
    person: Person,
    reply: Reply,
    uow: UnitOfWork,
    settings: Settings,
    now: datetime,
    until: datetime | None = None,
) -> datetime | None:
    """As `place`, but None for who never wrote to the bot. Without `until` it is of use for as many open days
    as a nudge."""
    if uow.people.address_of(person.id) is None:
        return None
    at = free_moment(person, "", "news", uow, settings, now)
    calendar = reading.calendar(person, uow, settings)
    last = until or calendar.at(calendar.after(calendar.today(at), LATE), calendar.windows[-1][1])
    return place(later(key, "", trigger, person, at, last), reply, uow, now)


def place(nudge: Nudge, reply: Reply, uow: UnitOfWork, now: datetime) -> datetime | None:
    """The moment it goes out; None for what was queued before, and for what no day is free for."""
    if nudge.planned_at >= nudge.expires_at or not uow.coaching.add_nudge(nudge):
        return None
    message = Outgoing(nudge.key, nudge.recipient_id, reply, None, nudge.planned_at, nudge.expires_at)
    uow.outgoings.add(message)
    uow.audit.record(now, "cornerman", "nudge_sent", nudge.key, {"reason": nudge.trigger})
    return nudge.planned_at


def later(key: str, plan_id: str, trigger: str, person: Person, at: datetime, until: datetime) -> Nudge:
    return Nudge(
        key=key,
        plan_id=plan_id,
        step_id="",
        recipient_id=person.id,
        trigger=trigger,
        state="sent",
        planned_at=at,
        not_before=at,
        expires_at=until,
        reason=trigger,
    )


def free_moment(
    person: Person,
    rep_id: str,
    kind: Kind,
    uow: UnitOfWork,
    settings: Settings,
    now: datetime,
    but: Collection[str] = (),
) -> datetime:
    """The first moment from now on in the person's windows and budget, for a message about that rep (empty:
    about none). `but` are the keys of nudges that do not count, as they are what is to be sent."""
    calendar = reading.calendar(person, uow, settings)
    recent = uow.coaching.nudges_to(person.id, now - MEMORY)
    rep_of = {plan.id: plan.rep_id for plan in uow.coaching.plans_of(person.id, live_only=False)}
    others = [nudge for nudge in recent if nudge.key not in but]
    used = spent(others, rep_of, calendar, halved=silence(recent).halves)
    role = "manager" if rep_id not in ("", person.id) or uow.people.reports_of(person.id) else "rep"
    at = calendar.next_send_time(now)
    for _ in range(TRIES):
        if not used.over(calendar.today(at), role, rep_id, kind):
            break
        at = calendar.next_send_time(calendar.at(calendar.today(at) + DAY, MIDNIGHT))
    return at
