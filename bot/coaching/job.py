"""The only actor of coaching: finds whose moment has come, asks the rules, and writes each decision once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat import Person
from bot.coaching import cards, handover, lines, looking, pilots, reading, sending, wrapping
from bot.coaching.decisions import Close, Decision, Move, PlanView, Situation, Wait
from bot.coaching.events import CoachingEvent
from bot.coaching.model import Nudge, Plan
from bot.coaching.rules import MEMORY, decide
from bot.errors import StaleState
from bot.ports import Outgoing, Store, UnitOfWork
from bot.settings import Settings

SILENT_EXPIRES = timedelta(days=7)
ROUNDS = 4
"""An ending may make room for a message: a person is decided on again, but not for ever."""


def run_once(now: datetime, store: Store, settings: Settings) -> list[CoachingEvent]:
    """One round at `now`. Each recipient is decided and written in one transaction: the nudge, its message
    and the step's new state exist together or not at all, and a repeated round finds nothing to do."""
    events = lines.follow(now, store, settings)
    # Twice, as a rep who waits for a new manager may wake them.
    for _ in range(2):
        with store.read() as uow:
            waiting = uow.coaching.to_look_at(now)
        events += [event for person_id in waiting for event in _serve(person_id, now, store, settings)]
    wrapping.conclude(now, store, settings)
    pilots.run(now, store, settings)
    with store.read() as uow:
        reminders = bool(uow.coaching.due_reminders(now, 1))
    return [*events, *(_remind(now, store) if reminders else [])]


def pending(now: datetime, store: Store, settings: Settings) -> list[CoachingEvent]:
    """Why each due step that stays open has not been spoken about, or how it ends when the next window opens:
    nothing is written."""
    with store.read() as uow:
        plans = uow.coaching.live_plans()
        people = list(dict.fromkeys(person for plan in plans for person in (plan.manager_id, plan.rep_id)))
        decided = [
            (person.id, d)
            for person in map(uow.people.get, people)
            if person
            for d in decide(_situation(person, now, uow, settings))
        ]
    return [
        CoachingEvent(now, "pending", person_id, d.reason, d.plan.id, d.step.id, d.step.day)
        for person_id, d in decided
        if isinstance(d, Wait | Close)
    ]


def _serve(person_id: str, now: datetime, store: Store, settings: Settings) -> list[CoachingEvent]:
    try:
        with store.write() as uow:
            # Whoever takes the look keeps other workers from this person until the end, so that a budget
            # is never spent twice.
            person = uow.people.get(person_id) if uow.coaching.take_look(person_id, now) else None
            if person is None:
                uow.commit()
                return []
            situation, events = _decided(person, now, uow, settings)
            proposed = [plan for plan in situation.proposed if _is_fresh(plan, uow)]
            events += _ask_again(situation, proposed, uow, settings)
            uow.coaching.wake(handover.to_be_asked(situation, uow))
            uow.coaching.look_again(person_id, looking.next_look(situation, proposed))
            uow.commit()
    except StaleState:
        # Somebody pressed or typed in between; the next round decides on what they left.
        return []
    return events


def _decided(
    person: Person, now: datetime, uow: UnitOfWork, settings: Settings
) -> tuple[Situation, list[CoachingEvent]]:
    """What was done, and the last situation: nothing but messages has been written since."""
    events: list[CoachingEvent] = []
    for _ in range(ROUNDS):
        situation = _situation(person, now, uow, settings)
        decisions = decide(situation)
        for decision in decisions:
            events += sending.apply(decision, situation, uow, settings)
        if not any(_makes_room(decision) for decision in decisions):
            break
    return situation, events


def _makes_room(decision: Decision) -> bool:
    return isinstance(decision, Close | Move)


def _situation(person: Person, now: datetime, uow: UnitOfWork, settings: Settings) -> Situation:
    plans = uow.coaching.plans_of(person.id, live_only=False)
    running = [plan for plan in plans if plan.state in ("active", "wrapping_up")]
    steps = uow.coaching.steps_of_each([plan.id for plan in running])
    nudges = uow.coaching.nudges_of_each([plan.id for plan in running])
    drivers = {plan.driver_id for plan in running if plan.manager_id == person.id}
    mine = [plan for plan in plans if plan.rep_id == person.id]
    signals = uow.evidence.signals_to(person.id, now)
    return Situation(
        recipient=person,
        calendar=reading.calendar(person, uow, settings),
        now=now,
        plans=tuple(PlanView(plan, tuple(steps[plan.id]), tuple(nudges[plan.id])) for plan in running),
        recent=tuple(uow.coaching.nudges_to(person.id, now - MEMORY)),
        rep_of={plan.id: plan.rep_id for plan in plans},
        driver_of={plan.id: plan.driver_id for plan in plans},
        tried=frozenset(d for d in drivers if uow.coaching.practised(person.id, d)),
        has_written=uow.people.address_of(person.id) is not None,
        offered=handover.to_offer(person, uow),
        handed_over=tuple(plan for plan in mine if handover.waits(plan)),
        proposed=tuple(plan for plan in mine if plan.state == "proposed"),
        signals=tuple(signal for signal in signals if uow.coaching.get_nudge(signal.id) is None),
    )


def _ask_again(
    situation: Situation, proposed: Sequence[Plan], uow: UnitOfWork, settings: Settings
) -> list[CoachingEvent]:
    """One reminder of a proposal nobody answered for five business days; then the manager decides. Nothing
    to who never wrote to the bot."""
    calendar, now, rep_id = situation.calendar, situation.now, situation.recipient.id
    if not situation.has_written or not calendar.in_window(now):
        return []
    events: list[CoachingEvent] = []
    for plan in proposed:
        if looking.asked_again(plan, calendar) <= situation.today and _claim_proposal(plan, now, uow):
            key = _reminder_key(plan)
            uow.outgoings.add(Outgoing(key, rep_id, reading.proposal(plan, uow, settings), None, now))
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
    events: list[CoachingEvent] = []
    with store.write() as uow:
        for reminder in uow.coaching.due_reminders(now):
            key = f"reminder:{reminder.id}"
            if uow.outgoings.add(Outgoing(key, reminder.person_id, cards.reminder(reminder), None, now)):
                events.append(CoachingEvent(now, "sent", reminder.person_id, "you_asked", keys=(key,)))
            uow.coaching.save_reminder(replace(reminder, state="sent"))
        uow.commit()
    return events
