"""HubSpot behind the Crm port. A service key acts for everyone, so who may see what is decided here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from adapters.crm.account_notes import is_on_account
from adapters.crm.colleagues import Colleague
from adapters.crm.findings import Finding
from adapters.crm.hubspot.accounts import note_on_company
from adapters.crm.hubspot.check import findings
from adapters.crm.hubspot.client import BASE, VERSION, HubSpotClient
from adapters.crm.hubspot.directory import Directory, Listing, company_of
from adapters.crm.hubspot.fields import (
    COLLABORATORS,
    CONTACT,
    MARK,
    NOTE,
    OWNER,
    PIPELINE,
    STANDARD,
    TASK,
    UPDATES,
    Portal,
    colleague_of,
    contact_of,
    due_of,
    note_of,
    team_of,
)
from adapters.crm.hubspot.history import changes_of
from adapters.crm.hubspot.schema import RECENT, Schemas
from adapters.crm.hubspot.writing import Plan, Write
from adapters.crm.remote import Fields, names_of, receipt, repeated
from adapters.crm.rules import Rules, check_expected, check_may_see
from bot.chat import Person
from bot.errors import CrmValidation
from bot.ports import Clock
from bot.sales import ON_ACCOUNT, Applied, Book, Change, Contact, CrmUpdate, Note, Opportunity

NOTES_SHOWN = 50
FOUND_AT_ONCE = 200


class HubSpotCrm:
    """`sleep` takes seconds and is used for limits that pass within two. `currency` is the portal's own.
    `fields` replaces properties of STANDARD."""

    def __init__(
        self,
        token: str,
        rules: Rules,
        clock: Clock,
        sleep: Callable[[float], None],
        *,
        fields: Fields | None = None,
        currency: str = "USD",
        fiscal_year_start_month: int = 1,
        base: str = BASE,
    ) -> None:
        self._client = HubSpotClient(token, base, clock, sleep)
        self._rules = rules
        self._clock = clock
        self._fields = {**STANDARD, **(fields or {})}
        self._currency = currency
        self._fiscal_year_start_month = fiscal_year_start_month
        self._directory = Directory(self._client, currency, clock)
        self._schemas = Schemas(self._client, clock)
        self._known_portal: Portal | None = None

    def close(self) -> None:
        self._client.close()

    def colleagues(self) -> Sequence[Colleague]:
        """HubSpot tells no managers, time zones or languages of its owners."""
        return [
            colleague_of(owner) for owner in self._client.pages(f"/crm/owners/{VERSION}", archived="false")
        ]

    def check(self, persons: Sequence[Person]) -> Iterator[Finding]:
        return findings(self._client, self._schemas, self._fields, self._rules, persons, self.colleagues)

    def book(self, speaker: str, said: str = "") -> Book:
        """With the outlines of everyone else's, whatever is said: the listing has them all."""
        listing = self._directory.listing()
        mine = self._mine(speaker, listing) if speaker else ()
        ids = {one.id for one in mine}
        others = (deal for deal in listing.deals if str(deal["id"]) not in ids)
        return Book(
            speaker=speaker,
            mine=mine,
            others=tuple(self._portal.outline(d, listing.accounts_of[str(d["id"])]) for d in others),
            accounts=listing.accounts,
            contacts=self._contacts(speaker, mine, listing),
            stages=self._rules.stages,
            verifiers=self._rules.verifiers,
            competitors=self._rules.competitors,
            loss_reasons=self._rules.loss_reasons,
            fiscal_year_start_month=self._fiscal_year_start_month,
        )

    def opportunity(self, opportunity_id: str, speaker: str) -> Opportunity:
        found = self._opportunity(self._record(opportunity_id))
        check_may_see(found, speaker)
        return found

    def notes(self, record_id: str, speaker: str) -> Sequence[Note]:
        if record_id.startswith(ON_ACCOUNT):
            company = record_id.removeprefix(ON_ACCOUNT)
            found = self._notes("companies", company) if speaker else []
            own = (note for note in found if note.author_id == speaker)
            return [replace(note, opportunity_id=None, account_id=company) for note in own]
        self.opportunity(record_id, speaker)
        return self._notes("deals", record_id)

    def changes(self, opportunity_id: str, speaker: str, since: datetime) -> Sequence[Change]:
        """HubSpot keeps the last 20 values of each property."""
        self.opportunity(opportunity_id, speaker)
        record = self._client.get(
            f"/crm/objects/{VERSION}/deals/{opportunity_id}",
            properties=",".join(self._portal.properties),
            propertiesWithHistory=",".join(filter(None, self._fields.values())),
        )
        return changes_of(record, self._portal, since)

    def ended(self, since: date, competitor: str) -> None:
        """Not told: the search that could count them returns no more than 200 at a time and lags."""

    def _notes(self, kind: str, record_id: str) -> list[Note]:
        ids = self._client.linked(kind, "notes", [record_id]).get(record_id, [])
        notes = [note_of(one, record_id) for one in self._client.read("notes", ids, NOTE)]
        return sorted(notes, key=lambda n: (n.written_at, int(n.id)), reverse=True)[:NOTES_SHOWN]

    def update(self, update: CrmUpdate, speaker: str) -> Applied:
        if is_on_account(update):
            return self._on_company(update, speaker, write=True)
        record = self._record(update.opportunity_id)
        before = self._opportunity(record)
        check_may_see(before, speaker)
        write = Write(self._client, self._portal, self._rules, self._clock, update, speaker)
        if receipt(update.key) in (record["properties"].get(UPDATES) or "").split():
            # The answer was lost, or what follows the deal itself was: do the rest, which does no harm twice.
            write.finish(before, write.contacts(before, write.people(before)))
            return repeated(self._opportunity(self._record(update.opportunity_id)), update, self._rules)
        check_expected(before, update)
        plan = self._planned(write, record, before)
        contacts = write.contacts(before, plan.people)
        write.send(plan, self._unchanged(record, update), before, contacts)
        return Applied(before, self._opportunity(self._record(update.opportunity_id)))

    def plan(self, update: CrmUpdate, speaker: str) -> Applied:
        if is_on_account(update):
            return self._on_company(update, speaker, write=False)
        record = self._record(update.opportunity_id)
        before = self._opportunity(record)
        check_may_see(before, speaker)
        check_expected(before, update)
        write = Write(self._client, self._portal, self._rules, self._clock, update, speaker)
        return Applied(before, self._planned(write, record, before).after, written=False)

    def _on_company(self, update: CrmUpdate, speaker: str, *, write: bool) -> Applied:
        accounts = self._directory.listing().accounts
        applied = note_on_company(self._client, self._clock, update, speaker, accounts, write=write)
        if applied.after.account_id not in {account.id for account in accounts}:
            self._directory.forget()
        return applied

    def _planned(self, write: Write, record: Mapping[str, Any], before: Opportunity) -> Plan:
        schema, pipeline = self._schemas.now(), record["properties"].get(PIPELINE) or ""
        try:
            return write.plan(before, pipeline, schema)
        except CrmValidation:
            # An administrator may just have added what was missing.
            if (newer := self._schemas.now(RECENT)) is schema:
                raise
            return write.plan(before, pipeline, newer)

    def _unchanged(self, record: Mapping[str, Any], update: CrmUpdate) -> dict[str, Any]:
        """The record once more, as late as can be: HubSpot has no conditional write. Raises CrmConflict."""
        now = self._record(update.opportunity_id)
        if now["updatedAt"] != record["updatedAt"]:
            check_expected(self._opportunity(now), update)
        return now

    # -- reading ----------------------------------------------------------------------------------------

    @property
    def _portal(self) -> Portal:
        if self._known_portal is None:
            zone = ZoneInfo(self._client.get(f"/account-info/{VERSION}/details")["timeZone"])
            self._client.resets_in(zone)
            names = names_of(self._rules.stages, "id")
            self._known_portal = Portal(self._fields, names, zone, self._currency)
        return self._known_portal

    def _record(self, opportunity_id: str) -> dict[str, Any]:
        properties = ",".join(self._portal.properties)
        path = f"/crm/objects/{VERSION}/deals/{opportunity_id}"
        return self._client.get(path, properties=properties, associations="companies,contacts")

    def _opportunity(self, record: Mapping[str, Any]) -> Opportunity:
        named = record.get("associations", {}).get("contacts", {}).get("results", [])
        contacts = tuple(dict.fromkeys(str(one["id"]) for one in named))
        due = self._due([str(record["id"])]).get(str(record["id"]))
        return self._portal.opportunity(record, company_of(record), contacts, due)

    def _due(self, ids: Sequence[str]) -> dict[str, date | None]:
        """Deal id → when its next step is due, which is the task that Cornerman keeps for it."""
        tasks = self._client.read("tasks", [f"next:{one}" for one in ids], TASK, by=MARK)
        found = {str(task["properties"][MARK]).removeprefix("next:"): task for task in tasks}
        return {one: due_of(task, self._portal.zone) for one, task in found.items()}

    def _mine(self, speaker: str, listing: Listing) -> tuple[Opportunity, ...]:
        """From the list and, for what is new since, from the search; the values fresh from the records."""
        listed = {str(deal["id"]) for deal in listing.deals if speaker in team_of(deal)}
        ids = sorted(listed | self._found(speaker))
        records = [
            d for d in self._client.read("deals", ids, self._portal.properties) if speaker in team_of(d)
        ]
        ids = [str(record["id"]) for record in records]
        companies = self._client.linked("deals", "companies", ids)
        contacts = self._client.linked("deals", "contacts", ids)
        due = self._due(ids)
        mine = (
            self._portal.opportunity(
                record, next(iter(companies.get(one, ())), ""), contacts.get(one, ()), due.get(one)
            )
            for one, record in zip(ids, records, strict=True)
        )
        return tuple(sorted(mine, key=lambda o: o.id))

    def _found(self, speaker: str) -> set[str]:
        owned = {"filters": [{"propertyName": OWNER, "operator": "EQ", "value": speaker}]}
        along = {"filters": [{"propertyName": COLLABORATORS, "operator": "CONTAINS_TOKEN", "value": speaker}]}
        body = {
            "filterGroups": [owned, along],
            "properties": ["dealname"],
            "sorts": [{"propertyName": "hs_lastmodifieddate", "direction": "DESCENDING"}],
            "limit": FOUND_AT_ONCE,
        }
        found = self._client.post(f"/crm/objects/{VERSION}/deals/search", body)["results"]
        return {str(deal["id"]) for deal in found}

    def _contacts(self, speaker: str, mine: Sequence[Opportunity], listing: Listing) -> tuple[Contact, ...]:
        """Of companies that are the speaker's own, or where they work on a deal."""
        owned = (a.id for a in listing.accounts if speaker and a.owner_id == speaker)
        companies = sorted({*owned, *(one.account_id for one in mine if one.account_id)})
        linked = self._client.linked("companies", "contacts", companies)
        company = {contact: one for one in reversed(companies) for contact in linked.get(one, ())}
        records = self._client.read("contacts", sorted(company), CONTACT)
        found = (contact_of(record, company[str(record["id"])]) for record in records)
        return tuple(sorted(found, key=lambda c: c.id))
