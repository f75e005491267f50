"""A coaching scenario as its YAML says it. The schema in tests/e2e/README.md is made from these types."""

from __future__ import annotations

from dataclasses import field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic.dataclasses import dataclass

from adapters.coaching_entries import (
    STRICT,
    AbsenceEntry,
    Act,
    CallEntry,
    Change,
    CompanyEntry,
    DriverEntry,
    Edit,
    Evidence,
    Habit,
    OpportunityEntry,
    Outage,
    Period,
    PersonEntry,
    PlanEntry,
    PractisedEntry,
)
from bot.chat import Person
from bot.coaching.calls import PlannedCall
from bot.coaching.model import Driver
from bot.sales import Account, Opportunity, Stage, Verifier
from bot.settings import CoachingSettings, CompanySettings, Settings, StorageSettings

STAGES = (
    Stage("discovery", "Discovery", 1),
    Stage("proposal", "Proposal", 2),
    Stage("closed_won", "Closed Won", 3, is_closed=True, is_won=True),
    Stage("closed_lost", "Closed Lost", 4, is_closed=True),
)


@dataclass(frozen=True, slots=True, config=STRICT)
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
    calls: tuple[CallEntry, ...] = ()
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

    def planned_calls(self) -> dict[str, list[PlannedCall]]:
        """By rep."""
        names = {each.id: each.name or each.id.title() for each in self.opportunities}
        zones = {each.id: each.zone for each in self.people}
        found: dict[str, list[PlannedCall]] = {}
        for each in self.calls:
            name = names.get(each.opportunity, each.opportunity.title())
            at = self.moment(each.at, zones[each.rep])
            found.setdefault(each.rep, []).append(PlannedCall(each.id, each.rep, each.opportunity, name, at))
        return found

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
