"""What to do now for one person: pure decisions over plans, steps, nudges and the calendar.

draft ──▶ proposed ──▶ active ◀──▶ paused
            │            │  ▲        │
            │            ▼  │        │
            │       wrapping_up ──▶ completed
            ▼            ▼           ▼
         stopped · transferred · orphaned ──▶ stopped | transferred
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Literal

from bot.coaching import news
from bot.coaching.budget import ABOUT_NOBODY, Kind, Spent, is_step, spent
from bot.coaching.calls import CALL
from bot.coaching.decisions import (
    Close,
    Decision,
    Item,
    Move,
    Offer,
    PlanView,
    Reason,
    Send,
    Situation,
    Wait,
)
from bot.coaching.listening import call_item
from bot.coaching.model import Nudge, Plan, PlanState, Step
from bot.coaching.schedule import OPEN_STEPS, next_step
from bot.errors import StaleState

TRANSITIONS: Mapping[PlanState, frozenset[PlanState]] = {
    "draft": frozenset({"proposed", "stopped"}),
    "proposed": frozenset({"active", "stopped", "orphaned"}),
    "active": frozenset({"paused", "wrapping_up", "stopped", "transferred", "orphaned"}),
    "paused": frozenset({"active", "stopped", "transferred", "orphaned"}),
    "wrapping_up": frozenset({"active", "completed", "stopped", "transferred", "orphaned"}),
    "orphaned": frozenset({"stopped", "transferred"}),
    "completed": frozenset(),
    "stopped": frozenset(),
    "transferred": frozenset(),
}
LATE = 3
"""Open days a message may be late before it is dropped, and after which one unanswered is sent again."""
INVITATIONS = 2
TAKEN_UP_WITHIN = 10
DECLINES = 3
DIGEST = 2
MEMORY = timedelta(days=120)
"""How far back budgets, invitations and declines look: longer than a plan with all its pauses."""

AFTER_END = timedelta(days=7)

USEFUL_FIRST = ("final", "midpoint", "agree", "observe", "feedback", "practice", "follow_up")


def may_move(plan: Plan, to: PlanState) -> bool:
    return to in TRANSITIONS[plan.state]


def moved(plan: Plan, to: PlanState) -> Plan:
    """Raises StaleState where the table allows no such move: someone else has moved the plan before."""
    if not may_move(plan, to):
        raise StaleState(f"The plan is {plan.state} by now; look at it again before you change it.")
    return replace(plan, state=to)


def ended(plan: Plan, to: Literal["completed", "stopped", "transferred"], now: datetime) -> Plan:
    return replace(moved(plan, to), ended_at=now)


def decide(situation: Situation) -> tuple[Decision, ...]:
    """Everything to do now for this person. At most one `Send`; the same state decides the same."""
    endings: list[Decision] = [*_untaken(situation)]
    ready: list[Item] = []
    for view in situation.plans:
        closing, item = _of_plan(situation, view)
        endings += closing
        ready += [item] if item else []
    invited = [item for item in ready if _held(situation, item)]
    free = [item for item in ready if item not in invited]
    moves, invitations = _manager_first(situation, invited)
    spoken_for = {item.step.id for item in invitations}
    paused = {move.plan.id: move.reason for move in moves}
    held = [item for item in invited if item.step.id not in spoken_for]
    waits = [Wait(item.plan, item.step, paused.get(item.plan.id, "try_first")) for item in held]
    return (*endings, *moves, *waits, *_chosen(situation, [*free, *invitations, *_question(situation)]))


def _untaken(situation: Situation) -> list[Move]:
    """Nobody has taken the plan up for ten business days since its line ended."""
    calendar = situation.calendar
    waits = ((plan, plan.line_ended) for plan in situation.handed_over)
    return [
        Move(plan, "stopped", "not_taken_up")
        for plan, day in waits
        if day and calendar.after_business(day, TAKEN_UP_WITHIN) < situation.today
    ]


def _of_plan(situation: Situation, view: PlanView) -> tuple[list[Decision], Item | None]:
    """Endings of a plan's due steps for this recipient, and the one step that may be spoken about."""
    plan, today = view.plan, situation.today
    role = _role(situation, plan)
    due = [s for s in view.steps if s.recipient == role and _has_come(s, today)]
    if plan.end_date and plan.end_date <= today and role == "manager":
        ending, due = _wrap_up(view, due)
    else:
        ending = []
    if not due:
        return ending, _with_a_call(situation, view) if role == "manager" else None
    current = max(due, key=lambda step: step.seq)
    ending += [Close(plan, step, "skipped", "overtaken") for step in due if step is not current]
    closed, item = _of_step(situation, view, current)
    if closed:
        ending.append(closed)
        if current.kind == "final":
            ending.append(Move(replace(plan, state="wrapping_up"), "completed", "not_observed"))
    return ending, item


def _has_come(step: Step, today: date) -> bool:
    """Its day has, or it was brought before its day."""
    return step.state in OPEN_STEPS and (step.due_date <= today or step.state == "nudged")


def _with_a_call(situation: Situation, view: PlanView) -> Item | None:
    """An observation whose day is still to come, as there is a call for it tomorrow."""
    step = next_step(view.steps, "manager")
    item = None if step is None or _forbidden(situation, step) else call_item(situation, view, step)
    return item if item and item.planned == situation.today and not _held(situation, item) else None


def _wrap_up(view: PlanView, due: list[Step]) -> tuple[list[Decision], list[Step]]:
    """At the plan's end everything but the wrap-up is over."""
    rest = [step for step in view.steps if step.state in OPEN_STEPS and step.kind != "final"]
    ending: list[Decision] = [Close(view.plan, step, "skipped", "wrap_up") for step in rest]
    if view.plan.state == "active":
        ending.insert(0, Move(view.plan, "wrapping_up", "end_date"))
    return ending, [step for step in due if step.kind == "final"]


def _of_step(situation: Situation, view: PlanView, step: Step) -> tuple[Close | None, Item | None]:
    plan, today = view.plan, situation.today
    forbidden = _forbidden(situation, step)
    if forbidden:
        return Close(plan, step, "suppressed", forbidden), None
    if plan.end_date and today > plan.end_date + AFTER_END:
        return Close(plan, step, "expired", "plan_over"), None
    sent = sorted((n for n in view.nudges if _about(n, step)), key=lambda nudge: nudge.planned_at)
    if not sent and (brought := call_item(situation, view, step)):
        return None, brought if brought.planned <= today else None
    planned, reason = _planned(situation, step, sent)
    key = f"{step.id}:{len(sent) + 1}:{situation.recipient.id}"
    item = Item(plan, step, key, reason or "due", planned)
    late = situation.calendar.open_days(planned, today) > LATE
    if step.kind == "final" and _held(situation, item):
        return Close(plan, step, "expired", "never_tried"), None
    if reason is None:
        return (Close(plan, step, "expired", "unanswered") if late else None), None
    if late and not _held(situation, item):
        return Close(plan, step, "expired", "late"), None
    return None, item if planned <= today else None


def _planned(situation: Situation, step: Step, sent: Sequence[Nudge]) -> tuple[date, Reason | None]:
    """The local day the next message about `step` is meant for. No reason: none will follow the last."""
    calendar = situation.calendar
    if not sent:
        return calendar.roll_to_weekday(step.due_date), "due"
    last = sent[-1]
    if last.state == "snoozed" and last.snooze_until:
        return calendar.today(last.snooze_until), "snoozed"
    again = step.recipient == "manager" and step.kind != "final" and not situation.silence.halves
    if again and not any(nudge.reason == "missed" for nudge in sent):
        missed = calendar.at(calendar.after(calendar.today(last.planned_at), LATE), calendar.windows[0][0])
        return calendar.today(calendar.next_send_time(missed, midweek=True)), "missed"
    return calendar.today(last.planned_at), None


def _forbidden(situation: Situation, step: Step) -> str:
    if step.recipient == "rep" and not situation.has_written:
        return "never_wrote"
    said_no = sum(nudge.state == "declined" and nudge.trigger == step.kind for nudge in situation.recent)
    return "three_declines" if said_no >= DECLINES and step.kind != "final" else ""


def _held(situation: Situation, item: Item) -> bool:
    """Manager first: the first nudge about a rep waits until the manager has tried the driver."""
    plan = item.plan
    if situation.recipient.id != plan.manager_id or plan.driver_id in situation.tried:
        return False
    return not any(n.plan_id == plan.id and is_step(n) for n in situation.recent)


def _manager_first(situation: Situation, held: Sequence[Item]) -> tuple[list[Move], list[Item]]:
    """For each driver not tried yet: an invitation when one is due, or after two the clock waits."""
    moves: list[Move] = []
    invitations: list[Item] = []
    for driver in sorted({item.plan.driver_id for item in held}):
        of_driver = [item for item in held if item.plan.driver_id == driver]
        sent = _invitations(situation, driver)
        planned = _invitation_day(situation, sent, of_driver)
        if planned > situation.today:
            continue
        if len(sent) >= INVITATIONS or (sent and sent[-1].state == "declined"):
            moves += [Move(i.plan, "paused", "waits_until_tried", i.step.due_date) for i in of_driver]
            continue
        first = min(of_driver, key=lambda item: (item.planned, item.plan.id))
        key = f"{first.step.id}:try{len(sent) + 1}:{situation.recipient.id}"
        invitations.append(replace(first, key=key, reason="try_first", planned=planned))
    return moves, invitations


def _invitations(situation: Situation, driver: str) -> list[Nudge]:
    known = situation.driver_of
    mine = (n for n in situation.recent if n.trigger == "try_first" and known.get(n.plan_id) == driver)
    return sorted(mine, key=lambda nudge: nudge.planned_at)


def _invitation_day(situation: Situation, sent: Sequence[Nudge], held: Sequence[Item]) -> date:
    if not sent:
        return min(item.planned for item in held)
    last = sent[-1]
    if last.state == "snoozed" and last.snooze_until:
        return situation.calendar.today(last.snooze_until)
    return situation.calendar.after(situation.calendar.today(last.planned_at), LATE)


def _chosen(situation: Situation, ready: Sequence[Item]) -> tuple[Decision, ...]:
    """The one message that may go out now; the rest wait, each with its reason."""
    if not situation.calendar.in_window(situation.now):
        return tuple(Wait(item.plan, item.step, "outside_window") for item in ready)
    halved = situation.silence.halves
    used = spent(situation.recent, situation.rep_of, situation.calendar, halved=halved)
    over = {item.key: _over(situation, used, item) for item in ready}
    if situation.offered and not used.over(situation.today, "manager", "", "news"):
        later = (Wait(item.plan, item.step, over[item.key] or "daily_budget") for item in ready)
        return (Offer(situation.offered), *later)
    free = sorted((item for item in ready if not over[item.key]), key=_usefulness)
    picked = free[:1] if free and free[0].trigger in ABOUT_NOBODY else _digest(free)
    waits = (Wait(i.plan, i.step, over[i.key] or "next_digest") for i in ready if i not in picked)
    return (*([Send(tuple(picked))] if picked else news.told_now(situation, used)), *waits)


def _question(situation: Situation) -> list[Item]:
    """Asked once when two in a row were left alone: about the plan of the last of them, if it still runs."""
    silent = situation.silence
    if not silent.halves or silent.asked:
        return []
    last = silent.ignored[-1]
    for view in situation.plans:
        step = next((each for each in view.steps if each.id == last.step_id), None)
        under_way = view.plan.end_date is None or situation.today < view.plan.end_date
        if step and under_way and _role(situation, view.plan) == "manager":
            key = f"{step.id}:ask:{situation.recipient.id}"
            return [Item(view.plan, step, key, "ignored", situation.today)]
    return []


def _over(situation: Situation, used: Spent, item: Item) -> str:
    rep = item.plan.rep_id if item.trigger not in ABOUT_NOBODY else ""
    kind: Kind = "asked" if item.reason == "snoozed" else "touch"
    return used.over(situation.today, _role(situation, item.plan), rep, kind) or ""


def _digest(free: Sequence[Item]) -> list[Item]:
    """The two most useful, of different reps."""
    steps = [item for item in free if item.trigger not in ABOUT_NOBODY]
    other = next((item for item in steps[1:] if item.plan.rep_id != steps[0].plan.rep_id), None)
    return [*steps[:1], *([other] if other else [])][:DIGEST]


def _usefulness(item: Item) -> tuple[bool, bool, bool, bool, bool, date, int, str]:
    return (
        item.reason != "ignored",
        item.reason != CALL,
        item.reason == "try_first",
        item.reason != "snoozed",
        item.step.kind != "final",
        item.planned,
        USEFUL_FIRST.index(item.step.kind),
        item.key,
    )


def _about(nudge: Nudge, step: Step) -> bool:
    refused = nudge.trigger == CALL and nudge.state == "declined"
    return nudge.step_id == step.id and is_step(nudge) and not refused


def _role(situation: Situation, plan: Plan) -> Literal["manager", "rep"]:
    return "manager" if plan.manager_id == situation.recipient.id else "rep"
