"""Writes one decision: the nudge, its message and the step's new state together. Never commits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat import Reply
from bot.coaching import cards, handover, pauses, reading, telling, wrapping
from bot.coaching.budget import ABOUT_NOBODY
from bot.coaching.calendar import Calendar
from bot.coaching.decisions import Close, Decision, Item, Move, Offer, Send, Situation, Tell
from bot.coaching.events import CoachingEvent, Kind
from bot.coaching.model import Nudge, StepState
from bot.coaching.rules import LATE, ended, moved
from bot.ports import Outgoing, UnitOfWork
from bot.settings import Settings


def apply(
    decision: Decision, situation: Situation, uow: UnitOfWork, settings: Settings
) -> list[CoachingEvent]:
    person_id, now = situation.recipient.id, situation.now
    match decision:
        case Send():
            return _send(decision.items, situation, uow, settings)
        case Offer():
            return handover.offer(decision.plans, person_id, now, uow, settings)
        case Tell():
            return telling.tell(decision.signal, situation, uow, settings)
        case Close():
            return _close(decision, person_id, now, uow)
        case Move():
            return _move(decision, person_id, now, uow, settings)
    return []


def _close(close: Close, person_id: str, now: datetime, uow: UnitOfWork) -> list[CoachingEvent]:
    step = close.step
    state: StepState = "expired" if close.kind == "expired" else "skipped"
    uow.coaching.put_steps([replace(step, state=state, outcome=close.reason)])
    for nudge in uow.coaching.nudges_of(close.plan.id):
        # An invitation is about the driver and outlives the step it came with.
        about = nudge.step_id == step.id and nudge.trigger not in ABOUT_NOBODY
        # A snooze was an answer and stays one.
        if about and nudge.state == "sent":
            uow.coaching.save_nudge(replace(nudge, state="expired"))
    return [CoachingEvent(now, close.kind, person_id, close.reason, close.plan.id, step.id, step.day)]


def _move(
    move: Move, person_id: str, now: datetime, uow: UnitOfWork, settings: Settings
) -> list[CoachingEvent]:
    plan = uow.coaching.get_plan(move.plan.id)
    if plan is None:
        return []
    if move.to == "paused" and move.since:
        pauses.wait_for_manager(plan, move.since, uow, settings, now, said_so=False)
    elif move.to in ("completed", "stopped"):
        uow.coaching.save_plan(ended(plan, move.to, now))
        if move.reason in handover.UNTAKEN:
            handover.tell_untaken(plan, uow, settings, now)
    else:
        uow.coaching.save_plan(moved(plan, move.to))
        if move.to == "wrapping_up":
            wrapping.begun(plan, uow, settings, now)
    if move.to != "paused":
        uow.audit.record(now, "cornerman", f"plan_{move.to}", plan.id, {"reason": move.reason})
    return [CoachingEvent(now, "state", person_id, move.reason, plan.id, state=move.to)]


def _send(
    items: tuple[Item, ...], situation: Situation, uow: UnitOfWork, settings: Settings
) -> list[CoachingEvent]:
    expires = _expiry(situation.calendar, situation.now)
    fresh = [item for item in items if _claim(item, situation, expires, uow)]
    if not fresh:
        return []
    first, keys = fresh[0], tuple(item.key for item in fresh)
    who, now = situation.recipient.id, situation.now
    uow.outgoings.add(Outgoing(first.key, who, _message(fresh, uow, settings), None, now, expires_at=expires))
    uow.audit.record(now, "cornerman", "nudge_sent", first.key, {"reason": first.reason})
    kind: Kind = "digest" if len(fresh) > 1 else "sent"
    return [CoachingEvent(now, kind, who, first.reason, first.plan.id, first.step.id, first.step.day, keys)]


def _claim(item: Item, situation: Situation, expires: datetime, uow: UnitOfWork) -> bool:
    """False when the key exists: another round has sent it."""
    nudge = Nudge(
        key=item.key,
        plan_id=item.plan.id,
        step_id=item.step.id,
        recipient_id=situation.recipient.id,
        trigger=item.trigger,
        state="sent",
        planned_at=situation.now,
        not_before=situation.now,
        expires_at=expires,
        reason=item.reason,
    )
    if not uow.coaching.add_nudge(nudge):
        return False
    if item.trigger not in ABOUT_NOBODY:
        uow.coaching.put_steps([replace(item.step, state="nudged")])
    return True


def _message(items: Sequence[Item], uow: UnitOfWork, settings: Settings) -> Reply:
    shown = [reading.shown(item.key, item.plan, item.step, item.reason, uow, settings) for item in items]
    lone = {"try_first": cards.invitation, "ignored": cards.question}.get(items[0].reason)
    return lone(shown[0]) if lone else cards.nudge(shown)


def _expiry(calendar: Calendar, now: datetime) -> datetime:
    """The end of the last window in which a message sent now is still of use."""
    return calendar.at(calendar.after(calendar.today(now), LATE), calendar.windows[-1][1])
