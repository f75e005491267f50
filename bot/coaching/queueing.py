"""Messages of coaching that belong to no step: each on a day on which its reader hears nothing else."""

from __future__ import annotations

from datetime import datetime

from bot.chat import Person, Reply
from bot.coaching import reading
from bot.coaching.budget import spent
from bot.coaching.calendar import DAY
from bot.coaching.looking import MIDNIGHT
from bot.coaching.model import Nudge
from bot.coaching.pace import silence
from bot.coaching.rules import MEMORY
from bot.ports import Outgoing, UnitOfWork
from bot.settings import Settings

TRIES = 20


def queue(
    key: str, trigger: str, person: Person, reply: Reply, uow: UnitOfWork, settings: Settings, now: datetime
) -> datetime | None:
    """The moment it goes out, within the person's windows and budget. None for who never wrote to the bot,
    and for what was queued before."""
    if uow.people.address_of(person.id) is None:
        return None
    at = free_moment(person, uow, settings, now)
    nudge = Nudge(key, "", "", person.id, trigger, "sent", at, at, at + DAY, reason=trigger)
    if not uow.coaching.add_nudge(nudge):
        return None
    uow.outgoings.add(Outgoing(key, person.id, reply, None, at))
    uow.audit.record(now, "cornerman", "nudge_sent", key, {"reason": trigger})
    return at


def free_moment(person: Person, uow: UnitOfWork, settings: Settings, now: datetime) -> datetime:
    calendar = reading.calendar(person, uow, settings)
    recent = uow.coaching.nudges_to(person.id, now - MEMORY)
    rep_of = {plan.id: plan.rep_id for plan in uow.coaching.plans_of(person.id, live_only=False)}
    used = spent(recent, rep_of, calendar, halved=silence(recent).halves)
    role = "manager" if uow.people.reports_of(person.id) else "rep"
    at = calendar.next_send_time(now)
    for _ in range(TRIES):
        if not used.over(calendar.today(at), role, "", asked=False):
            break
        at = calendar.next_send_time(calendar.at(calendar.today(at) + DAY, MIDNIGHT))
    return at
