"""A real CRM on trial: everything is read live, drafted and checked, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Protocol

from adapters.crm.colleagues import Colleague
from adapters.crm.findings import Finding
from bot.chat import Person
from bot.ports import Crm
from bot.sales import Applied, Book, Change, CrmUpdate, Ended, Note, Opportunity


class OutsideCrm(Crm, Protocol):
    """A CRM that holds connections, and knows who works there."""

    def close(self) -> None: ...
    def colleagues(self) -> Sequence[Colleague]:
        """Everybody with an active account."""
        ...

    def check(self, persons: Sequence[Person]) -> Iterator[Finding]:
        """What the CRM has and lacks of what Cornerman needs there. Only reads; errors are findings."""
        ...


class PlanningCrm(OutsideCrm, Protocol):
    def plan(self, update: CrmUpdate, speaker: str) -> Applied:
        """What `update` would make of the record, not `written`. Refused as the write would be, as far as the
        CRM tells without one; contacts that would be created stand as `new:NAME`."""
        ...


class ShadowCrm:
    def __init__(self, crm: PlanningCrm) -> None:
        self._crm = crm

    def close(self) -> None:
        self._crm.close()

    def colleagues(self) -> Sequence[Colleague]:
        return self._crm.colleagues()

    def check(self, persons: Sequence[Person]) -> Iterator[Finding]:
        return self._crm.check(persons)

    def book(self, speaker: str, said: str = "") -> Book:
        return self._crm.book(speaker, said)

    def opportunity(self, opportunity_id: str, speaker: str) -> Opportunity:
        return self._crm.opportunity(opportunity_id, speaker)

    def notes(self, record_id: str, speaker: str) -> Sequence[Note]:
        return self._crm.notes(record_id, speaker)

    def changes(self, opportunity_id: str, speaker: str, since: datetime) -> Sequence[Change] | None:
        return self._crm.changes(opportunity_id, speaker, since)

    def ended(self, since: date, competitor: str) -> Sequence[Ended] | None:
        return self._crm.ended(since, competitor)

    def update(self, update: CrmUpdate, speaker: str) -> Applied:
        return self._crm.plan(update, speaker)
