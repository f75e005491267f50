"""Which signal may be told now: at most one, after everything that is due, within the same budgets. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from bot.coaching.budget import WEEK, Spent, is_step
from bot.coaching.decisions import PlanView, Situation, Tell
from bot.coaching.evidence import Signal, SignalKind

DECLINES = 3
UNKNOWN_FOR = timedelta(days=7)
"""So long after a page was used its outcome may show by itself."""
WISH: SignalKind = "wants_time"
"""The rep has asked for it to be passed on."""
FIRST = (WISH, "verifier", "content_used", "no_evidence")


def told_now(situation: Situation, used: Spent) -> tuple[Tell, ...]:
    """In a window, on a day on which nothing else is said."""
    ready = [signal for signal in situation.signals if _may_be_told(signal, situation, used)]
    chosen = min(ready, key=lambda s: (FIRST.index(s.kind), s.observed_at, s.id), default=None)
    return (Tell(chosen),) if chosen else ()


def _may_be_told(signal: Signal, situation: Situation, used: Spent) -> bool:
    me = situation.recipient.id
    role: Literal["manager", "rep"] = "rep" if signal.rep_id == me else "manager"
    if role == "rep" and not situation.has_written:
        return False
    if signal.kind == "content_used" and situation.now - signal.observed_at < UNKNOWN_FOR:
        return False
    if _in_the_way(signal, situation, role) or not (signal.kind == WISH or _runs(signal, situation, role)):
        return False
    return not _unwanted(signal, situation) and not used.over(situation.today, role, signal.rep_id)


def _runs(signal: Signal, situation: Situation, role: str) -> bool:
    """Its plan is under way; and a manager hears of a rep first of all after having tried the driver."""
    view = next((each for each in situation.plans if each.plan.id == signal.plan_id), None)
    if view is None or view.plan.state != "active":
        return False
    over = view.plan.end_date is not None and view.plan.end_date <= situation.today
    return not over and (role == "rep" or _has_tried(view, situation))


def _in_the_way(signal: Signal, situation: Situation, role: str) -> bool:
    """It would take the place of a step that comes within the week."""
    soon = situation.today + WEEK
    days = (view.next_day(role) for view in situation.plans if view.plan.rep_id == signal.rep_id)
    return any(day is not None and day <= soon for day in days)


def _has_tried(view: PlanView, situation: Situation) -> bool:
    about = (n.plan_id == view.plan.id and is_step(n) for n in situation.recent)
    return view.plan.driver_id in situation.tried or any(about)


def _unwanted(signal: Signal, situation: Situation) -> bool:
    declined = [n for n in situation.recent if n.state == "declined" and n.trigger == signal.kind]
    return len(declined) >= DECLINES
