"""Plans that stand still: paused by one of the two, or until the manager has tried the driver."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from bot.chat import Person, Reply, Text
from bot.coaching import proposals, reading, wording
from bot.coaching.budget import is_step
from bot.coaching.calendar import DAY
from bot.coaching.model import Nudge, Plan, Step
from bot.coaching.rules import INVITATIONS, MEMORY, moved
from bot.coaching.schedule import not_counted, paused_for
from bot.ports import UnitOfWork
from bot.settings import Settings


def pause(plan: Plan, person: Person, uow: UnitOfWork, settings: Settings, now: datetime) -> str:
    today = reading.calendar(person, uow, settings).today(now)
    _stand_still(plan, person.id, today, uow, settings, now)
    named = proposals.named(plan, person, uow, settings)
    return f"{named} is paused: nothing comes until one of you writes “resume”."


def wait_for_manager(
    plan: Plan, since: date, uow: UnitOfWork, settings: Settings, now: datetime, *, said_so: bool
) -> Plan:
    """Pauses until the manager has tried the driver; `said_so` when they turned the invitation down."""
    return _stand_still(plan, plan.manager_id if said_so else "", since, uow, settings, now)


def resume(plan: Plan, person: Person, uow: UnitOfWork, settings: Settings, now: datetime) -> str:
    if plan.line_ended or waits_for_manager(plan, uow, now):
        return why(plan, person, uow, settings, now)
    begun, steps = released(
        replace(moved(plan, "active"), paused_since=plan.paused_since), uow, settings, now
    )
    uow.coaching.save_plan(replace(begun, paused_since=None))
    uow.coaching.put_steps(steps)
    proposals.keep_back(plan, uow)
    uow.audit.record(now, person.id, "plan_resumed", plan.id, {})
    today = reading.calendar(person, uow, settings).today(now)
    end = f" It now ends {wording.on(begun.end_date, today)}." if begun.end_date else ""
    return f"{proposals.named(plan, person, uow, settings)} goes on.{end}"


def released(plan: Plan, uow: UnitOfWork, settings: Settings, now: datetime) -> tuple[Plan, tuple[Step, ...]]:
    """The plan with its clock stopped from `paused_since` until yesterday, but for days on which it stood
    still anyway."""
    steps = tuple(uow.coaching.steps_of(plan.id))
    if plan.paused_since is None:
        return plan, steps
    manager, rep = reading.pair(plan, uow, settings)
    counted = (*reading.long_absences(plan, uow, settings), *manager.quiet)
    today = manager.today(now)
    days = not_counted(manager.business_days(plan.paused_since, today - DAY), counted)
    begun, later = paused_for(plan, steps, days, manager, rep)
    return begun, tuple(_not_before(today, step, plan.paused_since) for step in later)


def _not_before(today: date, step: Step, since: date) -> Step:
    """What was due while the plan stood still is not late when it goes on."""
    meanwhile = step.state == "planned" and since <= step.due_date < today
    return replace(step, due_date=today) if meanwhile else step


def why(plan: Plan, reader: Person, uow: UnitOfWork, settings: Settings, now: datetime) -> str:
    """Why a paused plan stands still and what ends that, as one of the two reads it. The rep is not told
    what the manager has practised."""
    manager, rep = reading.person(plan.manager_id, uow), reading.person(plan.rep_id, uow)
    other = wording.first_name(rep if reader.id == manager.id else manager)
    stop = f"“stop coaching {other}” ends the plan" if reader.id == manager.id else "“stop coaching” ends it"
    if plan.line_ended:
        return f"Paused since you two no longer work together; nothing is due. {stop[0].upper()}{stop[1:]}."
    if not waits_for_manager(plan, uow, now):
        return f"Paused{_by(plan, reader, other, uow)}; nothing is due. “resume” lets it go on, {stop}."
    if reader.id != manager.id:
        return f"Paused; nothing is due. It goes on when {other} takes it up again, and {stop}."
    driver = reading.driver(plan.driver_id, settings).name
    return (
        f"Paused; nothing is due. It waits until you have tried {driver}: "
        f"“practise {driver.lower()}” lets it go on, {stop}."
    )


def waits_for_manager(plan: Plan, uow: UnitOfWork, now: datetime) -> bool:
    """The plan would only be paused again: the manager has not tried the driver and is not asked any more."""
    if plan.state != "paused" or uow.coaching.practised(plan.manager_id, plan.driver_id):
        return False
    recent = uow.coaching.nudges_to(plan.manager_id, now - MEMORY)
    if any(each.plan_id == plan.id and is_step(each) for each in recent):
        return False
    same = {p.id for p in uow.coaching.plans_of(plan.manager_id, live_only=False) if _alike(p, plan)}
    asked: list[Nudge] = [n for n in recent if n.trigger == "try_first" and n.plan_id in same]
    return len(asked) >= INVITATIONS or bool(asked and asked[-1].state == "declined")


def _alike(one: Plan, other: Plan) -> bool:
    return (one.manager_id, one.driver_id) == (other.manager_id, other.driver_id)


def _stand_still(
    plan: Plan, by: str, since: date, uow: UnitOfWork, settings: Settings, now: datetime
) -> Plan:
    """Tells whoever did not pause it themselves: the rep, or the manager when the rep did."""
    still = uow.coaching.save_plan(replace(moved(plan, "paused"), paused_since=since))
    uow.audit.record(now, by or "cornerman", "plan_paused", plan.id, {})
    manager, rep = reading.person(plan.manager_id, uow), reading.person(plan.rep_id, uow)
    told = manager if by == rep.id else rep
    if told is rep and uow.people.address_of(rep.id) is None:
        return still
    driver, stop = reading.driver(plan.driver_id, settings).name, "“stop coaching”"
    if told is manager:
        stop = f"“stop coaching {wording.first_name(rep)}”"
        words = f"{wording.first_name(rep)} has paused the plan on {driver}; nothing is due."
    elif by:
        words = f"{wording.first_name(manager)} has paused your plan on {driver}; nothing is due."
    else:
        words = f"Your plan on {driver} with {wording.first_name(manager)} is paused; nothing is due."
    reply = Reply((Text(f"{words} You can end it with {stop}."),), deliver="direct")
    proposals.tell(still, told, reply, proposals.paused(still), uow, settings, now)
    return still


def _by(plan: Plan, reader: Person, other: str, uow: UnitOfWork) -> str:
    """Who paused it: not the one who was told. Unknown when nobody was."""
    told = next((p for p in (plan.manager_id, plan.rep_id) if proposals.was_told(plan, p, uow)), None)
    if told is None:
        return ""
    return f" by {other}" if told == reader.id else " by you"
