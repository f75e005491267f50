"""A coaching scenario as its YAML says it. The schema in tests/e2e/README.md is made from these types."""

from __future__ import annotations

from dataclasses import field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from bot.chat import Person, Role
from bot.coaching.model import Driver
from bot.sales import Account, Opportunity, Stage, Verifier
from bot.settings import CoachingSettings, CompanySettings, Settings, StorageSettings

_STRICT = ConfigDict(extra="forbid")
PLATFORM = "scenario"
STAGES = (
    Stage("discovery", "Discovery", 1),
    Stage("proposal", "Proposal", 2),
    Stage("closed_won", "Closed Won", 3, is_closed=True, is_won=True),
    Stage("closed_lost", "Closed Lost", 4, is_closed=True),
)


@dataclass(frozen=True, slots=True, config=_STRICT)
class CompanyEntry:
    """`windows` are local `HH:MM-HH:MM`, `quiet_periods` are `FIRST/LAST`."""

    zone: str = "America/New_York"
    country: str = ""
    holidays: tuple[date, ...] = ()
    quiet_periods: tuple[str, ...] = ()
    plan_days: int = 60
    windows: tuple[str, ...] = ("09:00-11:30", "13:30-16:00")


@dataclass(frozen=True, slots=True, config=_STRICT)
class DriverEntry:
    id: str
    name: str
    why: str = ""
    practice_task: str = ""
    behaviours: tuple[str, ...] = ()
    openers: tuple[str, ...] = ()
    verifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, config=_STRICT)
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


@dataclass(frozen=True, slots=True, config=_STRICT)
class AbsenceEntry:
    """Whole local days known before the scenario starts, both included."""

    person: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, config=_STRICT)
class PractisedEntry:
    person: str
    driver: str


@dataclass(frozen=True, slots=True, config=_STRICT)
class PlanEntry:
    """A plan accepted on the rep's local date `started`. Steps due before `done_before` are done."""

    id: str
    manager: str
    rep: str
    driver: str
    started: date
    done_before: date | None = None


@dataclass(frozen=True, slots=True, config=_STRICT)
class OpportunityEntry:
    """An open opportunity in the CRM from the start. `verifiers` are ids of the drivers' verifiers."""

    id: str
    owner: str
    name: str = ""
    stage: Literal["discovery", "proposal", "closed_won", "closed_lost"] = "discovery"
    verifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, config=_STRICT)
class Evidence:
    """What becomes of an opportunity: verifiers it has from then on, or another stage. The coach sees it when
    it looks next, once a day."""

    at: datetime
    opportunity: str
    verifiers: tuple[str, ...] | None = None
    stage: Literal["", "discovery", "proposal", "closed_won", "closed_lost"] = ""


@dataclass(frozen=True, slots=True, config=_STRICT)
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


@dataclass(frozen=True, slots=True, config=_STRICT)
class Change:
    """The list of people as it is from that moment: `left`, or another `manager` or `zone`. Nobody tells the
    coach; it has to notice."""

    at: datetime
    person: str
    left: bool = False
    manager: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True, config=_STRICT)
class Edit:
    """What an administrator changes in the configuration from that moment on; the worker starts anew."""

    at: datetime
    company: CompanyEntry


@dataclass(frozen=True, slots=True, config=_STRICT)
class Habit:
    """How someone answers every nudge: the button they press, and how long after it came."""

    presses: str
    after_minutes: int = 60


@dataclass(frozen=True, slots=True, config=_STRICT)
class Period:
    """Moments, the first included, the last not."""

    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, config=_STRICT)
class Outage:
    """Nothing reaches anybody on that platform meanwhile; `for_good` when it says that it never will."""

    platform: str
    first: datetime
    last: datetime
    for_good: bool = False


@dataclass(frozen=True, slots=True, config=_STRICT)
class Scenario:
    """Moments without an offset are local: of the person who acts, else of the company.

    `workers` tick side by side on one database; `ticks_each` is how often each of them ticks at the same
    moment; in `downtime` nobody ticks. Every act is followed by a tick too.
    """

    SCHEMA_TITLE: ClassVar[str] = "Coaching scenario"

    start: datetime
    until: datetime
    people: tuple[PersonEntry, ...]
    name: str = ""
    company: CompanyEntry = field(default_factory=CompanyEntry)
    drivers: tuple[DriverEntry, ...] = (DriverEntry("discovery", "Discovery"),)
    absences: tuple[AbsenceEntry, ...] = ()
    practised: tuple[PractisedEntry, ...] = ()
    plans: tuple[PlanEntry, ...] = ()
    opportunities: tuple[OpportunityEntry, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    acts: tuple[Act, ...] = ()
    changes: tuple[Change, ...] = ()
    edits: tuple[Edit, ...] = ()
    habits: dict[str, Habit] = field(default_factory=dict)
    downtime: tuple[Period, ...] = ()
    outages: tuple[Outage, ...] = ()
    tick_minutes: int = 60
    workers: Literal[1, 2] = 1
    ticks_each: int = 1

    def settings(self, edited: CompanyEntry | None = None) -> Settings:
        company = edited or self.company
        return Settings(
            company=CompanySettings(
                self.name or "Scenario",
                zone=company.zone,
                country=company.country,
                holidays=tuple(day.isoformat() for day in company.holidays),
            ),
            storage=StorageSettings(Path()),
            stages=STAGES,
            verifiers=tuple(Verifier(each, each.replace("_", " ")) for each in self.verifiers()),
            drivers=tuple(_driver(each) for each in self.drivers),
            coaching=CoachingSettings(company.plan_days, company.windows, company.quiet_periods),
        )

    def verifiers(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each for driver in self.drivers for each in driver.verifiers))

    def persons(self) -> tuple[Person, ...]:
        return tuple(
            Person(
                each.id,
                each.name or each.id.title(),
                "",
                frozenset(each.roles),
                zone=each.zone or self.company.zone,
                # Where there is nothing to see nobody looks, as with a CRM that knows none of them.
                crm_user=each.id if self.opportunities else "",
                manager_id=each.manager,
            )
            for each in self.people
        )

    def records(self) -> tuple[tuple[Account, ...], tuple[Opportunity, ...]]:
        accounts = tuple(Account(f"acc-{each.id}", each.name or each.id) for each in self.opportunities)
        found = tuple(
            Opportunity(
                each.id,
                f"acc-{each.id}",
                each.name or each.id.title(),
                each.owner,
                stage=each.stage,
                verifiers=each.verifiers,
            )
            for each in self.opportunities
        )
        return accounts, found

    def moment(self, at: datetime, zone: str = "") -> datetime:
        local = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone or self.company.zone))
        return local.astimezone(UTC)

    def ticks(self) -> tuple[datetime, ...]:
        first, last = self.moment(self.start), self.moment(self.until)
        step = timedelta(minutes=self.tick_minutes)
        every = (first + step * n for n in range(int((last - first) / step) + 1))
        return tuple(at for at in every if not self.is_down(at))

    def platforms(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(each for person in self.people for each in person.accounts))

    def outage(self, platform: str, at: datetime) -> Outage | None:
        met = (each for each in self.outages if each.platform == platform)
        return next((each for each in met if self.moment(each.first) <= at < self.moment(each.last)), None)

    def is_down(self, at: datetime) -> bool:
        return any(self.moment(period.first) <= at < self.moment(period.last) for period in self.downtime)


def _driver(entry: DriverEntry) -> Driver:
    return Driver(
        entry.id,
        entry.name,
        entry.why,
        behaviours=entry.behaviours,
        practice_task=entry.practice_task,
        openers=entry.openers,
        verifiers=entry.verifiers,
    )
