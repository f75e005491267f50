"""Writes what was decided: the nudge, its message and the step's new state together. Never commits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

from bot.chat import Person, Reply
from bot.coaching import calls, cards, handover, pauses, reading, telling, wrapping
from bot.coaching.budget import ABOUT_NOBODY
from bot.coaching.calendar import Calendar
from bot.coaching.decisions import Close, Decision, Item, Move, Offer, Send, Situation, Tell
from bot.coaching.events import CoachingEvent, Kind
from bot.coaching.model import Nudge, Step
from bot.coaching.news import WISH
from bot.coaching.rules import LATE, ended, moved
from bot.ports import AuditEntry, Outgoing, UnitOfWork
from bot.settings import Settings

Decided: TypeAlias = Sequence[tuple[Situation, Sequence[Decision]]]


def apply(decided: Decided, uow: UnitOfWork, settings: Settings) -> list[list[CoachingEvent]]:
    """What happened to each of them, in their order. What there is much of is written together."""
    fresh = _claim(decided, uow)
    uow.coaching.put_steps([*_closed(decided, uow), *_nudged(decided, fresh)])
    events = [
        [event for decision in decisions for event in _done(decision, situation, fresh, uow, settings)]
        for situation, decisions in decided
    ]
    _post(decided, fresh, uow, settings)
    return events


def _done(
    decision: Decision, situation: Situation, fresh: Set[str], uow: UnitOfWork, settings: Settings
) -> list[CoachingEvent]:
    person_id, now = situation.recipient.id, situation.now
    match decision:
        case Send():
            return _sent(_left(decision, fresh), situation)
        case Offer():
            return handover.offer(decision.plans, person_id, now, uow, settings)
        case Tell():
            return telling.tell(decision.signal, situation, uow, settings)
        case Close(plan=plan, step=step):
            return [CoachingEvent(now, decision.kind, person_id, decision.reason, plan.id, step.id, step.day)]
        case Move():
            return _move(decision, person_id, now, uow, settings)
    return []


def _closed(decided: Decided, uow: UnitOfWork) -> list[Step]:
    """The steps that end, as they are then; no nudge about them waits for an answer any more."""
    closes = [each for _, decisions in decided for each in decisions if isinstance(each, Close)]
    # An invitation is about the driver and outlives the step it came with.
    uow.coaching.expire_nudges([close.step.id for close in closes], but=ABOUT_NOBODY)
    return [
        replace(close.step, state="expired" if close.kind == "expired" else "skipped", outcome=close.reason)
        for close in closes
    ]


def _nudged(decided: Decided, fresh: Set[str]) -> list[Step]:
    return [
        replace(item.step, state="nudged")
        for send, _ in _sends(decided)
        for item in _left(send, fresh)
        if item.trigger not in ABOUT_NOBODY
    ]


def _claim(decided: Decided, uow: UnitOfWork) -> Set[str]:
    """The keys that are ours to send: a key that exists, another round has sent."""
    nudges = [
        _nudge(item, situation, _expiry(situation.calendar, situation.now))
        for send, situation in _sends(decided)
        for item in send.items
    ]
    return uow.coaching.add_nudges(nudges)


def _nudge(item: Item, situation: Situation, expires: datetime) -> Nudge:
    return Nudge(
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


def _post(decided: Decided, fresh: Set[str], uow: UnitOfWork, settings: Settings) -> None:
    leaving = [(items, s) for send, s in _sends(decided) if (items := _left(send, fresh))]
    plans = [item.plan for items, _ in leaving for item in items]
    people = uow.people.get_each({who for plan in plans for who in (plan.manager_id, plan.rep_id)})
    uow.outgoings.add_each(
        [_outgoing(items, s, people, _wishes(items, s, people, uow), settings) for items, s in leaving]
    )
    uow.audit.record_each(
        [
            AuditEntry(situation.now, "cornerman", "nudge_sent", first.key, {"reason": first.reason})
            for (first, *_), situation in leaving
        ]
    )


def _wishes(
    items: Sequence[Item], situation: Situation, people: Mapping[str, Person], uow: UnitOfWork
) -> dict[str, str]:
    """What a rep has asked to be passed on goes with the message about them: there is but one in a week."""
    about = {item.plan.rep_id for item in items if item.trigger not in ABOUT_NOBODY}
    return {
        signal.rep_id: telling.wish(reading.known(signal.rep_id, people), signal.subject)
        for signal in situation.signals
        if signal.kind == WISH and signal.rep_id in about and telling.claim(signal, situation, uow)
    }


def _outgoing(
    items: Sequence[Item],
    situation: Situation,
    people: Mapping[str, Person],
    wishes: Mapping[str, str],
    settings: Settings,
) -> Outgoing:
    """The message is of use until the last window in which its nudge is."""
    steps = {view.plan.id: view.steps for view in situation.plans}
    shown = [
        cards.Shown(
            key=item.key,
            plan=item.plan,
            step=item.step,
            steps=steps[item.plan.id],
            driver=reading.driver(item.plan.driver_id, settings),
            manager=reading.known(item.plan.manager_id, people),
            rep=reading.known(item.plan.rep_id, people),
            reason=item.reason,
            wish=wishes.get(item.plan.rep_id, ""),
            call=_call(item, people, situation.now),
        )
        for item in items
    ]
    expires = _expiry(situation.calendar, situation.now)
    who, now = situation.recipient.id, situation.now
    return Outgoing(items[0].key, who, _message(shown), None, now, expires_at=expires)


def _call(item: Item, people: Mapping[str, Person], now: datetime) -> str:
    rep, manager = (reading.known(who, people) for who in (item.plan.rep_id, item.plan.manager_id))
    return calls.words(item.call, rep, manager, now) if item.call else ""


def _message(shown: Sequence[cards.Shown]) -> Reply:
    alone: dict[str, Callable[[cards.Shown], Reply]] = {
        "try_first": cards.invitation,
        "ignored": cards.question,
    }
    lone = alone.get(shown[0].reason)
    return lone(shown[0]) if lone else cards.nudge(shown)


def _sent(items: Sequence[Item], situation: Situation) -> list[CoachingEvent]:
    if not items:
        return []
    first, keys = items[0], tuple(item.key for item in items)
    kind: Kind = "digest" if len(items) > 1 else "sent"
    who, step = situation.recipient.id, first.step
    return [CoachingEvent(situation.now, kind, who, first.reason, first.plan.id, step.id, step.day, keys)]


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


def _sends(decided: Decided) -> list[tuple[Send, Situation]]:
    return [
        (each, situation) for situation, decisions in decided for each in decisions if isinstance(each, Send)
    ]


def _left(send: Send, fresh: Set[str]) -> list[Item]:
    return [item for item in send.items if item.key in fresh]


def _expiry(calendar: Calendar, now: datetime) -> datetime:
    """The end of the last window in which a message sent now is still of use."""
    return calendar.at(calendar.after(calendar.today(now), LATE), calendar.windows[-1][1])
