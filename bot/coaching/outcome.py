"""What a plan came to, as its two read it: observations, evidence, both opinions, and the picture."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.chat import Facts, Person, Reply, Text
from bot.coaching import reading, wording
from bot.coaching.evidence import SINCE_VERIFIER, VERIFIERS, Baseline, WrapUp
from bot.coaching.model import Plan, Step
from bot.coaching.schedule import total_days
from bot.ports import UnitOfWork
from bot.settings import Settings

RATES_FROM = 30
"""With fewer opportunities a share says nothing: counts are shown."""
WORTH = {"useful": "worth it", "partly": "partly worth it", "not_useful": "not worth it", "": ""}
HABIT = {"habit": "a habit now", "sometimes": "there sometimes", "not_yet": "not there yet", "": ""}
OBSERVED = {
    "both": "there in both of the last two conversations",
    "one": "there in one of the last two conversations",
    "none": "not there yet in the last two conversations",
    "": "",
}


def result(
    plan: Plan, wrap_up: WrapUp, reader: Person, uow: UnitOfWork, settings: Settings, now: datetime
) -> Reply:
    driver, steps = reading.driver(plan.driver_id, settings), uow.coaching.steps_of(plan.id)
    manager, rep = (reading.person(who, uow) for who in (plan.manager_id, plan.rep_id))
    rows = [("Observed", observed(steps))]
    rows += evidence_rows(uow.evidence.baselines_of(plan.id))
    said = "; ".join(filter(None, (WORTH[wrap_up.worth], HABIT[wrap_up.habit]))) or "did not say"
    rows += [(f"{wording.first_name(rep)} says", said)]
    rows += [(f"{wording.first_name(manager)} says", OBSERVED[wrap_up.observed] or "did not say")]
    title = f"{driver.name}: what {total_days(steps)} days came to"
    ways = wording.AFTER_REP if reader.id == rep.id else wording.AFTER_MANAGER
    words = ways.format(rep=wording.first_name(rep), driver=driver.name.lower())
    picture = reading.timeline_of(plan, reader, uow, settings, now)
    return Reply(
        (Text(title, strong=True), Facts(tuple(rows)), picture, Text(words)),
        deliver="direct",
    )


def observed(steps: Sequence[Step]) -> str:
    """Conversations the manager has looked at, of those that were planned."""
    planned = [
        step for step in steps if step.kind == "observe" and step.outcome not in ("merged", "extended")
    ]
    done = sum(step.state == "done" for step in planned)
    return f"{done} of {len(planned)} conversations"


def evidence_rows(counted: Sequence[Baseline]) -> list[tuple[str, str]]:
    of = {one.metric: one for one in counted}
    rows = [("Customer evidence", before_and_after(of[VERIFIERS]))] if VERIFIERS in of else []
    return [*rows, ("Days since the last", days_since(of[SINCE_VERIFIER]))] if SINCE_VERIFIER in of else rows


def days_since(counted: Baseline) -> str:
    """The median of days since the driver's last verifier, at the start and now."""
    looks = ((counted.day0, counted.n0, "at the start"), (counted.day60 or 0, counted.n60 or 0, "now"))
    return "; ".join(_median(*look) for look in looks if look[1]) or "not seen to come on an open opportunity"


def before_and_after(counted: Baseline) -> str:
    """How many of the driver's verifiers stood on the open opportunities at the start and at the end."""
    start = _of(counted.day0, counted.n0)
    if counted.day60 is None or counted.n60 is None:
        return f"{start} at the start"
    if min(counted.n0, counted.n60) >= RATES_FROM:
        before, after = counted.day0 / counted.n0, counted.day60 / counted.n60
        n = f"n = {counted.n0} and {counted.n60}"
        return f"{before:.1f} per open opportunity at the start, {after:.1f} now ({n})"
    return f"{start} at the start, {_of(counted.day60, counted.n60)} now"


def _median(days: int, n: int, when: str) -> str:
    """Of one opportunity it is the number itself."""
    return f"{days} {when} ({f'median of {n} open opportunities' if n > 1 else '1 open opportunity'})"


def _of(verifiers: int, opportunities: int) -> str:
    return f"{verifiers} on {opportunities} open opportunit{'y' if opportunities == 1 else 'ies'}"
