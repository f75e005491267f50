"""The only actor of coaching: finds whose moment has come, asks the rules, and writes each decision once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat import Person, Text
from bot.coaching import (
    cards,
    gathering,
    handover,
    lines,
    looking,
    polling,
    quiet,
    reading,
    sending,
    wording,
    wrapping,
)
from bot.coaching.budget import spent
from bot.coaching.decisions import Close, Decision, Move, Situation, Wait
from bot.coaching.events import CoachingEvent
from bot.coaching.model import Nudge, Plan
from bot.coaching.rules import decide
from bot.errors import StaleState
from bot.ports import Outgoing, Store, UnitOfWork
from bot.settings import Settings

SILENT_EXPIRES = timedelta(days=7)
TOGETHER = 100
"""People served in one transaction: few enough that nobody who presses a button meanwhile has to wait."""
ROUNDS = 4
"""An ending may make room for a message: a person is decided on again, but not for ever."""


def run_once(now: datetime, store: Store, settings: Settings) -> list[CoachingEvent]:
    """One round at `now`. What is decided about a recipient is written in one transaction: the nudge, its
    message and the step's new state exist together or not at all. A repeated round finds nothing to do."""
    with store.read() as uow:
        if not _anything_due(now, uow, settings):
            return []
    quiet.follow(now, store, settings)
    events: list[CoachingEvent] = []
    # Twice, as a rep who waits for a new manager may wake them.
    for _ in range(2):
        events += lines.follow(now, store, settings)
        with store.read() as uow:
            waiting = uow.coaching.to_look_at(now)
        for first in range(0, len(waiting), TOGETHER):
            events += _serve(waiting[first : first + TOGETHER], now, store, settings)
    wrapping.conclude(now, store, settings)
    polling.run(now, store, settings)
    return [*events, *_remind(now, store)]


def _anything_due(now: datetime, uow: UnitOfWork, settings: Settings) -> bool:
    return bool(
        uow.coaching.to_look_at(now, 1)
        or uow.coaching.due_reminders(now, 1)
        or uow.coaching.with_other_quiet(settings.coaching.quiet, 1)
        or wrapping.overdue(now, uow, 1)
        or polling.ripe(now, uow)
    )


def pending(now: datetime, store: Store, settings: Settings) -> list[CoachingEvent]:
    """Why each due step that stays open has not been spoken about, or how it ends when the next window opens:
    nothing is written."""
    with store.read() as uow:
        plans = uow.coaching.live_plans()
        ids = list(dict.fromkeys(person for plan in plans for person in (plan.manager_id, plan.rep_id)))
        people = uow.people.get_each(ids)
        found = gathering.situations([people[each] for each in ids if each in people], now, uow, settings)
    return [
        CoachingEvent(now, "pending", situation.recipient.id, d.reason, d.plan.id, d.step.id, d.step.day)
        for situation in found
        for d in decide(situation)
        if isinstance(d, Wait | Close)
    ]


def _serve(ids: Sequence[str], now: datetime, store: Store, settings: Settings) -> list[CoachingEvent]:
    try:
        with store.write() as uow:
            # Whoever takes the looks keeps other workers from these people until the end, so that a budget
            # is never spent twice.
            taken = uow.coaching.take_looks(ids, now)
            people = uow.people.get_each(taken)
            served = _decided([people[each] for each in ids if each in people], now, uow, settings)
            events = [
                event
                for situation, done in served
                for event in (*done, *_ask_again(situation, uow, settings))
            ]
            uow.coaching.look_again({s.recipient.id: _next_look(s, uow) for s, _ in served})
            uow.commit()
    except StaleState:
        # Somebody pressed or typed in between; the next round decides on what they left.
        return (
            [] if len(ids) == 1 else [event for each in ids for event in _serve([each], now, store, settings)]
        )
    _wake_managers([situation for situation, _ in served], store)
    return events


def _decided(
    people: Sequence[Person], now: datetime, uow: UnitOfWork, settings: Settings
) -> list[tuple[Situation, list[CoachingEvent]]]:
    """For each person their last situation, since which nothing but messages has been written, and what was
    done."""
    served: dict[str, tuple[Situation, list[CoachingEvent]]] = {}
    for _ in range(ROUNDS):
        decided = [(each, decide(each)) for each in gathering.situations(people, now, uow, settings)]
        done = sending.apply(decided, uow, settings)
        for (situation, _), events in zip(decided, done, strict=True):
            _, before = served.get(situation.recipient.id, (situation, []))
            served[situation.recipient.id] = situation, before + events
        people = [s.recipient for s, decisions in decided if any(map(_makes_room, decisions))]
        if not people:
            break
    return list(served.values())


def _makes_room(decision: Decision) -> bool:
    return isinstance(decision, Close | Move)


def _next_look(situation: Situation, uow: UnitOfWork) -> datetime | None:
    fresh = [plan for plan in situation.proposed if _is_fresh(plan, uow)]
    return looking.next_look(situation, fresh)


def _wake_managers(served: Sequence[Situation], store: Store) -> None:
    """Those to whom a rep has come with a plan. Apart from the people just served, so that no worker waits
    for another in a circle; a wake that is lost is made up for when the rep is looked at next."""
    waiting = [situation for situation in served if situation.handed_over]
    if not waiting:
        return
    with store.write() as uow:
        uow.coaching.wake([each for situation in waiting for each in handover.to_be_asked(situation, uow)])
        uow.commit()


def _ask_again(situation: Situation, uow: UnitOfWork, settings: Settings) -> list[CoachingEvent]:
    """One reminder of a proposal nobody answered for five business days; then the manager decides. Nothing
    to who never wrote to the bot."""
    calendar, now, rep_id = situation.calendar, situation.now, situation.recipient.id
    used = spent(situation.recent, situation.rep_of, calendar)
    over = used.over(situation.today, "rep", rep_id, "news")
    if not situation.has_written or not calendar.in_window(now) or over:
        return []
    events: list[CoachingEvent] = []
    for plan in situation.proposed:
        if looking.asked_again(plan, calendar) <= situation.today and _claim_proposal(plan, now, uow):
            key = _reminder_key(plan)
            asked = reading.proposal(plan, uow, settings)
            because = Text(wording.because("proposal_silent"))
            reply = replace(asked, parts=(*asked.parts, because))
            uow.outgoings.add(Outgoing(key, rep_id, reply, None, now, now + SILENT_EXPIRES))
            events.append(CoachingEvent(now, "sent", rep_id, "proposal_silent", plan.id, keys=(key,)))
    return events


def _is_fresh(plan: Plan, uow: UnitOfWork) -> bool:
    """A proposal that was not brought back yet."""
    return uow.coaching.get_nudge(_reminder_key(plan)) is None


def _reminder_key(plan: Plan) -> str:
    return f"{plan.id}:proposal:2:{plan.rep_id}"


def _claim_proposal(plan: Plan, now: datetime, uow: UnitOfWork) -> bool:
    return uow.coaching.add_nudge(
        Nudge(
            key=_reminder_key(plan),
            plan_id=plan.id,
            step_id="",
            recipient_id=plan.rep_id,
            trigger="proposal",
            state="sent",
            planned_at=now,
            not_before=now,
            expires_at=now + SILENT_EXPIRES,
            reason="proposal_silent",
        )
    )


def _remind(now: datetime, store: Store) -> list[CoachingEvent]:
    with store.read() as uow:
        if not uow.coaching.due_reminders(now, 1):
            return []
    events: list[CoachingEvent] = []
    with store.write() as uow:
        for reminder in uow.coaching.due_reminders(now):
            key = f"reminder:{reminder.id}"
            if uow.outgoings.add(Outgoing(key, reminder.person_id, cards.reminder(reminder), None, now)):
                events.append(CoachingEvent(now, "sent", reminder.person_id, "you_asked", keys=(key,)))
            uow.coaching.save_reminder(replace(reminder, state="sent"))
        uow.commit()
    return events
