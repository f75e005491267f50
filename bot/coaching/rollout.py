"""A driver for a whole team: a pilot, the sellers' verdict, then the launch. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

RolloutState: TypeAlias = Literal["pilot", "polling", "launched", "retired"]
Vote: TypeAlias = Literal["go", "no_go"]


@dataclass(frozen=True, slots=True)
class Rollout:
    """`asked` are the sellers whose verdict counts. `override_by` launched it without their go, and said why
    in `override_reason`."""

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


RUNNING: frozenset[RolloutState] = frozenset({"pilot", "polling", "launched"})
ENOUGH = 3
SHOWN_FROM = 5
"""Fewer votes would tell who said what."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`word` is `open` until enough of those asked have answered."""

    word: Literal["go", "no_go", "open"]
    go: int
    no_go: int
    asked: int

    @property
    def counts(self) -> str:
        """The figures, once they are many enough to hide who said what."""
        if self.go + self.no_go < SHOWN_FROM:
            return ""
        return f"{self.go} go, {self.no_go} no-go, {self.asked} asked"


def verdict(asked: Sequence[str], votes: Sequence[Vote]) -> Verdict:
    """Go needs more go than no-go, from at least half of those asked and from three, where there are three:
    a single vote would be its seller's."""
    go = sum(vote == "go" for vote in votes)
    no_go = len(votes) - go
    if not votes or len(votes) * 2 < len(asked) or len(votes) < min(ENOUGH, len(asked)):
        return Verdict("open", go, no_go, len(asked))
    return Verdict("go" if go > no_go else "no_go", go, no_go, len(asked))
