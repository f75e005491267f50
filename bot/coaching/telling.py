"""Signals as messages, and what may be answered to them. Writes through `uow`, never commits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.chat import Action, Person, Press, Reply, Text
from bot.coaching import reading, watching, wording
from bot.coaching.decisions import Situation
from bot.coaching.events import CoachingEvent
from bot.coaching.evidence import Signal, Watched
from bot.coaching.model import Driver, Nudge
from bot.ports import Feedback, Outgoing, UnitOfWork
from bot.settings import Settings

CARD = "signal:"
NOT_THIS = Action("not_relevant", "Not relevant")
OUTCOMES = (Action("helped", "It helped"), Action("no_change", "Nothing yet"), NOT_THIS)


def tell(signal: Signal, situation: Situation, uow: UnitOfWork, settings: Settings) -> list[CoachingEvent]:
    """Once: its id is the nudge's key."""
    who, now = situation.recipient.id, situation.now
    if not claim(signal, situation, uow):
        return []
    reply = card(signal, uow, settings, now)
    uow.outgoings.add(Outgoing(signal.id, who, reply, None, now, expires_at=signal.expires_at))
    uow.audit.record(now, "cornerman", "nudge_sent", signal.id, {"reason": signal.kind})
    return [CoachingEvent(now, "sent", who, signal.kind, signal.plan_id, keys=(signal.id,))]


def claim(signal: Signal, situation: Situation, uow: UnitOfWork) -> bool:
    """It still holds, and is ours to say now."""
    holds = still_holds(signal, uow, situation.today)
    return holds and uow.coaching.add_nudge(_nudge(signal, situation.now))


def card(signal: Signal, uow: UnitOfWork, settings: Settings, now: datetime) -> Reply:
    driver = reading.driver(signal.driver_id, settings)
    rep = reading.person(signal.rep_id, uow)
    mine = signal.recipient_id == signal.rep_id
    because = Text(wording.because(signal.kind))
    match signal.kind:
        case "verifier":
            parts = (
                Text(_evidence(signal, settings), strong=True),
                Text(_recognised(driver, rep, mine)),
                because,
            )
            return Reply(parts, deliver="direct", card_id=CARD + signal.id)
        case "wants_time":
            wanted = Text(wish(rep, signal.subject), strong=True)
            return Reply((wanted, because), deliver="direct", card_id=CARD + signal.id)
        case "content_used":
            words = f"A week ago you took {signal.subject}. How did it go?"
            return Reply(
                (Text(words, strong=True), because), OUTCOMES, deliver="direct", card_id=CARD + signal.id
            )
        case _:
            heading = Text(question(signal.subject), strong=True)
            parts = (heading, Text(_ways(driver)), because)
            return Reply(parts, (NOT_THIS,), deliver="direct", card_id=CARD + signal.id)


def wish(rep: Person, topic: str) -> str:
    return f"{wording.first_name(rep)} would like 10 minutes on {topic}."


def question(subject: str) -> str:
    """What both may ask about an opportunity that has become quiet."""
    return f"{subject}: what would show us that they have decided to move?"


def press(event: Press, person: Person, uow: UnitOfWork) -> Reply:
    nudge = uow.coaching.get_nudge(event.card_id.removeprefix(CARD))
    if nudge is None or nudge.recipient_id != person.id:
        return Reply((Text(wording.NOT_YOURS),), visibility="asker")
    if nudge.trigger == "content_used" and event.action in ("helped", "no_change"):
        return _outcome(event, nudge, person, uow)
    if event.action != NOT_THIS.id or nudge.state not in ("sent", "declined"):
        return Reply((Text(wording.OVER),), visibility="asker")
    uow.coaching.save_nudge(replace(nudge, state="declined"))
    return Reply((Text(wording.LEFT_ALONE),), card_id=event.card_id, replaces=True)


def _outcome(event: Press, nudge: Nudge, person: Person, uow: UnitOfWork) -> Reply:
    """Help that was felt counts for the page, as a “Helpful” does."""
    signal = next((s for s in uow.evidence.signals_of(nudge.plan_id) if s.id == nudge.key), None)
    answered = uow.cards.get(signal.source_ref.partition("|")[2]) if signal else None
    if event.action == "helped" and answered:
        pages = tuple(dict.fromkeys(source["document_id"] for source in answered.payload["sources"]))
        uow.feedback.record(Feedback(f"{answered.id}:used", person.id, "helpful", pages, event.at))
    uow.coaching.save_nudge(replace(nudge, state="acted"))
    return Reply((Text(wording.THANKS_FOR_OUTCOME),), card_id=event.card_id, replaces=True)


def still_holds(signal: Signal, uow: UnitOfWork, today: date) -> bool:
    """Evidence that was taken back since is no news, nor is silence where the customer has moved, nor the
    wish of somebody who has another manager by now."""
    if signal.kind == "no_evidence":
        rows = uow.evidence.watched([signal.source_ref])
        return any(row.status == "open" and watching.is_quiet(row, today) for row in rows)
    if signal.kind == "content_used":
        rows = uow.evidence.watched([signal.source_ref.partition("|")[0]])
        return any(row.status == "open" and not _has_moved(row, signal) for row in rows)
    if signal.kind == "verifier":
        opportunity_id, _, verifier = signal.source_ref.rpartition(":")
        return any(verifier in row.verifiers for row in uow.evidence.watched([opportunity_id]))
    # They were told who would read of their wish: nobody else does, when they have changed teams.
    rep = uow.people.get(signal.rep_id)
    return rep is not None and rep.manager_id == signal.recipient_id


def _has_moved(row: Watched, signal: Signal) -> bool:
    """Something is known of the opportunity since the page was used on it."""
    return max(row.evidence_on, row.stage_since) > signal.observed_at.date()


def _evidence(signal: Signal, settings: Settings) -> str:
    _, _, verifier = signal.source_ref.rpartition(":")
    label = next((each.label for each in settings.verifiers if each.id == verifier), verifier)
    return f"{signal.subject}: {label[:1].lower()}{label[1:]}"


def _recognised(driver: Driver, rep: Person, mine: bool) -> str:
    whose = "your" if mine else f"{wording.first_name(rep)}’s"
    return f"The first evidence from a customer in {whose} plan on {driver.name}. Both of you hear of it."


def _ways(driver: Driver) -> str:
    asked = f"ask “{driver.lines[0]}”" if driver.lines else "ask for one step that the customer owns"
    return (
        "Nothing new from the customer for three weeks, and longer in its stage than is usual here. "
        f"Two ways: {asked}; or step back and put your time elsewhere. You may know a third."
    )


def _nudge(signal: Signal, now: datetime) -> Nudge:
    return Nudge(
        key=signal.id,
        plan_id=signal.plan_id,
        step_id="",
        recipient_id=signal.recipient_id,
        trigger=signal.kind,
        state="sent",
        planned_at=now,
        not_before=now,
        expires_at=signal.expires_at,
        reason=signal.kind,
    )
