"""A driver for a whole team: a pilot, the sellers' verdict, then the launch. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

RolloutState: TypeAlias = Literal["pilot", "polling", "decided", "launched", "retired"]
Vote: TypeAlias = Literal["go", "no_go"]
Verdict: TypeAlias = Literal["go", "no_go", "none"]


@dataclass(frozen=True, slots=True)
class Rollout:
    """`asked` are the sellers whose verdict counts; from `closes_at` on nobody may vote. `override_by`
    launched it without their go, and said why in `override_reason`."""

    id: str
    driver_id: str
    manager_id: str
    state: RolloutState
    created_by: str
    created_at: datetime
    asked: tuple[str, ...] = ()
    override_by: str = ""
    override_reason: str = ""
    version: int = 0
    closes_at: datetime | None = None


RUNNING: frozenset[RolloutState] = frozenset({"pilot", "polling", "decided", "launched"})
ENOUGH = 3
"""Fewer votes would tell who said what."""


def verdict(asked: Sequence[str], votes: Sequence[Vote]) -> Verdict:
    """Of a poll that is over: one that still ran would tell by its turns who has just voted, and how. Go
    needs more go than no-go, from at least half of those asked and from ENOUGH of them. The counts are told
    to nobody: votes all alike would say of each seller what they said."""
    if len(votes) < ENOUGH or len(votes) * 2 < len(asked):
        return "none"
    return "go" if sum(vote == "go" for vote in votes) * 2 > len(votes) else "no_go"
