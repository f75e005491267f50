"""What happens when a nudge is answered, by button or in words. Idempotent; an old nudge changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.chat import Action, Person, Reply, Text
from bot.coaching import cards, complaints, extras, pauses, reading, wording, wrapping
from bot.coaching.budget import is_step
from bot.coaching.calendar import DAY
from bot.coaching.calls import CALL
from bot.coaching.model import Nudge, Plan, Step
from bot.coaching.pace import ASKED
from bot.coaching.rules import AFTER_END, ended, moved
from bot.coaching.schedule import OPEN_STEPS, next_step
from bot.ports import UnitOfWork
from bot.settings import Settings

ANSWERS = frozenset(
    {
        *("done", "change", "extend", "snooze", "snooze_week", "not_relevant", "went_well", "needs_work"),
        *wrapping.SEEN,
    }
)
OUTCOMES = {"went_well": "tried_went_well", "needs_work": "tried_needs_work"}
RUNNING = frozenset({"active", "wrapping_up"})
MORNING = time(5)
FURTHEST = timedelta(days=30)
"""A day further ahead is rather a slip than a snooze."""


def answer(
    nudge: Nudge,
    action: str,
    person: Person,
    uow: UnitOfWork,
    settings: Settings,
    now: datetime,
    *,
    wanted: date | None = None,
) -> Reply:
    """`wanted` is the day to which a snooze was asked for in words."""
    plan = uow.coaching.get_plan(nudge.plan_id)
    if nudge.recipient_id != person.id or plan is None:
        return Reply((Text(wording.NOT_YOURS),), visibility="asker")
    step = reading.step_of(nudge, uow)
    if nudge.trigger == ASKED:
        return complaints.answer(nudge, action, plan, person, uow, settings, now)
    if step is None or action not in ANSWERS:
        return Reply((Text(wording.OVER),), visibility="asker")
    if action in wrapping.SEEN:
        said = wrapping.answer(plan, action, person, uow, settings, now)
        return replace(said, card_id=cards.NUDGE + nudge.key) if said.card_id else said
    if action in OUTCOMES:
        return _rate(nudge, step, plan, OUTCOMES[action], uow, settings)
    if _repeated(nudge, action):
        invited = nudge.trigger == "try_first"
        return _left_waiting(nudge, plan, settings, uow) if invited else _card(nudge, uow, settings, now)
    if plan.state not in RUNNING or step.state not in OPEN_STEPS or not current(nudge, uow):
        return Reply((Text(wording.OVER),), visibility="asker")
    if action == "extend":
        return extras.ask(plan, person, uow, settings, now)
    if action in ("snooze", "snooze_week"):
        return _snooze(nudge, step, plan, action, wanted, uow, settings, now)
    return _close(nudge, step, plan, action, uow, settings, now)


def tick(step: Step, plan: Plan, outcome: str, uow: UnitOfWork, settings: Settings, now: datetime) -> None:
    """The step is done, and with the last one the plan. A nudge still open about it is answered."""
    uow.coaching.put_steps([replace(step, state="done", done_at=now, outcome=outcome)])
    for nudge in uow.coaching.nudges_of(plan.id):
        if nudge.step_id == step.id and is_step(nudge) and nudge.state in ("sent", "snoozed"):
            uow.coaching.save_nudge(replace(nudge, state="acted", snooze_until=None))
            message = uow.outgoings.get(nudge.key)
            if message and message.state == "queued":
                uow.outgoings.failed(nudge.key, "expired")
    if step.kind == "final":
        complete(plan, uow, settings, now)


def complete(plan: Plan, uow: UnitOfWork, settings: Settings, now: datetime) -> None:
    wrapping.begun(plan, uow, settings, now)
    ending = plan if plan.state == "wrapping_up" else moved(plan, "wrapping_up")
    uow.coaching.save_plan(ended(ending, "completed", now))
    uow.audit.record(now, plan.manager_id, "plan_completed", plan.id, {})


def _repeated(nudge: Nudge, action: str) -> bool:
    said = {"done": "acted", "not_relevant": "declined"}
    return nudge.state == said.get(action, "")


def current(nudge: Nudge, uow: UnitOfWork) -> bool:
    """The newest nudge about its step, and still answerable."""
    same = [
        n for n in uow.coaching.nudges_of(nudge.plan_id) if n.step_id == nudge.step_id and n.trigger != ASKED
    ]
    newest = max(same, key=lambda each: (each.planned_at, each.key))
    return newest.key == nudge.key and nudge.state in ("sent", "snoozed")


def _close(
    nudge: Nudge, step: Step, plan: Plan, action: str, uow: UnitOfWork, settings: Settings, now: datetime
) -> Reply:
    if nudge.trigger == "try_first":
        return _answer_invitation(nudge, step, plan, action, uow, settings, now)
    if action == "change" and step.kind == "midpoint":
        uow.coaching.save_plan(replace(plan, focus=plan.focus + 1))
        tick(step, plan, "changed", uow, settings, now)
        return _card(replace(nudge, state="acted"), uow, settings, now)
    if action in ("done", "change"):
        tick(step, plan, "", uow, settings, now)
        return _card(replace(nudge, state="acted"), uow, settings, now)
    uow.coaching.save_nudge(replace(nudge, state="declined"))
    if nudge.trigger == CALL:
        # It is this call they do not want; the step keeps its day.
        uow.coaching.put_steps([replace(step, state="planned")])
        return _card(replace(nudge, state="declined"), uow, settings, now)
    uow.coaching.put_steps([replace(step, state="skipped", outcome="not_relevant")])
    if step.kind == "final":
        complete(plan, uow, settings, now)
    return _card(replace(nudge, state="declined"), uow, settings, now)


def _answer_invitation(
    nudge: Nudge, step: Step, plan: Plan, action: str, uow: UnitOfWork, settings: Settings, now: datetime
) -> Reply:
    """Saying “done” to an invitation is not trying it; the task is one word away."""
    driver = reading.driver(plan.driver_id, settings)
    if action == "done":
        return Reply((Text(wording.TRY_FIRST.format(driver=driver.name)),), visibility="asker")
    uow.coaching.save_nudge(replace(nudge, state="declined"))
    if plan.state == "active":
        pauses.wait_for_manager(plan, step.due_date, uow, settings, now, said_so=True)
    return _left_waiting(nudge, plan, settings, uow)


def _left_waiting(nudge: Nudge, plan: Plan, settings: Settings, uow: UnitOfWork) -> Reply:
    driver, rep = reading.driver(plan.driver_id, settings).name, reading.person(plan.rep_id, uow)
    name = wording.first_name(rep)
    words = (
        f"Understood. The plan with {name} is paused until you have tried {driver}: “practise "
        f"{driver.lower()}” lets it go on, “stop coaching {name}” ends it. "
        f"{name} hears only that it is paused."
    )
    return Reply((Text(words),), card_id=cards.NUDGE + nudge.key, replaces=True)


def _snooze(
    nudge: Nudge,
    step: Step,
    plan: Plan,
    action: str,
    wanted: date | None,
    uow: UnitOfWork,
    settings: Settings,
    now: datetime,
) -> Reply:
    """To tomorrow or next week, in a send window; past the plan's end once, and no further than a week."""
    person = reading.person(nudge.recipient_id, uow)
    calendar = reading.calendar(person, uow, settings)
    today = calendar.today(now)
    usual = today + DAY if action == "snooze" else today + timedelta(days=7 - today.weekday())
    wanted = wanted if wanted and today < wanted <= today + FURTHEST else usual
    until = calendar.next_send_time(calendar.at(wanted, MORNING), midweek=action != "snooze")
    last = plan.end_date + AFTER_END if plan.end_date else None
    if last and calendar.today(until) > last:
        until = calendar.next_send_time(calendar.at(wanted, MORNING))
    again = any(n.state == "snoozed" and n.key != nudge.key for n in _of_step(step, uow))
    past_end = bool(plan.end_date and calendar.today(until) > plan.end_date)
    if (last and calendar.today(until) > last) or (past_end and again):
        return Reply(
            (Text("The plan ends here, so I cannot bring this one back later."),), visibility="asker"
        )
    snoozed = replace(nudge, state="snoozed", snooze_until=until)
    uow.coaching.save_nudge(snoozed)
    return _card(snoozed, uow, settings, now)


def _of_step(step: Step, uow: UnitOfWork) -> list[Nudge]:
    return [nudge for nudge in uow.coaching.nudges_of(step.plan_id) if nudge.step_id == step.id]


def _rate(nudge: Nudge, step: Step, plan: Plan, outcome: str, uow: UnitOfWork, settings: Settings) -> Reply:
    if step.state != "done":
        return Reply((Text(wording.OVER),), visibility="asker")
    uow.coaching.put_steps([replace(step, outcome=outcome)])
    item = reading.shown(nudge.key, plan, step, uow.coaching.steps_of(plan.id), nudge.reason, uow, settings)
    words = {
        "tried_went_well": "Good to hear.",
        "tried_needs_work": "Then the next step has something to build on.",
    }
    line = f"✓ {cards.title(item)}. {words[outcome]}"
    return Reply((Text(line),), card_id=cards.NUDGE + nudge.key, replaces=True)


def _card(nudge: Nudge, uow: UnitOfWork, settings: Settings, now: datetime) -> Reply:
    """The card as it stands now, with every nudge that came in the same message."""
    together = [nudge if each.key == nudge.key else each for each in reading.siblings(nudge, uow)] or [nudge]
    shown = [_as_shown(each, uow, settings, now) for each in together]
    card = cards.nudge(shown, replaces=True)
    mine = next(item for item in shown if item.key == nudge.key)
    if nudge.state == "acted" and mine.step.kind == "final":
        asked = wrapping.manager_question(mine.plan, settings)
        return replace(
            card, parts=(*card.parts, asked), actions=(*card.actions, *wrapping.manager_answers(nudge.key))
        )
    return replace(card, actions=(*card.actions, *_more(nudge)))


def _as_shown(nudge: Nudge, uow: UnitOfWork, settings: Settings, now: datetime) -> cards.Shown:
    plan, steps = uow.coaching.get_plan(nudge.plan_id), uow.coaching.steps_of(nudge.plan_id)
    assert plan is not None, "a nudge is written with its plan"
    # A nudge with a card has a step.
    step = next(each for each in steps if each.id == nudge.step_id)
    item = reading.shown(nudge.key, plan, step, steps, nudge.reason, uow, settings)
    return replace(item, done=_line(nudge, item, uow, settings, now))


def _line(nudge: Nudge, item: cards.Shown, uow: UnitOfWork, settings: Settings, now: datetime) -> str:
    if nudge.state == "snoozed" and nudge.snooze_until:
        person = reading.person(nudge.recipient_id, uow)
        return f"{cards.title(item)}: I bring it back {wording.moment(nudge.snooze_until, person.zone, now)}."
    if nudge.state == "declined":
        return f"{cards.title(item)}: left out. {_next_line(item, uow, settings, now)}".strip()
    if nudge.state == "acted":
        if item.step.outcome == "changed":
            return f"✓ {cards.title(item)}. From now on: {cards.behaviour(item.plan, item.driver)}."
        return f"✓ {cards.title(item)}. {_next_line(item, uow, settings, now)}".strip()
    return "" if item.step.state in OPEN_STEPS else f"{cards.title(item)}: over."


def _next_line(item: cards.Shown, uow: UnitOfWork, settings: Settings, now: datetime) -> str:
    following = next_step(item.steps, item.step.recipient)
    reader = item.manager if item.step.recipient == "manager" else item.rep
    today = reading.calendar(reader, uow, settings).today(now)
    if following is None:
        return "That was the last step."
    return f"Next: {wording.step_name(following)}, {wording.on(following.due_date, today)}."


def _more(nudge: Nudge) -> tuple[Action, ...]:
    """What may still be said about an answered nudge."""
    if nudge.state == "acted":
        return (Action("went_well", "Went well", nudge.key), Action("needs_work", "Needs work", nudge.key))
    if nudge.state == "snoozed":
        return (
            Action("snooze_week", "Next week instead", nudge.key),
            Action("snooze_to", "Another day", nudge.key, opens_form=True),
            Action("done", "Done", nudge.key),
        )
    return ()
