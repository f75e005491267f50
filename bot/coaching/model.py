"""Coaching one driver at a time over about 60 days. See the table of states in `rules.py`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

PlanState: TypeAlias = Literal[
    "draft", "proposed", "active", "paused", "wrapping_up", "completed", "stopped", "transferred", "orphaned"
]
StepKind: TypeAlias = Literal["agree", "observe", "feedback", "practice", "follow_up", "midpoint", "final"]
StepState: TypeAlias = Literal["planned", "due", "nudged", "done", "skipped", "expired"]
NudgeState: TypeAlias = Literal["queued", "sent", "acted", "snoozed", "declined", "expired", "suppressed"]
LIVE_PLANS: frozenset[PlanState] = frozenset({"draft", "proposed", "active", "paused", "wrapping_up"})


@dataclass(frozen=True, slots=True)
class Driver:
    """A performance driver: one thing a seller does that moves outcomes. Defined by enablement in the
    configuration; `openers` are ready first sentences for the manager, one per step at most. `lines` are what
    a seller could say, one per behaviour in the same order; a mistake may quote how it sounds. `stage` is the
    one it helps to leave behind, for counting what moved on from there."""

    id: str
    name: str
    why: str
    behaviours: tuple[str, ...] = ()
    practice_task: str = ""
    content: tuple[str, ...] = ()
    verifiers: tuple[str, ...] = ()
    openers: tuple[str, ...] = ()
    mistakes: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """`start_date` is day 0, the rep's local date of accepting; `end_date` is day 60 plus pauses.
    A plan is proposed without dates.

    `focus` is the place, in the driver's list, of the behaviour the pair works on. `extra` is who of the two
    has asked for 30 more days, or AGREED. `line_ended` is the day on which the rep no longer reported to the
    manager. `follows` is the plan this one takes over from; what was noted there is shown to the new manager
    only with `notes_shared`, the rep's consent. `quiet` are the company's quiet periods that its dates were
    reckoned with.
    """

    id: str
    manager_id: str
    rep_id: str
    driver_id: str
    state: PlanState
    created_by: str
    created_at: datetime
    start_date: date | None = None
    end_date: date | None = None
    paused_days: int = 0
    paused_since: date | None = None
    version: int = 0
    focus: int = 0
    extra: str = ""
    line_ended: date | None = None
    follows: str = ""
    notes_shared: bool = False
    ended_at: datetime | None = None
    quiet: str = ""


AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Step:
    """`day` counts plan days from the start; `due_date` is local to the recipient."""

    id: str
    plan_id: str
    seq: int
    kind: StepKind
    recipient: Literal["manager", "rep"]
    day: int
    due_date: date
    state: StepState = "planned"
    done_at: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Nudge:
    """`key` is plan:step:attempt:recipient and unique: the database lets a nudge exist once.
    Times are UTC. `reason` says why it was sent or suppressed."""

    key: str
    plan_id: str
    step_id: str
    recipient_id: str
    trigger: str
    state: NudgeState
    planned_at: datetime
    not_before: datetime
    expires_at: datetime
    snooze_until: datetime | None = None
    reason: str = ""


ENDED = "ended"
WITHDRAWN = "withdrawn"
OVER = frozenset({ENDED, WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Absence:
    """Whole local days, both ends included. `source` is where it is known from: `chat`, `csv` or `calendar`.
    With the source `ENDED` the person came back before its end, with `WITHDRAWN` its list names it no longer:
    it keeps nothing quiet any more."""

    person_id: str
    first: date
    last: date
    source: str = "chat"


@dataclass(frozen=True, slots=True)
class Reminder:
    """A plain reminder asked for in chat; needs no plan."""

    id: str
    person_id: str
    text: str
    due: datetime
    created_at: datetime
    state: Literal["waiting", "sent", "cancelled"] = "waiting"
