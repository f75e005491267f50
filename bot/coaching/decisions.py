"""What the rules read and what they answer with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from bot.chat import Person
from bot.coaching.calendar import Calendar
from bot.coaching.calls import CALL, PlannedCall
from bot.coaching.evidence import Signal
from bot.coaching.model import Nudge, Plan, PlanState, Step
from bot.coaching.pace import Silence, silence
from bot.coaching.schedule import OPEN_STEPS

Reason: TypeAlias = Literal["due", "missed", "snoozed", "try_first", "ignored", "planned_call"]


@dataclass(frozen=True, slots=True)
class PlanView:
    """`nudges` are the recipient's. A plan with nothing due may come without its steps: `coming` is then the
    due day of the first of the recipient's open ones. `calls` are the rep's, where the recipient is the
    manager."""

    plan: Plan
    steps: tuple[Step, ...]
    nudges: tuple[Nudge, ...] = ()
    coming: date | None = None
    calls: tuple[PlannedCall, ...] = ()

    def next_day(self, role: str) -> date | None:
        """The due day of the first of the recipient's open steps, `role` being theirs in the plan."""
        days = (s.due_date for s in self.steps if s.recipient == role and s.state in OPEN_STEPS)
        return self.coming or min(days, default=None)


@dataclass(frozen=True, slots=True)
class Situation:
    """One recipient at one moment. `plans` are active or wrapping up; `recent` are all nudges to them of
    the last months; `rep_of` and `driver_of` know every plan those are about; `tried` are drivers the
    recipient has practised; `has_written`: the person has ever written to the bot; `offered` are plans whose
    rep has come to this manager and that they have not been asked about; `handed_over` are the recipient's
    own plans that wait for a manager to take them up, `proposed` those that wait for their own answer;
    `signals` are those to this person that were not told yet."""

    recipient: Person
    calendar: Calendar
    now: datetime
    plans: tuple[PlanView, ...]
    recent: tuple[Nudge, ...] = ()
    rep_of: Mapping[str, str] = field(default_factory=dict)
    driver_of: Mapping[str, str] = field(default_factory=dict)
    tried: frozenset[str] = frozenset()
    has_written: bool = True
    offered: tuple[Plan, ...] = ()
    handed_over: tuple[Plan, ...] = ()
    proposed: tuple[Plan, ...] = ()
    signals: tuple[Signal, ...] = ()

    @property
    def silence(self) -> Silence:
        return silence(self.recent)

    @property
    def today(self) -> date:
        return self.calendar.today(self.now)


@dataclass(frozen=True, slots=True)
class Item:
    """One nudge to send. `planned` is the local day it was meant for."""

    plan: Plan
    step: Step
    key: str
    reason: Reason
    planned: date
    call: PlannedCall | None = None

    @property
    def trigger(self) -> str:
        return self.reason if self.reason in ("try_first", "ignored", CALL) else self.step.kind


@dataclass(frozen=True, slots=True)
class Send:
    """One message with one item, or a digest of two."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """One message to a manager about plans of reps who have come to them."""

    plans: tuple[Plan, ...]


@dataclass(frozen=True, slots=True)
class Tell:
    """One message about what customers did, or what a rep has asked to be passed on."""

    signal: Signal


@dataclass(frozen=True, slots=True)
class Close:
    """A step that ends without a message: `suppressed` says a rule forbade one."""

    plan: Plan
    step: Step
    kind: Literal["expired", "skipped", "suppressed"]
    reason: str


@dataclass(frozen=True, slots=True)
class Move:
    plan: Plan
    to: PlanState
    reason: str
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Wait:
    """A due step that stays pending, and why."""

    plan: Plan
    step: Step
    reason: str


Decision: TypeAlias = Send | Offer | Tell | Close | Move | Wait
