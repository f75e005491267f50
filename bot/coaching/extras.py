"""30 more days at the wrap-up, if both agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.chat import Person, Reply, Text
from bot.coaching import cards, proposals, reading, wording
from bot.coaching.model import AGREED, Plan
from bot.coaching.rules import moved
from bot.coaching.schedule import extended
from bot.ports import UnitOfWork
from bot.settings import Settings


def ask(plan: Plan, person: Person, uow: UnitOfWork, settings: Settings, now: datetime) -> Reply:
    """One of the two wants it: the other is asked, or, having asked before, agrees with this."""
    other = reading.person(plan.rep_id if person.id == plan.manager_id else plan.manager_id, uow)
    name = wording.first_name(other)
    if plan.extra == AGREED or plan.state not in ("active", "wrapping_up"):
        return Reply((Text(wording.OVER),), visibility="asker")
    if plan.extra == other.id:
        return answer(plan, "more", person, uow, settings, now)
    uow.coaching.save_plan(replace(plan, extra=person.id))
    if uow.people.address_of(other.id) is None:
        words = f"{name} has not written to me yet: once {name} writes “30 more days” to me, they are added."
        return Reply((Text(words),), visibility="asker")
    card = cards.more_days(plan, person, reading.driver(plan.driver_id, settings))
    proposals.tell(plan, other, card, "more_days", uow, settings, now)
    return Reply(
        (Text(f"I have asked {name}. The 30 days are added only if you both agree."),), visibility="asker"
    )


def answer(
    plan: Plan, action: str, person: Person, uow: UnitOfWork, settings: Settings, now: datetime
) -> Reply:
    both = (plan.manager_id, plan.rep_id)
    if person.id not in both:
        return Reply((Text(wording.NOT_YOURS),), visibility="asker")
    waits = plan.extra in both and plan.extra != person.id and plan.state in ("active", "wrapping_up")
    if not waits:
        return Reply((Text(wording.OVER),), visibility="asker")
    asker = reading.person(plan.extra, uow)
    if action == "enough":
        uow.coaching.save_plan(replace(plan, extra=""))
        words = f"The plan ends as it was planned. {wording.first_name(asker)} need not be told why."
        return Reply((Text(words),), card_id=cards.PLAN + plan.id, replaces=True)
    steps = uow.coaching.steps_of(plan.id)
    longer, moved_steps = extended(plan, steps, *reading.pair(plan, uow, settings))
    uow.coaching.save_plan(moved(longer, "active") if plan.state == "wrapping_up" else longer)
    uow.coaching.put_steps(moved_steps)
    uow.evidence.drop_wrap_up(plan.id)
    uow.audit.record(now, person.id, "plan_extended", plan.id, {})
    today = reading.calendar(person, uow, settings).today(now)
    end = wording.on(longer.end_date or today, today)
    words = f"30 more days, until {end}. “plan” shows the steps."
    told = f"{wording.first_name(person)} agrees: {words}"
    proposals.tell(longer, asker, Reply((Text(told),), deliver="direct"), "extended", uow, settings, now)
    return Reply((Text(words),), card_id=cards.PLAN + plan.id, replaces=True)
