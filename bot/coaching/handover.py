"""Plans whose rep has come to another manager: offered once, taken up, or ended after ten business days."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat import Action, Part, Person, Press, Reply, Text
from bot.coaching import proposals, reading, wording
from bot.coaching.decisions import Situation
from bot.coaching.events import CoachingEvent
from bot.coaching.model import Nudge, Plan
from bot.coaching.rules import ended
from bot.ports import Outgoing, UnitOfWork
from bot.settings import Settings

CARD = "offer:"
UNTAKEN = frozenset({"not_taken_up"})


def waits(plan: Plan) -> bool:
    return plan.line_ended is not None and plan.state in ("paused", "orphaned")


def to_offer(managers: Collection[str], uow: UnitOfWork) -> dict[str, tuple[Plan, ...]]:
    """For each of them the plans they have not been asked about yet."""
    found = uow.coaching.handed_to(managers)
    return {who: tuple(plan for plan in plans if _not_asked(plan, who, uow)) for who, plans in found.items()}


def to_be_asked(situation: Situation, uow: UnitOfWork) -> Sequence[str]:
    """The rep's manager, while a plan of theirs waits that this manager has not been asked about."""
    manager_id = situation.recipient.manager_id
    if manager_id is None:
        return ()
    return (manager_id,) if any(_not_asked(plan, manager_id, uow) for plan in situation.handed_over) else ()


def _not_asked(plan: Plan, manager_id: str, uow: UnitOfWork) -> bool:
    return uow.coaching.get_nudge(_key(plan, manager_id)) is None


def offer(
    plans: Sequence[Plan], manager_id: str, now: datetime, uow: UnitOfWork, settings: Settings
) -> list[CoachingEvent]:
    """One message for all of them."""
    fresh = [plan for plan in plans if uow.coaching.add_nudge(_nudge(plan, manager_id, now))]
    if not fresh:
        return []
    key = _key(fresh[0], manager_id)
    reply = _card(fresh, CARD + key, uow, settings)
    uow.outgoings.add(Outgoing(key, manager_id, reply, None, now))
    uow.audit.record(now, "cornerman", "nudge_sent", key, {"reason": "offer"})
    keys = tuple(_key(plan, manager_id) for plan in fresh)
    return [CoachingEvent(now, "sent", manager_id, "offer", fresh[0].id, keys=keys)]


def answer(event: Press, person: Person, uow: UnitOfWork, settings: Settings, now: datetime) -> Reply:
    """The new manager takes the plan up or does not. The rep is asked before anything goes on."""
    plan, action = uow.coaching.get_plan(event.value), event.action
    if plan is None:
        return Reply((Text(wording.OVER),), visibility="asker")
    uow.coaching.wake((person.id, plan.rep_id))
    nudge = uow.coaching.get_nudge(_key(plan, person.id))
    rep = uow.people.get(plan.rep_id)
    if nudge is None or rep is None or rep.manager_id != person.id:
        return Reply((Text(wording.NOT_YOURS),), visibility="asker")
    if not waits(plan) or action not in ("adopt", "leave"):
        return Reply((Text(wording.OVER),), visibility="asker")
    uow.coaching.save_nudge(replace(nudge, state="acted" if action == "adopt" else "declined"))
    name = wording.first_name(rep)
    if action == "leave":
        uow.coaching.save_plan(ended(plan, "stopped", now))
        tell_untaken(plan, uow, settings, now)
        return Reply((Text(f"Understood. The plan has ended, and {name} hears just that."),))
    uow.coaching.save_plan(ended(plan, "transferred", now))
    said = proposals.ask(_successor(plan, person, event.id, now), person, rep, uow, settings, now)
    return Reply((Text(said),))


def tell_untaken(plan: Plan, uow: UnitOfWork, settings: Settings, now: datetime) -> None:
    rep = uow.people.get(plan.rep_id)
    if rep is None or uow.people.address_of(rep.id) is None:
        return
    driver, former = reading.driver(plan.driver_id, settings).name, reading.former_manager(plan, uow, "your")
    words = (
        f"Your plan on {driver} with {former} has ended: it is not being taken over. "
        f"“practise {driver.lower()}” stays yours, any time."
    )
    proposals.tell(plan, rep, Reply((Text(words),), deliver="direct"), "untaken", uow, settings, now)


def _successor(plan: Plan, manager: Person, event_id: str, now: datetime) -> Plan:
    """An orphaned plan goes on with its own dates; one that a rep left behind starts afresh."""
    fresh = Plan(f"p-{event_id}", manager.id, plan.rep_id, plan.driver_id, "proposed", manager.id, now)
    follows = replace(fresh, follows=plan.id)
    if plan.state != "orphaned":
        return follows
    return replace(follows, start_date=plan.start_date, end_date=plan.end_date)


def _card(plans: Sequence[Plan], card_id: str, uow: UnitOfWork, settings: Settings) -> Reply:
    parts: list[Part] = []
    actions: list[Action] = []
    for plan in plans:
        rep = reading.person(plan.rep_id, uow)
        driver, name = reading.driver(plan.driver_id, settings).name, wording.first_name(rep)
        former = reading.former_manager(plan, uow, "their")
        parts.append(Text(_line(plan, former, driver, name)))
        about = f" · {name}" if len(plans) > 1 else ""
        verb = "Adopt" if plan.state == "orphaned" else "Start afresh"
        actions += [Action("adopt", verb + about, plan.id, "primary")]
        actions += [Action("leave", f"Not now{about}", plan.id)]
    ask = "Nothing goes on before the rep agrees; after ten business days without an answer it ends."
    return Reply((*parts, Text(ask), Text(wording.because("offer"))), tuple(actions), card_id=card_id)


def _line(plan: Plan, former: str, driver: str, name: str) -> str:
    if plan.state == "orphaned":
        return f"{name} has a plan on {driver}, begun with {former}. Would you go on with it?"
    return f"{name} has come to your team with a plan on {driver}. Would you start a fresh one together?"


def _key(plan: Plan, manager_id: str) -> str:
    return f"{plan.id}:offer:1:{manager_id}"


def _nudge(plan: Plan, manager_id: str, now: datetime) -> Nudge:
    return Nudge(
        key=_key(plan, manager_id),
        plan_id=plan.id,
        step_id="",
        recipient_id=manager_id,
        trigger="offer",
        state="sent",
        planned_at=now,
        not_before=now,
        expires_at=now,
        reason="offer",
    )
