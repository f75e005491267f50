"""What came of plans and drivers in a whole team, for enablement and for its manager.

Never of fewer than five sellers, and only after each pair has read its own result.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from bot.chat import Person, Reply, Text
from bot.coaching import comparing, queueing, reading, wording
from bot.coaching.calendar import DAY
from bot.coaching.comparing import SHOWN_FROM, Days, Group
from bot.coaching.evidence import Move
from bot.coaching.model import Driver, Plan
from bot.coaching.polling import whose
from bot.ports import UnitOfWork
from bot.settings import Settings

EVER = datetime(1970, 1, 1, tzinfo=UTC)
PAIRS_FIRST = timedelta(days=7)
"""So much later than a pair anybody else is told."""
COUNTED_FOR = (
    "How many plans were completed is counted for enablement, by teams of five or more sellers. “plan” shows "
    "where yours stand."
)
NONE_COUNTED = "No team has plans with five or more sellers yet; of fewer I count nothing."
COUNTED = (
    "Of all the plans two have agreed on; one counts as completed a week after both have read its result. "
    "Teams with plans of fewer than five sellers are left out."
)
ASSOCIATION = (
    "Association only: it does not say that one causes the other. Fewer than 5 sellers or 5 opportunities "
    "are not shown, and no seller alone."
)


def figures(team: Person, driver: Driver, uow: UnitOfWork, settings: Settings, now: datetime) -> str:
    """Empty as long as too few pairs have read their result."""
    plans = _read_by_their_pairs(team, driver, uow, now) if driver.stage else []
    if len(plans) < SHOWN_FROM:
        return ""
    during = [Days(plan.rep_id, first, last) for plan, first, last in plans]
    before = [Days(each.person_id, each.first - _length(each), each.first - DAY) for each in during]
    waiting = _waiting(driver, min(d.first for d in during), max(d.last for d in during), uow)
    moves = uow.evidence.moves()
    stage = next((one for one in settings.stages if one.id == driver.stage), None)
    order, name = (stage.order, stage.name) if stage else (0, driver.stage)
    later = {one.id for one in settings.stages if one.order > order and not one.is_closed}
    groups = [comparing.group(days, moves, driver.stage, later) for days in (during, before, waiting)]
    heading = f"{driver.name} in {whose(team)}, {len(plans)} sellers whose plans are completed"
    return "\n".join((heading, *_lines(groups, name), _kept(moves, before), ASSOCIATION))


def tell(plan: Plan, uow: UnitOfWork, settings: Settings, now: datetime) -> None:
    """Once for a team and a driver, its manager and whoever began it for the team."""
    team, driver = uow.people.get(plan.manager_id), reading.driver(plan.driver_id, settings)
    said = figures(team, driver, uow, settings, now + PAIRS_FIRST) if team else ""
    if team is None or not said:
        return
    begun = [one for one in uow.rollouts.running(team.id) if one.driver_id == driver.id]
    starters = [uow.people.get(one.created_by) for one in begun]
    entitled = [one for one in starters if one and one.has_role("enablement")]
    for reader in dict.fromkeys((team, *entitled)):
        if uow.people.address_of(reader.id) is None:
            continue
        at = queueing.free_moment(reader, "", "news", uow, settings, now + PAIRS_FIRST)
        reply = Reply((Text(said), Text(wording.because("team_result"))), deliver="direct")
        key = f"team:{team.id}:{driver.id}:{reader.id}"
        nudge = queueing.later(key, "", "team_result", reader, at, at + PAIRS_FIRST)
        queueing.place(nudge, reply, uow, now)


def completed(person: Person, uow: UnitOfWork, now: datetime) -> str:
    if not person.has_role("enablement"):
        return COUNTED_FOR
    managers = [each for each in uow.people.all() if each.has_role("manager")]
    lines = [line for each in managers if (line := _completed(each, uow, now))]
    return "\n".join((*lines, COUNTED)) if lines else NONE_COUNTED


def _completed(team: Person, uow: UnitOfWork, now: datetime) -> str:
    own = (p for p in uow.coaching.plans_of(team.id, live_only=False) if p.manager_id == team.id)
    begun = [plan for plan in own if plan.start_date]
    if len({plan.rep_id for plan in begun}) < SHOWN_FROM:
        return ""
    over = sum(plan.state == "completed" and _is_read(plan, uow, now) for plan in begun)
    return f"{team.name}’s team: {over} of {len(begun)} plans completed"


def _lines(groups: Sequence[Group], stage: str) -> tuple[str, str]:
    during, before, waiting = groups
    called = ("in as many days before", "with sellers who had not started on it, in the same weeks")
    onward = comparing.told(during.onward, list(zip(called, (before.onward, waiting.onward), strict=True)))
    won = comparing.told(during.won, list(zip(called, (before.won, waiting.won), strict=True)))
    return (
        f"Left {stage} for a later stage: {onward}.",
        f"Won, of those that had stood in {stage} and were closed: {won}.",
    )


def _kept(moves: Sequence[Move], before: Sequence[Days]) -> str:
    """From which day on moves between stages are known, where that is later than what is compared."""
    since, wanted = moves[0].at.date() if moves else None, min(each.first for each in before)
    if since and since <= wanted:
        return "Counted once a day, in the owner’s opportunities."
    known = f"since {since.day} {since:%b %Y}" if since else "from now on"
    return f"I keep {known} which stage an opportunity leaves for which; what was before is missing here."


def _read_by_their_pairs(
    team: Person, driver: Driver, uow: UnitOfWork, now: datetime
) -> list[tuple[Plan, date, date]]:
    """The last plan of each seller, with its first and its last day."""
    found: dict[str, tuple[Plan, date, date]] = {}
    for plan in uow.coaching.plans_of(team.id, live_only=False):
        first, last = plan.start_date, plan.end_date
        if (plan.manager_id, plan.driver_id, plan.state) != (team.id, driver.id, "completed"):
            continue
        if first and last and _is_read(plan, uow, now):
            found.setdefault(plan.rep_id, (plan, first, last))
    return list(found.values())


def _is_read(plan: Plan, uow: UnitOfWork, now: datetime) -> bool:
    """By both of its two, for all that is known."""
    wrap_up = uow.evidence.wrap_up(plan.id)
    told_at = wrap_up.told_at if wrap_up else None
    return told_at is not None and told_at + PAIRS_FIRST <= now


def _length(days: Days) -> timedelta:
    return days.last - days.first + DAY


def _waiting(driver: Driver, first: date, last: date, uow: UnitOfWork) -> list[Days]:
    """The days of everybody's sellers before they started on the driver, if ever."""
    sellers = [person.id for person in uow.people.all() if person.has_role("rep") and person.crm_user]
    started = dict.fromkeys(sellers, last + DAY)
    for plan in uow.coaching.plans_since(sellers, EVER):
        if plan.driver_id == driver.id and plan.start_date and plan.rep_id in started:
            started[plan.rep_id] = min(started[plan.rep_id], plan.start_date)
    return [Days(who, first, day - DAY) for who, day in started.items() if day > first]
