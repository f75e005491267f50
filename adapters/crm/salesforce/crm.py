"""Salesforce behind the Crm port. Each person is signed in as themselves, so sharing rules hold and what is
written is theirs."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from adapters.crm.account_notes import is_on_account
from adapters.crm.colleagues import Colleague
from adapters.crm.findings import Finding
from adapters.crm.newest import Newest
from adapters.crm.remote import GONE, SIGN_IN, Fields, TellsNoPast, names_of, repeated
from adapters.crm.rules import Rules, check_expected, check_may_see
from adapters.crm.salesforce.accounts import note_on_account
from adapters.crm.salesforce.check import findings
from adapters.crm.salesforce.connection import Connection, Meanwhile, SignIn, full_id, listed, quoted
from adapters.crm.salesforce.errors import MARK
from adapters.crm.salesforce.fields import (
    CONTACT,
    NOTE,
    OUTLINE,
    STANDARD,
    USER,
    Org,
    colleague_of,
    contact_of,
    note_of,
)
from adapters.crm.salesforce.schema import KEPT as SCHEMA_KEPT
from adapters.crm.salesforce.schema import RECENT, Schemas
from adapters.crm.salesforce.writing import Plan, Write
from bot.chat import Person
from bot.errors import CrmAuth, CrmNotFound, CrmValidation
from bot.ports import Clock
from bot.sales import ON_ACCOUNT, Account, Applied, Book, Contact, CrmUpdate, Note, Opportunity

if TYPE_CHECKING:
    import requests

KEPT = timedelta(minutes=10)
"""How long accounts and outlines of other opportunities are kept, which only serve to recognise names."""
LISTINGS = 20
"""Of so many people, those who spoke last, they are kept: each sees others, and with 10,000 accounts and open
opportunities a listing is some 8 MB."""
NO_USER = "Salesforce has no active user for you: ask your administrator to check `crm_user`."
NOTES_SHOWN = 50
IDS_A_QUERY = 200


@dataclass(frozen=True, slots=True)
class Listing:
    read_at: datetime
    accounts: tuple[Account, ...]
    outlines: tuple[Opportunity, ...]


class SalesforceCrm(TellsNoPast):
    """`operator` is the username that looks up other users by their ids. `fields` replaces some of STANDARD.
    `currency` is that of an organisation with one currency only."""

    def __init__(
        self,
        sign_in: SignIn,
        operator: str,
        rules: Rules,
        clock: Clock,
        session: requests.Session,
        *,
        fields: Fields | None = None,
        currency: str = "USD",
        fiscal_year_start_month: int = 1,
    ) -> None:
        self._sign_in = sign_in
        self._operator = operator
        self._rules = rules
        self._clock = clock
        self._session = session
        self._fields = {**STANDARD, **(fields or {})}
        self._currency = currency
        self._fiscal_year_start_month = fiscal_year_start_month
        self._schemas = Schemas(clock)
        self._lock = threading.Lock()
        self._connections: dict[str, Connection] = {}
        self._listings: Newest[Listing] = Newest(LISTINGS)
        self._usernames: dict[str, str] = {}

    def close(self) -> None:
        self._session.close()

    def colleagues(self) -> Sequence[Colleague]:
        """Not the users of portals, integrations and sites."""
        soql = f"SELECT {USER} FROM User WHERE IsActive = true AND UserType = 'Standard' ORDER BY Id"
        rows = self._connection("").query(users=soql)["users"]
        emails = {row["Id"]: row["Email"] for row in rows}
        return [colleague_of(row, emails.get(row["ManagerId"]) or "") for row in rows]

    def check(self, persons: Sequence[Person]) -> Iterator[Finding]:
        return findings(self._connection, self._schemas, self._fields, self._rules, persons, self.colleagues)

    def book(self, speaker: str, said: str = "") -> Book:
        """With the outlines of everyone else's, whatever is said: the listing has them all."""
        connection = self._connection(speaker)
        org, listing = self._org(connection), self._listing(connection)
        mine = self._mine(connection, org) if speaker else ()
        ids = {one.id for one in mine}
        return Book(
            speaker=connection.user_id if speaker else "",
            mine=mine,
            others=tuple(one for one in listing.outlines if one.id not in ids),
            accounts=listing.accounts,
            contacts=self._contacts(connection, mine, listing) if speaker else (),
            stages=self._rules.stages,
            verifiers=self._rules.verifiers,
            competitors=self._rules.competitors,
            loss_reasons=self._rules.loss_reasons,
            fiscal_year_start_month=self._fiscal_year_start_month,
        )

    def opportunity(self, opportunity_id: str, speaker: str) -> Opportunity:
        connection = self._connection(speaker)
        found = self._org(connection).opportunity(self._record(connection, opportunity_id))
        check_may_see(found, connection.user_id if speaker else "")
        return found

    def notes(self, record_id: str, speaker: str) -> Sequence[Note]:
        connection = self._connection(speaker)
        if record_id.startswith(ON_ACCOUNT):
            account = record_id.removeprefix(ON_ACCOUNT)
            found = self._notes(connection, account, connection.user_id) if speaker else []
            return [replace(note, opportunity_id=None, account_id=account) for note in found]
        self.opportunity(record_id, speaker)
        return self._notes(connection, record_id)

    def _notes(self, connection: Connection, record_id: str, author: str = "") -> list[Note]:
        whose = f" AND OwnerId = {quoted(author)}" if author else ""
        soql = (
            f"SELECT {NOTE} FROM Task WHERE WhatId = {quoted(record_id)} AND IsClosed = true{whose} "
            f"ORDER BY CreatedDate DESC, Id DESC LIMIT {NOTES_SHOWN}"
        )
        rows = connection.query(notes=soql)["notes"]
        # A write without words leaves a task too, which is its receipt.
        return [note_of(row, record_id) for row in rows if row["Description"]]

    def update(self, update: CrmUpdate, speaker: str) -> Applied:
        if is_on_account(update):
            return self._on_account(update, speaker, write=True)
        try:
            return self._update(update, speaker)
        except Meanwhile:
            # It is read again: a change of what the user saw is then a conflict, any other does not matter.
            return self._update(update, speaker)

    def plan(self, update: CrmUpdate, speaker: str) -> Applied:
        if is_on_account(update):
            return self._on_account(update, speaker, write=False)
        connection = self._connection(speaker)
        before, _, plan = self._planned(
            connection, self._record(connection, update.opportunity_id), update, speaker
        )
        return Applied(before, plan.after, written=False)

    def _on_account(self, update: CrmUpdate, speaker: str, *, write: bool) -> Applied:
        connection = self._connection(speaker)
        applied = note_on_account(connection, self._org(connection), update, speaker, write=write)
        known = self._listings.get(connection.user_id)
        if known and applied.after.account_id not in {account.id for account in known.accounts}:
            self._listings.drop(connection.user_id)
        return applied

    def _update(self, update: CrmUpdate, speaker: str) -> Applied:
        connection = self._connection(speaker)
        record, written = self._read(connection, update)
        if written:
            before = self._org(connection).opportunity(record)
            check_may_see(before, connection.user_id)
            return repeated(before, update, self._rules)
        before, write, plan = self._planned(connection, record, update, speaker)
        write.send(plan)
        return Applied(before, self._written(connection, update, plan))

    def _written(self, connection: Connection, update: CrmUpdate, plan: Plan) -> Opportunity:
        try:
            return self._org(connection).opportunity(self._record(connection, update.opportunity_id))
        except CrmNotFound:
            # It is written, and by a rule of the organisation's no longer theirs to see.
            return plan.after

    def _read(self, connection: Connection, update: CrmUpdate) -> tuple[dict[str, Any], bool]:
        """The record, and whether this write's receipt is there already."""
        if not self._org(connection).schema.has("Task", MARK):
            return self._record(connection, update.opportunity_id), False
        read = connection.query(
            record=self._one(self._org(connection), update.opportunity_id),
            receipt=f"SELECT Id FROM Task WHERE {MARK} = {quoted(update.key)}",
        )
        return _only(read["record"]), bool(read["receipt"])

    def _planned(
        self, connection: Connection, record: Mapping[str, Any], update: CrmUpdate, speaker: str
    ) -> tuple[Opportunity, Write, Plan]:
        org = self._org(connection)
        before = org.opportunity(record)
        check_may_see(before, connection.user_id if speaker else "")
        check_expected(before, update)
        write = Write(connection, org, self._rules, update)
        try:
            return before, write, write.plan(record, before)
        except CrmValidation:
            # An administrator may just have added what was missing.
            if self._org(connection, kept=RECENT).schema is org.schema:
                raise
            write = Write(connection, self._org(connection), self._rules, update)
            return before, write, write.plan(record, before)

    # -- reading ----------------------------------------------------------------------------------------

    def _connection(self, speaker: str) -> Connection:
        username = self._username(speaker) if speaker else self._operator
        if not username:
            raise CrmAuth(SIGN_IN.format(crm="Salesforce"))
        with self._lock:
            if username not in self._connections:
                made = Connection(self._sign_in, username, self._session, self._clock)
                self._connections[username] = made
            return self._connections[username]

    def _username(self, speaker: str) -> str:
        """A person's CRM user is their username or the id of their user."""
        if "@" in speaker or not self._operator:
            return speaker
        if speaker not in self._usernames:
            soql = f"SELECT Username FROM User WHERE Id = {quoted(full_id(speaker))} AND IsActive = true"
            found = self._connection("").query(user=soql)["user"]
            if not found:
                raise CrmAuth(NO_USER)
            self._usernames[speaker] = str(found[0]["Username"])
        return self._usernames[speaker]

    def _org(self, connection: Connection, kept: timedelta = SCHEMA_KEPT) -> Org:
        names = names_of(self._rules.stages, "name")
        return Org(self._fields, names, self._schemas.of(connection, kept), self._currency)

    def _one(self, org: Org, opportunity_id: str) -> str:
        return f"SELECT {org.select} FROM Opportunity WHERE Id = {quoted(full_id(opportunity_id))}"

    def _record(self, connection: Connection, opportunity_id: str) -> dict[str, Any]:
        return _only(connection.query(one=self._one(self._org(connection), opportunity_id))["one"])

    def _mine(self, connection: Connection, org: Org) -> tuple[Opportunity, ...]:
        me = quoted(connection.user_id)
        soql = {"owned": f"SELECT {org.select} FROM Opportunity WHERE OwnerId = {me}"}
        if "OpportunityTeamMember" in org.schema.kinds:
            # Salesforce allows no OR beside a condition with a query in it.
            along = f"SELECT OpportunityId FROM OpportunityTeamMember WHERE UserId = {me}"
            soql["along"] = f"SELECT {org.select} FROM Opportunity WHERE Id IN ({along})"
        rows = [row for found in connection.query(**soql).values() for row in found]
        mine = {str(row["Id"]): org.opportunity(row) for row in rows}
        return tuple(mine[one] for one in sorted(mine))

    def _contacts(
        self, connection: Connection, mine: Sequence[Opportunity], listing: Listing
    ) -> tuple[Contact, ...]:
        """Of accounts that are the speaker's own, or where they work on an opportunity."""
        owned = {a.id for a in listing.accounts if a.owner_id == connection.user_id}
        accounts = sorted(owned | {one.account_id for one in mine if one.account_id})
        rows: list[Mapping[str, Any]] = []
        for start in range(0, len(accounts), IDS_A_QUERY):
            ids = listed(accounts[start : start + IDS_A_QUERY])
            soql = f"SELECT {CONTACT} FROM Contact WHERE AccountId IN {ids}"
            rows += connection.query(contacts=soql)["contacts"]
        return tuple(sorted(map(contact_of, rows), key=lambda contact: contact.id))

    def _listing(self, connection: Connection) -> Listing:
        known = self._listings.get(connection.user_id)
        if known is None or self._clock() - known.read_at >= KEPT:
            known = self._listed(connection)
            self._listings.put(connection.user_id, known)
        return known

    def _listed(self, connection: Connection) -> Listing:
        org = self._org(connection)
        wanted = ("Id", "Name", "OwnerId", "BillingCountry", "CurrencyIsoCode")
        held = ", ".join(name for name in wanted if org.schema.has("Account", name))
        outlines = f"SELECT {', '.join(OUTLINE)} FROM Opportunity WHERE IsClosed = false"
        rows = connection.query(accounts=f"SELECT {held} FROM Account ORDER BY Id", opportunities=outlines)
        accounts = tuple(org.account(row) for row in rows["accounts"])
        found = sorted((org.outline(row) for row in rows["opportunities"]), key=lambda one: one.id)
        return Listing(self._clock(), accounts, tuple(found))


def _only(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    if not rows:
        raise CrmNotFound(GONE.format(crm="Salesforce"))
    return rows[0]
