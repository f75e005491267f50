"""What opportunities did in some sellers' days, beside other days and sellers. Pure; it shows no cause."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.coaching.evidence import Move

SHOWN_FROM = 5
"""Neither fewer sellers nor fewer opportunities are told of."""
RATES_FROM = 30


@dataclass(frozen=True, slots=True)
class Days:
    """Of one seller, both ends included."""

    person_id: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Share:
    hits: int
    n: int

    def told(self, *, rates: bool) -> str:
        return f"{self.hits / self.n:.0%} (n = {self.n})" if rates else f"{self.hits} of {self.n}"


NOTHING = Share(0, 0)


@dataclass(frozen=True, slots=True)
class Group:
    """Opportunities that left the stage, and of them those that went on to a later one; those that had stood
    there and were closed, and of them the won ones. Too small a group holds nothing."""

    onward: Share
    won: Share


def group(days: Sequence[Days], moves: Sequence[Move], stage: str, later: Collection[str]) -> Group:
    """`moves` oldest first and of all time: what had stood in the stage is known from them."""
    if len({each.person_id for each in days}) < SHOWN_FROM:
        return Group(NOTHING, NOTHING)
    within = _within(days, moves)
    came = {move.opportunity_id for move in moves if stage in (move.from_stage, move.to_stage)}
    touched = _last(move for move in within if stage in (move.from_stage, move.to_stage))
    left = [move for move in touched if move.to_stage != stage or move.status != "open"]
    onward = [move for move in left if move.status == "won" or _is_later(move, later)]
    closed = [m for m in _last(m for m in within if m.opportunity_id in came) if m.status != "open"]
    won = sum(move.status == "won" for move in closed)
    return Group(_share(len(onward), len(left)), _share(won, len(closed)))


def _within(days: Sequence[Days], moves: Sequence[Move]) -> list[Move]:
    of: dict[str, list[Days]] = defaultdict(list)
    for each in days:
        of[each.person_id].append(each)
    return [
        move
        for move in moves
        if any(each.first <= move.at.date() <= each.last for each in of.get(move.person_id, ()))
    ]


def _last(moves: Iterable[Move]) -> Collection[Move]:
    """Of each opportunity."""
    return {move.opportunity_id: move for move in moves}.values()


def _is_later(move: Move, later: Collection[str]) -> bool:
    return move.status == "open" and move.to_stage in later


def _share(hits: int, n: int) -> Share:
    return Share(hits, n) if n >= SHOWN_FROM else NOTHING


def told(during: Share, others: Sequence[tuple[str, Share]]) -> str:
    """`during` beside each of the others by what it is called; shares only where all have RATES_FROM."""
    if not during.n:
        return "too few so far to say anything"
    rates = all(each.n >= RATES_FROM for each in (during, *(share for _, share in others)) if each.n)
    beside = (f"{share.told(rates=rates) if share.n else 'too few'} {called}" for called, share in others)
    return "; ".join((f"{during.told(rates=rates)} during the plans", *beside))
