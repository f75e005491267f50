"""What customers did, as the CRM shows it day by day, and what follows from it for a plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from bot.sales import Status

SignalKind: TypeAlias = Literal["verifier", "no_evidence", "content_used", "wants_time"]
Observed: TypeAlias = Literal["both", "one", "none"]
Worth: TypeAlias = Literal["useful", "partly", "not_useful"]
Habit: TypeAlias = Literal["habit", "sometimes", "not_yet"]


@dataclass(frozen=True, slots=True)
class Watched:
    """An opportunity as the CRM last showed it to its owner: fields only, never a note or an amount.

    `stage_since` is the first day it was seen in its stage. `verifiers` maps each to the day it was first
    seen, None for what stood there at the first look. Nobody's (an empty `person_id`) is one that its owner's
    book no longer holds.
    """

    opportunity_id: str
    person_id: str
    name: str
    stage: str
    status: Status
    verifiers: Mapping[str, date | None]
    first_on: date
    stage_since: date

    @property
    def evidence_on(self) -> date:
        """The last day on which the customer is known to have done something; else the first look."""
        return max((day for day in self.verifiers.values() if day), default=self.first_on)


@dataclass(frozen=True, slots=True)
class Move:
    """An opportunity seen in another stage or status than at the look before. `person_id` is its owner."""

    opportunity_id: str
    person_id: str
    at: datetime
    from_stage: str
    to_stage: str
    status: Status


@dataclass(frozen=True, slots=True)
class Signal:
    """Something worth one line to one person, once. `subject` is what it is about in words that person may
    read: an opportunity, a piece of evidence, a topic. What is `shared` both of a pair may see."""

    id: str
    kind: SignalKind
    recipient_id: str
    plan_id: str
    rep_id: str
    driver_id: str
    subject: str
    source_ref: str
    observed_at: datetime
    expires_at: datetime
    visibility: Literal["rep_only", "shared"] = "shared"


@dataclass(frozen=True, slots=True)
class Baseline:
    """A count before and after a plan, and over how many: verifiers of the driver over open opportunities.
    `after` and `n_after` are None until the plan is over."""

    plan_id: str
    metric: str
    day0: int
    n0: int
    day60: int | None = None
    n60: int | None = None


VERIFIERS = "verifiers"
SINCE_VERIFIER = "days_since_verifier"
"""The median of days since the driver's last verifier, over the open opportunities where its day is known."""


@dataclass(frozen=True, slots=True)
class WrapUp:
    """What the two said at the end, each asked alone. `told_at` is when both were shown the result."""

    plan_id: str
    asked_at: datetime
    rep_asked: bool
    worth: Worth | Literal[""] = ""
    habit: Habit | Literal[""] = ""
    observed: Observed | Literal[""] = ""
    told_at: datetime | None = None
    version: int = 0
