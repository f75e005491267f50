"""What an opportunity's fields tell from one look to the next. Pure; a healthy one says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from statistics import median

from bot.coaching.evidence import Move, Watched
from bot.coaching.model import Driver
from bot.sales import Opportunity

QUIET = timedelta(days=21)
OLD = 1.5
COMPARED = 5
"""So many opportunities a team needs before one of them can be called old."""


def looked_at(
    before: Mapping[str, Watched], found: Iterable[Opportunity], person_id: str, today: date
) -> tuple[Watched, ...]:
    """The person's opportunities as they are now, with the days on which something new was first seen."""
    return tuple(_looked_at(before.get(each.id), each, person_id, today) for each in found)


def _looked_at(known: Watched | None, now: Opportunity, person_id: str, today: date) -> Watched:
    same_stage = known is not None and known.stage == now.stage
    days = known.verifiers if known else dict.fromkeys(now.verifiers)
    return Watched(
        now.id,
        person_id,
        now.name,
        now.stage,
        now.status,
        {verifier: days.get(verifier, today) for verifier in now.verifiers},
        known.first_on if known else today,
        known.stage_since if known and same_stage else today,
    )


def moves(before: Mapping[str, Watched], after: Iterable[Watched], now: datetime) -> list[Move]:
    """What was seen to change its stage or its status. A first look sees no move."""
    pairs = ((before[row.opportunity_id], row) for row in after if row.opportunity_id in before)
    return [
        Move(row.opportunity_id, row.person_id, now, known.stage, row.stage, row.status)
        for known, row in pairs
        if (known.stage, known.status) != (row.stage, row.status)
    ]


def fresh(
    before: Mapping[str, Watched], after: Iterable[Watched], driver: Driver
) -> list[tuple[Watched, str]]:
    """The driver's evidence that was not there at the last look. A first look finds nothing fresh."""
    return [
        (row, verifier)
        for row in after
        if row.opportunity_id in before
        for verifier in row.verifiers
        if verifier in driver.verifiers and verifier not in before[row.opportunity_id].verifiers
    ]


def evidence_days(rows: Iterable[Watched], driver: Driver, since: date) -> list[date]:
    """The days on which evidence for the driver was first seen, each as often as there was some."""
    days = (day for row in rows for name, day in row.verifiers.items() if name in driver.verifiers)
    return sorted(day for day in days if day and day >= since)


def counted(rows: Iterable[Watched], driver: Driver) -> tuple[int, int]:
    """How many of the driver's verifiers stand on how many open opportunities."""
    still_open = [row for row in rows if row.status == "open"]
    return sum(name in driver.verifiers for row in still_open for name in row.verifiers), len(still_open)


def since_verifier(rows: Iterable[Watched], driver: Driver, today: date) -> tuple[int, int]:
    """The median of days since the driver's last evidence, and on how many open opportunities: those where it
    was seen to come. (0, 0) where there is none."""
    still_open = [row for row in rows if row.status == "open"]
    last = [max(days) for row in still_open if (days := evidence_days([row], driver, row.first_on))]
    return (round(median((today - day).days for day in last)), len(last)) if last else (0, 0)


def stale(mine: Iterable[Watched], team: Sequence[Watched], today: date) -> list[Watched]:
    """Open ones that stand in their stage half as long again as is usual for the team, with nothing new from
    the customer for three weeks; the oldest first."""
    still_open = [row for row in team if row.status == "open"]
    old = [
        row
        for row in mine
        if row.status == "open" and is_quiet(row, today) and _is_old(row, still_open, today)
    ]
    return sorted(old, key=lambda row: (row.stage_since, row.opportunity_id))


def is_quiet(row: Watched, today: date) -> bool:
    return today - row.evidence_on >= QUIET


def _is_old(row: Watched, team: Sequence[Watched], today: date) -> bool:
    at_stage = [each for each in team if each.stage == row.stage]
    compared = at_stage if len(at_stage) >= COMPARED else team
    if len(compared) < COMPARED:
        return False
    usual = median((today - each.stage_since).days for each in compared)
    return (today - row.stage_since).days > OLD * usual
