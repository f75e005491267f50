"""The only actor of coaching: finds what is due, asks the rules, and writes each decision once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from bot.chat import Person, Reply
from bot.coaching import cards, pauses, reading
from bot.coaching.calendar import Calendar
from bot.coaching.decisions import Close, Decision, Item, Move, PlanView, Send, Situation, Wait
from bot.coaching.model import Nudge, Plan, StepState
from bot.coaching.rules import LATE, MEMORY, decide, moved
from bot.errors import StaleState
from bot.ports import Outgoing, Store, UnitOfWork
from bot.settings import Settings

SILENT = 5
SILENT_EXPIRES = timedelta(days=7)

Kind: TypeAlias = Literal["sent", "digest", "suppressed", "skipped", "expired", "state", "pending"]


@dataclass(frozen=True, slots=True)
class CoachingEvent:
    """One thing that happened. A digest carries the keys of both its nudges; `state` is a plan's new one."""

    at: datetime
    kind: Kind
    recipient_id: str
    reason: str
    plan_id: str = ""
    step_id: str = ""
    day: int | None = None
    keys: tuple[str, ...] = ()
    state: str = ""


def run_once(now: datetime, store: Store, settings: Settings) -> list[CoachingEvent]:
    """One round at `now`. Each recipient is decided and written in one transaction: the nudge, its message
    and the step's new state exist together or not at all, and a repeated round finds nothing to do."""
    with store.read() as uow:
        due = uow.coaching.plans_with_due_steps(now)
        waiting = [
            person_id for person_id in _recipients(due) if _acts(_decisions(person_id, now, uow, settings))
        ]
        silent = [plan for plan in uow.coaching.live_plans() if _silent(plan, now, uow, settings)]
        reminders = bool(uow.coaching.due_reminders(now, 1))
    events = [event for person_id in waiting for event in _serve(person_id, now, store, settings)]
    events += _ask_again(silent, now, store, settings) if silent else []
    return [*events, *(_remind(now, store) if reminders else [])]


def pending(now: datetime, store: Store, settings: Settings) -> list[CoachingEvent]:
    """Why each due step that stays open has not been spoken about: nothing is written."""
    with store.read() as uow:
        people = _recipients(uow.coaching.plans_with_due_steps(now))
        decided = [(person, d) for person in people for d in _decisions(person, now, uow, settings)]
    return [
        CoachingEvent(now, "pending", person, d.reason, d.plan.id, d.step.id, d.step.day)
        for person, d in decided
        if isinstance(d, Wait)
    ]


def _recipients(plans: Sequence[Plan]) -> list[str]:
    return list(dict.fromkeys(person for plan in plans for person in (plan.manager_id, plan.rep_id)))


def _acts(decisions: Iterable[Decision]) -> bool:
    return any(not isinstance(decision, Wait) for decision in decisions)


def _serve(person_id: str, now: datetime, store: Store, settings: Settings) -> list[CoachingEvent]:
    try:
        with store.write() as uow:
            # One row a person, written first: where writers run side by side, a second worker waits here
            # and then sees what the first has sent, so that a budget is never spent twice.
            uow.installation.put(f"coaching_decided:{person_id}", now.isoformat())
            events = [
                event
                for decision in _decisions(person_id, now, uow, settings)
                for event in _apply(decision, person_id, now, uow, settings)
            ]
            uow.commit()
    except StaleState:
        # Somebody pressed or typed in between; the next round decides on what they left.
        return []
    return events


def _decisions(person_id: str, now: datetime, uow: UnitOfWork, settings: Settings) -> tuple[Decision, ...]:
    person = uow.people.get(person_id)
    plans = uow.coaching.plans_of(person_id, live_only=False)
    running = [plan for plan in plans if plan.state in ("active", "wrapping_up")]
    if person is None:
        return tuple(_without_person(plan, person_id) for plan in running)
    views = [
        PlanView(plan, tuple(uow.coaching.steps_of(plan.id)), tuple(uow.coaching.nudges_of(plan.id)))
        for plan in running
        if uow.people.get(plan.rep_id) and uow.people.get(plan.manager_id)
    ]
    drivers = {plan.driver_id for plan in running}
    return decide(
        Situation(
            recipient=person,
            calendar=reading.calendar(person, uow, settings),
            now=now,
            plans=tuple(views),
            recent=tuple(uow.coaching.nudges_to(person_id, now - MEMORY)),
            rep_of={plan.id: plan.rep_id for plan in plans},
            driver_of={plan.id: plan.driver_id for plan in plans},
            tried=frozenset(d for d in drivers if uow.coaching.practised(person_id, d)),
            has_written=uow.people.address_of(person_id) is not None,
        )
    )


def _without_person(plan: Plan, person_id: str) -> Move:
    gone = plan.manager_id == person_id
    return Move(plan, "orphaned" if gone else "stopped", "manager_left" if gone else "rep_left")


def _apply(
    decision: Decision, person_id: str, now: datetime, uow: UnitOfWork, settings: Settings
) -> list[CoachingEvent]:
    match decision:
        case Send():
            return _send(decision.items, person_id, now, uow, settings)
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
        about = nudge.step_id == step.id and nudge.trigger != "try_first"
        if about and nudge.state in ("sent", "snoozed"):
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
    else:
        uow.coaching.save_plan(moved(plan, move.to))
        uow.audit.record(now, "cornerman", f"plan_{move.to}", plan.id, {"reason": move.reason})
    return [CoachingEvent(now, "state", person_id, move.reason, plan.id, state=move.to)]


def _send(
    items: tuple[Item, ...], person_id: str, now: datetime, uow: UnitOfWork, settings: Settings
) -> list[CoachingEvent]:
    recipient = uow.people.get(person_id)
    fresh = [item for item in items if recipient and _claim(item, recipient, now, uow, settings)]
    if recipient is None or not fresh:
        return []
    reply = _message(fresh, uow, settings)
    calendar = reading.calendar(recipient, uow, settings)
    uow.outgoings.add(Outgoing(fresh[0].key, person_id, reply, None, now, expires_at=_expiry(calendar, now)))
    first, keys = fresh[0], tuple(item.key for item in fresh)
    uow.audit.record(now, "cornerman", "nudge_sent", first.key, {"reason": first.reason})
    kind: Kind = "digest" if len(fresh) > 1 else "sent"
    return [
        CoachingEvent(now, kind, person_id, first.reason, first.plan.id, first.step.id, first.step.day, keys)
    ]


def _claim(item: Item, recipient: Person, now: datetime, uow: UnitOfWork, settings: Settings) -> bool:
    """False when the key exists: another round has sent it."""
    expires = _expiry(reading.calendar(recipient, uow, settings), now)
    nudge = Nudge(
        key=item.key,
        plan_id=item.plan.id,
        step_id=item.step.id,
        recipient_id=recipient.id,
        trigger=item.trigger,
        state="sent",
        planned_at=now,
        not_before=now,
        expires_at=expires,
        reason=item.reason,
    )
    if not uow.coaching.add_nudge(nudge):
        return False
    if item.reason != "try_first":
        uow.coaching.put_steps([replace(item.step, state="nudged")])
    return True


def _message(items: Sequence[Item], uow: UnitOfWork, settings: Settings) -> Reply:
    shown = [reading.shown(item.key, item.plan, item.step, item.reason, uow, settings) for item in items]
    return cards.invitation(shown[0]) if items[0].reason == "try_first" else cards.nudge(shown)


def _expiry(calendar: Calendar, now: datetime) -> datetime:
    """The end of the last window in which a message sent now is still of use."""
    return calendar.at(calendar.after(calendar.today(now), LATE), calendar.windows[-1][1])


def _ask_again(
    silent: Sequence[Plan], now: datetime, store: Store, settings: Settings
) -> list[CoachingEvent]:
    """One reminder of a proposal nobody answered for five business days; then the manager decides."""
    events: list[CoachingEvent] = []
    with store.write() as uow:
        for plan in silent:
            if _silent(plan, now, uow, settings) and _claim_proposal(plan, now, uow):
                reply = reading.proposal(plan, uow, settings)
                key = _reminder_key(plan)
                uow.outgoings.add(Outgoing(key, plan.rep_id, reply, None, now))
                events.append(
                    CoachingEvent(now, "sent", plan.rep_id, "proposal_silent", plan.id, keys=(key,))
                )
        uow.commit()
    return events


def _silent(plan: Plan, now: datetime, uow: UnitOfWork, settings: Settings) -> bool:
    rep = uow.people.get(plan.rep_id)
    current = uow.coaching.get_plan(plan.id)
    if rep is None or current is None or current.state != "proposed" or not uow.people.address_of(rep.id):
        return False
    calendar = reading.calendar(rep, uow, settings)
    asked = calendar.today(plan.created_at)
    fresh = uow.coaching.get_nudge(_reminder_key(plan)) is None
    return fresh and calendar.in_window(now) and calendar.after(asked, SILENT) <= calendar.today(now)


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
