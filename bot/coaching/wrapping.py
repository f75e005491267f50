"""How a plan ended: both are asked alone, and both read the result first. Writes through `uow`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat import Action, Person, Reply, Text
from bot.coaching import cards, proposals, reading, teams, watching, wording
from bot.coaching.evidence import SINCE_VERIFIER, VERIFIERS, Baseline, Habit, Observed, Worth, WrapUp
from bot.coaching.model import Plan
from bot.coaching.outcome import result
from bot.errors import StaleState
from bot.ports import Store, UnitOfWork
from bot.settings import Settings

PATIENCE = timedelta(days=7)
"""So long the result waits for an answer that does not come."""
WORTH: dict[str, Worth] = {"useful": "useful", "partly": "partly", "not_useful": "not_useful"}
HABIT: dict[str, Habit] = {"habit": "habit", "sometimes": "sometimes", "not_yet": "not_yet"}
SEEN: dict[str, Observed] = {"seen_both": "both", "seen_one": "one", "seen_none": "none"}
ACTIONS = frozenset({*WORTH, *HABIT, *SEEN})


def begun(plan: Plan, uow: UnitOfWork, settings: Settings, now: datetime) -> None:
    """The plan has come to its end: what is counted is counted, and the rep is asked. Once."""
    rep = reading.person(plan.rep_id, uow)
    asked = uow.people.address_of(rep.id) is not None
    if not uow.evidence.add_wrap_up(WrapUp(plan.id, now, asked)):
        return
    driver = reading.driver(plan.driver_id, settings)
    seen, today = uow.evidence.watched_of([rep.id]), reading.calendar(rep, uow, settings).today(now)
    now_at = {
        VERIFIERS: watching.counted(seen, driver),
        SINCE_VERIFIER: watching.since_verifier(seen, driver, today),
    }
    known = {one.metric: one for one in uow.evidence.baselines_of(plan.id)}
    for metric, (value, n) in now_at.items() if known else ():
        before = known.get(metric, Baseline(plan.id, metric, 0, 0))
        uow.evidence.put_baseline(replace(before, day60=value, n60=n))
    if asked:
        card = _ask_worth(plan, uow, settings)
        proposals.tell(plan, rep, card, f"opinion{plan.end_date or ''}", uow, settings, now)


def manager_question(plan: Plan, settings: Settings) -> Text:
    """What the manager is asked once the wrap-up is done."""
    behaviour = cards.behaviour(plan, reading.driver(plan.driver_id, settings))
    what = f" ({behaviour[0].lower()}{behaviour[1:]})" if behaviour else ""
    return Text(f"In the last two conversations you observed, was it there{what}? {wording.ALONE}")


def manager_answers(key: str) -> tuple[Action, ...]:
    labels = (("seen_both", "In both"), ("seen_one", "In one"), ("seen_none", "Not yet"))
    return tuple(Action(action, label, key) for action, label in labels)


def answer(
    plan: Plan, action: str, person: Person, uow: UnitOfWork, settings: Settings, now: datetime
) -> Reply:
    """Each of the two answers for themselves; the last answer brings the result."""
    known = uow.evidence.wrap_up(plan.id)
    theirs = SEEN if person.id == plan.manager_id else {**WORTH, **HABIT} if person.id == plan.rep_id else {}
    if action not in theirs:
        return Reply((Text(wording.NOT_YOURS),), visibility="asker")
    if known is None or known.told_at:
        return Reply((Text(wording.OVER),), visibility="asker")
    said = uow.evidence.save_wrap_up(_with(known, action))
    if action in WORTH and not said.habit:
        return _ask_habit(plan, uow, settings)
    if plan.state == "completed" and _all_said(said):
        _tell(plan, said, person, uow, settings, now)
        shown = result(plan, said, person, uow, settings, now)
        return replace(shown, card_id=cards.PLAN + plan.id, replaces=True)
    other = reading.person(plan.rep_id if person.id == plan.manager_id else plan.manager_id, uow)
    thanks = f"Thank you. {wording.first_name(other)} is asked too; then both of you read the result."
    return Reply((Text(thanks),), card_id=cards.PLAN + plan.id, replaces=True)


def conclude(now: datetime, store: Store, settings: Settings) -> None:
    """Results that wait for an answer no longer; a plan that was stopped has none."""
    with store.read() as uow:
        waiting = overdue(now, uow)
    for wrap_up in waiting:
        try:
            with store.write() as uow:
                _conclude(wrap_up, uow, settings, now)
                uow.commit()
        except StaleState:
            # The last answer came in between, and brought the result.
            continue


def _conclude(wrap_up: WrapUp, uow: UnitOfWork, settings: Settings, now: datetime) -> None:
    plan = uow.coaching.get_plan(wrap_up.plan_id)
    if plan and plan.state == "completed":
        _tell(plan, wrap_up, None, uow, settings, now)
    elif plan is None or plan.ended_at:
        uow.evidence.save_wrap_up(replace(wrap_up, told_at=now))
    else:
        uow.evidence.save_wrap_up(replace(wrap_up, asked_at=now))


def overdue(now: datetime, uow: UnitOfWork, limit: int = 100) -> Sequence[WrapUp]:
    return uow.evidence.untold(now - PATIENCE, limit)


def _with(wrap_up: WrapUp, action: str) -> WrapUp:
    if action in SEEN:
        return replace(wrap_up, observed=SEEN[action])
    return replace(wrap_up, worth=WORTH[action]) if action in WORTH else replace(wrap_up, habit=HABIT[action])


def _all_said(wrap_up: WrapUp) -> bool:
    return bool(wrap_up.observed and (not wrap_up.rep_asked or (wrap_up.worth and wrap_up.habit)))


def _tell(
    plan: Plan, wrap_up: WrapUp, here: Person | None, uow: UnitOfWork, settings: Settings, now: datetime
) -> None:
    """Both of them in their next send window, except who reads it `here`."""
    uow.evidence.save_wrap_up(replace(wrap_up, told_at=now))
    for person_id in (plan.rep_id, plan.manager_id):
        reader = uow.people.get(person_id)
        if reader and (here is None or reader.id != here.id) and uow.people.address_of(reader.id):
            proposals.tell(
                plan, reader, result(plan, wrap_up, reader, uow, settings, now), "result", uow, settings, now
            )
    teams.tell(plan, uow, settings, now)


def _ask_worth(plan: Plan, uow: UnitOfWork, settings: Settings) -> Reply:
    driver = reading.driver(plan.driver_id, settings)
    manager = wording.first_name(reading.person(plan.manager_id, uow))
    heading = f"The plan on {driver.name} with {manager} has come to its end."
    words = f"Two taps: was it worth your time? {wording.ALONE}"
    labels = (("useful", "Yes"), ("partly", "Partly"), ("not_useful", "No"))
    return replace(_question(plan, (heading, words), labels), deliver="direct", replaces=False)


def _ask_habit(plan: Plan, uow: UnitOfWork, settings: Settings) -> Reply:
    behaviour = cards.behaviour(plan, reading.driver(plan.driver_id, settings))
    what = f": {behaviour[0].lower()}{behaviour[1:]}" if behaviour else ""
    words = f"And how is it in your own conversations now{what}?"
    labels = (("habit", "A habit"), ("sometimes", "Sometimes"), ("not_yet", "Not yet"))
    return _question(plan, (words,), labels)


def _question(plan: Plan, lines: tuple[str, ...], labels: tuple[tuple[str, str], ...]) -> Reply:
    parts = tuple(Text(line, strong=n == 0 and len(lines) > 1) for n, line in enumerate(lines))
    actions = tuple(Action(action, label) for action, label in labels)
    return Reply(parts, actions, card_id=cards.PLAN + plan.id, replaces=True)
