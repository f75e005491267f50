"""Coaching as replies: the nudge, the digest, the proposal and the plan both people see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.chat import Action, Facts, Part, Person, Reply, Text
from bot.coaching import wording
from bot.coaching.model import AGREED, Driver, Plan, Reminder, Step
from bot.coaching.schedule import OPEN_STEPS, plan_day, total_days

NUDGE = "nudge:"
PLAN = "plan:"
PRACTICE = "practice:"
REMINDER = "reminder:"
OURS = (NUDGE, PLAN, "offer:", REMINDER, "signal:", "rollout:", "digest:")
"""How the ids of cards begin whose buttons are for the coach."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One nudge as its reader sees it. `steps` are the whole plan's; `done` is the line that closes it,
    `wish` what the rep has asked to be passed on, `call` the call that the step is brought for."""

    key: str
    plan: Plan
    step: Step
    steps: tuple[Step, ...]
    driver: Driver
    manager: Person
    rep: Person
    reason: str
    done: str = ""
    wish: str = ""
    call: str = ""


def nudge(items: Sequence[Shown], *, replaces: bool = False) -> Reply:
    """One nudge, or a digest of several; each button carries the key of the nudge it is about."""
    several = len(items) > 1
    parts: list[Part] = [Text("Two for today", strong=True)] if several else []
    actions: list[Action] = []
    for item in items:
        parts += [Text(item.done)] if item.done else _nudge_parts(item)
        actions += () if item.done else _nudge_actions(item, f" · {_about(item)}" if several else "")
    return Reply(tuple(parts), tuple(actions), card_id=NUDGE + items[0].key, replaces=replaces)


def title(item: Shown) -> str:
    about = () if item.step.recipient == "rep" else (wording.first_name(item.rep),)
    return wording.heading(item.step.day, total_days(item.steps), *about, item.driver.name)


def say(item: Shown) -> str:
    """The opener for the manager's touch, or the task for the rep."""
    if item.step.recipient == "rep":
        return item.driver.practice_task
    return wording.opener(item.driver, _touch(item.steps, item.step), item.step.kind)


def invitation(item: Shown) -> Reply:
    rep = wording.first_name(item.rep)
    news = f"{rep} said yes to {item.driver.name}." if item.step.kind == "agree" else ""
    words = wording.TRY_FIRST.format(driver=item.driver.name)
    parts: tuple[Part, ...] = (
        Text(title(item), strong=True),
        Text(f"{news} {words}".strip()),
        Text(wording.because("try_first")),
    )
    actions = (Action("snooze", "Snooze", item.key), Action("not_relevant", "Not relevant", item.key))
    return Reply(parts, actions, card_id=NUDGE + item.key)


def question(item: Shown) -> Reply:
    """Asked once after two in a row without an answer."""
    words = (
        f"The last two about {wording.first_name(item.rep)} and {item.driver.name} came at no good moment."
    )
    parts: tuple[Part, ...] = (
        Text("Wrong day, wrong topic, or stop?", strong=True),
        Text(f"{words} From here I write half as often, until you answer one."),
        Text(wording.because("ignored")),
    )
    labels = (("wrong_day", "Wrong day"), ("wrong_topic", "Wrong topic"), ("stop", "Stop this plan"))
    actions = tuple(Action(action, label, item.key) for action, label in labels)
    return Reply(parts, actions, card_id=NUDGE + item.key)


def more_days(plan: Plan, asker: Person, driver: Driver) -> Reply:
    words = (
        f"{wording.first_name(asker)} would like 30 more days on {driver.name}. They are added only if you "
        "agree; otherwise the plan ends as it would have."
    )
    actions = (Action("more", "30 more days", style="primary"), Action("enough", "End as planned"))
    return Reply((Text(words),), actions, deliver="direct", card_id=PLAN + plan.id)


def taking_over(plan: Plan, driver: Driver, manager: Person, before: str) -> Reply:
    """A proposal to the rep of a plan that another manager began."""
    who = wording.first_name(manager)
    how = "go on with your plan" if plan.start_date else "start a fresh plan with you"
    words = f"{who} would like to {how} on {driver.name}, which you and {before} began."
    notes = f"What you and {before} noted stays between you two unless you show it."
    actions = (
        Action("accept", "Accept", style="primary"),
        Action("accept_notes", f"Accept, show {who} the notes"),
        Action("decline", "Not now"),
    )
    parts = (Text(f"A plan for two: {driver.name}", strong=True), Text(words), Text(notes))
    return Reply(parts, actions, deliver="direct", card_id=PLAN + plan.id)


def proposal(plan: Plan, driver: Driver, manager: Person, days: int) -> Reply:
    who = wording.first_name(manager)
    words = (
        f"{who} would like to work with you on {driver.name} for {days} days: one small step at a time, "
        f"about one a week."
    )
    parts: list[Part] = [Text(f"A plan for two: {driver.name}", strong=True), Text(words)]
    parts += [Text(f"Why: {driver.why}")] if driver.why else []
    if plan.start_date:
        parts += [Text(f"It would not start before {wording.on(plan.start_date, plan.created_at.date())}.")]
    parts += [
        Text(f"{wording.SHOWN} {wording.NOT_SHOWN} Either of you may stop at any time, without a reason.")
    ]
    actions = (Action("accept", "Accept", style="primary"), Action("decline", "Not now"))
    return Reply(tuple(parts), actions, deliver="direct", card_id=PLAN + plan.id)


def plan(
    plan: Plan,
    steps: Sequence[Step],
    driver: Driver,
    reader: Person,
    other: Person,
    today: date,
    paused: str = "",
) -> Reply:
    """The schedule both see. What a rep did of their own practice is shown to the rep only."""
    mine: Literal["manager", "rep"] = "manager" if reader.id == plan.manager_id else "rep"
    name = wording.first_name(other)
    rep = name if mine == "manager" else "you"
    state = wording.state_of(plan, rep)
    state = paused or f"{state[0].upper()}{state[1:]}."
    if not steps:
        return Reply((Text(f"{driver.name} with {name}", strong=True), Text(state)))
    head = wording.heading(
        plan_day(plan, steps, plan.paused_since or today), total_days(steps), name, driver.name
    )
    rows = tuple(
        _row(step, mine, name, today, stands=plan.state == "paused")
        for step in steps
        if step.outcome != "merged"
    )
    several = len(driver.behaviours) > 1
    focus = [Text(f"Working on: {behaviour(plan, driver)}.")] if several else []
    return Reply((Text(head, strong=True), Text(state), *focus, Facts(rows)))


def reminder(asked: Reminder) -> Reply:
    parts = (Text(f"Reminder: {asked.text}", strong=True), Text(wording.because("you_asked")))
    again = Action("remind_again", "Remind me again", opens_form=True)
    return Reply(parts, (again,), deliver="direct", card_id=REMINDER + asked.id)


def practice(driver: Driver, following: str) -> Reply:
    parts: list[Part] = [Text(f"Practise {driver.name}", strong=True)]
    parts += [Text(driver.practice_task or f"Take one real opportunity and try {driver.name.lower()} on it.")]
    good = tuple((str(n), line) for n, line in enumerate(driver.behaviours, 1))
    slips = tuple((str(n), line) for n, line in enumerate(driver.mistakes, 1))
    parts += [Facts(good, "What good looks like")] if good else []
    parts += [Facts(slips, "Common mistakes")] if slips else []
    parts += [Text(following)] if following else []
    parts += [Text("This is yours alone: nobody is shown that you practised, or how.")]
    return Reply(tuple(parts), visibility="asker", deliver="direct", card_id=PRACTICE + driver.id)


def _nudge_parts(item: Shown) -> list[Part]:
    listen = [f"Listen for: {behaviour(item.plan, item.driver)}."] if _listens(item) else []
    words = [wording.ASKED_FOR[item.step.kind], *listen]
    if item.call:
        heard = behaviour(item.plan, item.driver) or item.driver.name
        words = [f"{item.call} fits this plan; listen for: {heard}."]
    said = f"You could say: “{say(item)}”" if item.step.recipient == "manager" else say(item)
    lines: list[Part] = [Text(title(item), strong=True), Text(" ".join(words))]
    lines += [Text(each) for each in (said, item.wish) if each]
    return [*lines, Text(wording.because(item.reason))]


def behaviour(plan: Plan, driver: Driver) -> str:
    """What the pair works on now; empty where the driver names none."""
    return driver.behaviours[plan.focus % len(driver.behaviours)] if driver.behaviours else ""


def _nudge_actions(item: Shown, suffix: str) -> tuple[Action, ...]:
    change = item.step.kind == "midpoint" and len(item.driver.behaviours) > 1
    more = item.step.kind == "final" and item.plan.extra != AGREED
    return (
        Action("done", f"{'Keep' if change else 'Done'}{suffix}", item.key, "primary"),
        *([Action("change", f"Change{suffix}", item.key)] if change else []),
        *([Action("extend", f"30 more days{suffix}", item.key)] if more else []),
        Action("snooze", f"Snooze{suffix}", item.key),
        Action("not_relevant", f"Not relevant{suffix}", item.key),
    )


def _about(item: Shown) -> str:
    return item.driver.name if item.step.recipient == "rep" else wording.first_name(item.rep)


def _listens(item: Shown) -> bool:
    return item.step.kind == "observe" and bool(item.driver.behaviours)


def _touch(steps: Sequence[Step], step: Step) -> int:
    """Which of the manager's touches this is, counted from 0 over the whole plan."""
    return sum(each.recipient == "manager" and each.seq < step.seq for each in steps)


def _row(step: Step, reader: str, other: str, today: date, *, stands: bool) -> tuple[str, str]:
    """While a plan stands still no day of its own is the real one: what is open moves with the pause."""
    day = "waits" if stands and step.state in OPEN_STEPS else wording.on(step.due_date, today)
    when = f"Day {step.day} · {day}"
    if step.recipient == "rep":
        mark = step.state if reader == "rep" and step.state not in OPEN_STEPS else ""
        who = "you" if reader == "rep" else other
    else:
        mark = step.state if step.state not in OPEN_STEPS else ""
        who = "you" if reader == "manager" else other
    return when, f"{who}: {wording.step_name(step)}" + (f" · {mark}" if mark else "")
