"""What stands in a coaching scenario. The schema in tests/e2e/README.md is made from these types."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from bot.chat import Role

STRICT = ConfigDict(extra="forbid")
PLATFORM = "scenario"


@dataclass(frozen=True, slots=True, config=STRICT)
class CompanyEntry:
    """`windows` are local `HH:MM-HH:MM`, `quiet_periods` are `FIRST/LAST`."""

    zone: str = "America/New_York"
    country: str = ""
    holidays: tuple[date, ...] = ()
    quiet_periods: tuple[str, ...] = ()
    plan_days: int = 60
    windows: tuple[str, ...] = ("09:00-11:30", "13:30-16:00")


@dataclass(frozen=True, slots=True, config=STRICT)
class DriverEntry:
    id: str
    name: str
    why: str = ""
    practice_task: str = ""
    behaviours: tuple[str, ...] = ()
    openers: tuple[str, ...] = ()
    verifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, config=STRICT)
class PersonEntry:
    """`wrote: false` is someone who never wrote to the bot. Without `zone` it is the company's. `accounts`
    are the platforms they have; they write from the first."""

    id: str
    name: str = ""
    roles: tuple[Role, ...] = ("rep",)
    zone: str = ""
    manager: str | None = None
    wrote: bool = True
    accounts: tuple[str, ...] = (PLATFORM,)


@dataclass(frozen=True, slots=True, config=STRICT)
class AbsenceEntry:
    """Whole local days known before the scenario starts, both included."""

    person: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, config=STRICT)
class PractisedEntry:
    person: str
    driver: str


@dataclass(frozen=True, slots=True, config=STRICT)
class PlanEntry:
    """A plan accepted on the rep's local date `started`. Steps due before `done_before` are done."""

    id: str
    manager: str
    rep: str
    driver: str
    started: date
    done_before: date | None = None


@dataclass(frozen=True, slots=True, config=STRICT)
class OpportunityEntry:
    """An open opportunity in the CRM from the start. `verifiers` are ids of the drivers' verifiers."""

    id: str
    owner: str
    name: str = ""
    stage: Literal["discovery", "proposal", "closed_won", "closed_lost"] = "discovery"
    verifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, config=STRICT)
class CallEntry:
    """A call in the rep's calendar, known from the start. `at` without an offset is by the rep's clock."""

    id: str
    rep: str
    opportunity: str
    at: datetime


@dataclass(frozen=True, slots=True, config=STRICT)
class Evidence:
    """What becomes of an opportunity: verifiers it has from then on, or another stage. The coach sees it when
    it looks next, once a day."""

    at: datetime
    opportunity: str
    verifiers: tuple[str, ...] | None = None
    stage: Literal["", "discovery", "proposal", "closed_won", "closed_lost"] = ""


@dataclass(frozen=True, slots=True, config=STRICT)
class Act:
    """One thing a person does. `says` is typed; `presses` is a button's id on their newest card (or on
    `card`), with the button's own value unless `value` is given. `times` repeats it: a re-sent event.
    `platform` is where, if not on the person's first."""

    at: datetime
    who: str
    says: str = ""
    presses: str = ""
    card: str = ""
    value: str = ""
    times: int = 1
    platform: str = ""


@dataclass(frozen=True, slots=True, config=STRICT)
class Change:
    """The list of people as it is from that moment: `left`, or another `manager` or `zone`. Nobody tells the
    coach; it has to notice."""

    at: datetime
    person: str
    left: bool = False
    manager: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True, config=STRICT)
class Edit:
    """What an administrator changes in the configuration from that moment on; the worker starts anew."""

    at: datetime
    company: CompanyEntry


@dataclass(frozen=True, slots=True, config=STRICT)
class Habit:
    """How someone answers every nudge: the button they press, and how long after it came."""

    presses: str
    after_minutes: int = 60


@dataclass(frozen=True, slots=True, config=STRICT)
class Period:
    """Moments, the first included, the last not."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, config=STRICT)
class Outage:
    """Nothing reaches anybody on that platform meanwhile; `for_good` when it says that it never will."""

    platform: str
    first: datetime
    last: datetime
    for_good: bool = False
