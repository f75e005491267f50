"""What a round of coaching did, as scenarios and tests read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["sent", "digest", "suppressed", "skipped", "expired", "state", "pending"]


@dataclass(frozen=True, slots=True)
class CoachingEvent:
    """One thing that happened. A digest carries the keys of both its nudges; `state` is a plan's new one."""

    at: datetime
    kind: Kind
    recipient_id: str
    reason: str
    plan_id: str = ""
    step_id: str = ""
    day: int | None = None
    keys: tuple[str, ...] = ()
    state: str = ""
