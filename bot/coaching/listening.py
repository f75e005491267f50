"""An observation brought for a call in the seller's calendar. Pure."""

from __future__ import annotations

from bot.coaching.calls import CALL, fitting, key, told_on
from bot.coaching.decisions import Item, PlanView, Situation
from bot.coaching.model import Step
from bot.coaching.news import DECLINES


def call_item(situation: Situation, view: PlanView, step: Step) -> Item | None:
    """The step with the next call that fits it, for the day before that call; None without one."""
    calendar, end = situation.calendar, view.plan.end_date
    unwanted = sum(n.state == "declined" and n.trigger == CALL for n in situation.recent)
    calls = [call for call in view.calls if end is None or calendar.today(call.starts_at) < end]
    call = fitting(step, calls, situation.recent, calendar, situation.now)
    if call is None or unwanted >= DECLINES:
        return None
    return Item(view.plan, step, key(call, step), CALL, told_on(call, calendar), call)
