"""Two people agreeing on a plan: propose, accept, decline, stop. All write through `uow`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.chat import Person, Reply, Text
from bot.coaching import cards, queueing, reading, wording
from bot.coaching.budget import ASKED_FOR, Kind
from bot.coaching.model import LIVE_PLANS, Driver, Nudge, Plan, Step
from bot.coaching.rules import ended, moved
from bot.coaching.schedule import continued, next_step, staggered, start_plan
from bot.ports import UnitOfWork
from bot.settings import Settings

STOPPABLE = ("active", "paused", "wrapping_up", "orphaned")
COOL_OFF = timedelta(days=30)
ACTIVE_DRIVERS = 2
NEWS_FOR = timedelta(days=14)
"""So late what became of a plan is still told."""


def propose(
    plan_id: str,
    manager: Person,
    rep: Person,
    driver: Driver,
    uow: UnitOfWork,
    settings: Settings,
    now: datetime,
    *,
    start: date | None = None,
) -> str:
    """Asks the rep, in the rep's own send window, and returns what the manager reads. The plan begins when
    the rep accepts, but not before `start`."""
    refusal = _not_now(rep, driver, uow, settings, now) or too_many(manager, driver, uow, settings)
    if refusal:
        return refusal
    plan = Plan(plan_id, manager.id, rep.id, driver.id, "proposed", manager.id, now, start_date=start)
    return ask(plan, manager, rep, uow, settings, now)


def ask(plan: Plan, manager: Person, rep: Person, uow: UnitOfWork, settings: Settings, now: datetime) -> str:
    name, driver = wording.first_name(rep), reading.driver(plan.driver_id, settings)
    if not uow.coaching.add_plan(plan):
        return f"{name} has a live plan on {driver.name} already; “plan” shows it."
    uow.audit.record(now, manager.id, "plan_proposed", plan.id, {"driver": driver.id})
    if uow.people.address_of(rep.id) is None:
        return wording.NO_SILENT_REP.format(rep=name)
    at = tell(plan, rep, reading.proposal(plan, uow, settings), "proposal", uow, settings, now)
    return (
        f"I have asked {name}: {driver.name}, {settings.coaching.plan_days} days, one small step at a time. "
        f"{name} reads it {wording.moment(at, manager.zone, now)}, your time, and may accept or say not now. "
        f"Nothing starts before that; once {name} accepts, your first step comes with a ready opener."
    )


def accept(
    plan: Plan, rep: Person, uow: UnitOfWork, settings: Settings, now: datetime, *, notes: bool = False
) -> Reply:
    """`notes`: what was noted in the plan it follows may be shown to the new manager."""
    manager = reading.person(plan.manager_id, uow)
    begun, steps = _begun(replace(plan, notes_shared=notes), uow, settings, now)
    uow.coaching.save_plan(begun)
    uow.coaching.put_steps(steps)
    uow.evidence.observe_again(rep.id, now)
    uow.audit.record(now, rep.id, "plan_accepted", plan.id, {"notes": "shared" if notes else ""})
    driver = reading.driver(plan.driver_id, settings)
    today = reading.calendar(rep, uow, settings).today(now)
    first = next_step(steps, "rep")
    start = begun.start_date or today
    when = f" It starts {wording.on(start, today)}, as plans of one team start a week apart." * (
        start > today
    )
    coming = f" Your first step: practise, {wording.on(first.due_date, today)}." if first else ""
    words = (
        f"You and {wording.first_name(manager)}, until {wording.on(begun.end_date or today, today)}.{when}"
        f"{coming} “plan” shows every step, “practise {driver.name.lower()}” starts now, "
        "“stop coaching” ends it."
    )
    heading = Text(f"You are on: {driver.name}", strong=True)
    return Reply((heading, Text(words)), card_id=cards.PLAN + plan.id, replaces=True)


def _begun(plan: Plan, uow: UnitOfWork, settings: Settings, now: datetime) -> tuple[Plan, tuple[Step, ...]]:
    """One that a manager left behind goes on where it stood; any other starts at day 0."""
    manager, rep = reading.pair(plan, uow, settings)
    former = uow.coaching.get_plan(plan.follows) if plan.follows else None
    if former and plan.start_date:
        return continued(moved(plan, "active"), former, uow.coaching.steps_of(former.id), now, manager, rep)
    others = [each for each in uow.coaching.plans_of(plan.manager_id) if each.manager_id == plan.manager_id]
    taken = [each.start_date for each in others if each.start_date and each.state != "proposed"]
    start = staggered(max(rep.today(now), plan.start_date or date.min), taken)
    return start_plan(replace(moved(plan, "active"), start_date=start), settings.coaching, now, manager, rep)


def decline(plan: Plan, rep: Person, uow: UnitOfWork, settings: Settings, now: datetime) -> Reply:
    uow.coaching.save_plan(ended(plan, "stopped", now))
    uow.audit.record(now, rep.id, "plan_declined", plan.id, {})
    driver = reading.driver(plan.driver_id, settings)
    manager = reading.person(plan.manager_id, uow)
    words = (
        f"{wording.first_name(rep)} would rather not start {driver.name} now. That goes no further than you."
    )
    tell(plan, manager, Reply((Text(words),), deliver="direct"), "declined", uow, settings, now)
    answer = f"Not now, then. {wording.first_name(manager)} hears just that, and no reason is needed."
    return Reply((Text(answer),), card_id=cards.PLAN + plan.id, replaces=True)


def stop(plan: Plan, person: Person, uow: UnitOfWork, settings: Settings, now: datetime) -> str:
    """Either side may, without a reason. What still waits to be sent is not sent any more."""
    uow.coaching.save_plan(ended(plan, "stopped", now))
    uow.audit.record(now, person.id, "plan_stopped", plan.id, {})
    silence(plan, uow)
    other = reading.person(plan.rep_id if person.id == plan.manager_id else plan.manager_id, uow)
    driver = reading.driver(plan.driver_id, settings)
    if other.id == plan.manager_id or uow.people.address_of(other.id):
        words = (
            f"The {driver.name} plan of you and {wording.first_name(person)} has ended. No reason is needed."
        )
        tell(plan, other, Reply((Text(words),), deliver="direct"), "stopped", uow, settings, now)
    return f"{named(plan, person, uow, settings)} has ended; nothing more comes of it."


def wake_pairs(person: Person, uow: UnitOfWork) -> None:
    """Everyone whose next message may change with this person's plans."""
    plans = uow.coaching.plans_of(person.id)
    uow.coaching.wake({person.id, *(who for plan in plans for who in _both(plan))})


def silence(plan: Plan, uow: UnitOfWork, reason: str = "plan_stopped") -> None:
    for nudge in uow.coaching.nudges_of(plan.id):
        _suppress(nudge, uow, reason)


def keep_back(plan: Plan, uow: UnitOfWork) -> None:
    """What still waits to tell of a proposal or a pause is news no more."""
    for key in (_key(plan, what, who) for what in ("proposal", paused(plan)) for who in _both(plan)):
        if nudge := uow.coaching.get_nudge(key):
            _suppress(nudge, uow, "news_no_more")


def _suppress(nudge: Nudge, uow: UnitOfWork, reason: str) -> None:
    """Unless it has left already."""
    message = uow.outgoings.get(nudge.key)
    if message and message.state == "queued":
        uow.outgoings.failed(nudge.key, "expired")
        uow.coaching.save_nudge(replace(nudge, state="suppressed", reason=reason))


def paused(plan: Plan) -> str:
    """Names the news of this pause; the next one has another name."""
    return f"paused{plan.paused_since or ''}"


def was_told(plan: Plan, person_id: str, uow: UnitOfWork) -> bool:
    return uow.outgoings.get(_key(plan, paused(plan), person_id)) is not None


def _both(plan: Plan) -> tuple[str, str]:
    return plan.manager_id, plan.rep_id


def named(plan: Plan, person: Person, uow: UnitOfWork, settings: Settings) -> str:
    other = reading.person(plan.rep_id if person.id == plan.manager_id else plan.manager_id, uow)
    return f"{reading.driver(plan.driver_id, settings).name} with {wording.first_name(other)}"


def _not_now(rep: Person, driver: Driver, uow: UnitOfWork, settings: Settings, now: datetime) -> str:
    """Why the rep is not asked: another plan is live, or they said not now within the last 30 days."""
    plans = [plan for plan in uow.coaching.plans_of(rep.id, live_only=False) if plan.rep_id == rep.id]
    name = wording.first_name(rep)
    live = next((plan for plan in plans if plan.state in LIVE_PLANS), None)
    if live:
        other = reading.driver(live.driver_id, settings).name
        return f"{name} has a plan on {other}, {wording.state_of(live, name)}. One at a time: end it first."
    quiet = _cooling(plans, driver, uow, now)
    return f"{name} said not now to {driver.name}. You may ask again from {quiet:%d %b}." if quiet else ""


def too_many(manager: Person, driver: Driver, uow: UnitOfWork, settings: Settings) -> str:
    """A team works on two drivers at a time: those of its manager's live plans, and the whole team's."""
    plans = [plan for plan in uow.coaching.plans_of(manager.id) if plan.manager_id == manager.id]
    team = [one.driver_id for one in uow.rollouts.running(manager.id)]
    active = list(dict.fromkeys([*team, *(plan.driver_id for plan in reversed(plans))]))
    if driver.id in active or len(active) < ACTIVE_DRIVERS:
        return ""
    names = " and ".join(reading.driver(each, settings).name for each in active)
    name, first = wording.first_name(manager), reading.driver(active[0], settings).name.lower()
    whose = f"“retire {first} with {name}’s team” or "
    ends = f"{whose if team else ''}“stop coaching NAME” ends each plan on it"
    return f"Your team works on {names}. Retire one first: {ends}."


def _cooling(plans: Sequence[Plan], driver: Driver, uow: UnitOfWork, now: datetime) -> datetime | None:
    """Until when the rep is left in peace: a plan that was stopped without a step was declined."""
    same = (plan for plan in plans if plan.driver_id == driver.id and plan.state == "stopped")
    declined = [plan for plan in same if not uow.coaching.steps_of(plan.id)]
    until = max(((plan.ended_at or plan.created_at) + COOL_OFF for plan in declined), default=None)
    return until if until and until > now else None


def _key(plan: Plan, what: str, person_id: str) -> str:
    return f"{plan.id}:{what}:1:{person_id}"


def tell(
    plan: Plan, person: Person, reply: Reply, what: str, uow: UnitOfWork, settings: Settings, now: datetime
) -> datetime:
    """Queues a message for the person's next free send window, with why it comes; returns when that opens.
    `what` is the trigger, and may end in a date that tells it from an earlier one."""
    trigger = what.rstrip("-0123456789")
    kind: Kind = "asked" if trigger in ASKED_FOR else "news"
    at = queueing.free_moment(person, plan.rep_id, kind, uow, settings, now)
    reply = replace(reply, parts=(*reply.parts, Text(wording.because(trigger))))
    nudge = queueing.later(_key(plan, what, person.id), plan.id, trigger, person, at, at + NEWS_FOR)
    queueing.place(nudge, reply, uow, now)
    return at
