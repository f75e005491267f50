"""Salesforce's records ↔ the words of selling. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from adapters.crm.colleagues import Colleague
from adapters.crm.remote import Fields, Names
from adapters.crm.salesforce.errors import MARK
from adapters.crm.salesforce.schema import Schema
from bot.sales import Account, Contact, FieldName, Note, NoteType, Opportunity, Status, Value

NEXT = "next:"
STANDARD: Mapping[FieldName, str] = {
    "amount": "Amount",
    "currency": "CurrencyIsoCode",
    "amount_type": "Amount_Type__c",
    "stage": "StageName",
    "close_date": "CloseDate",
    "next_step": "NextStep",
    "seats": "Seats__c",
    "competitors": "Competitors__c",
    "verifiers": "Buyer_Evidence__c",
    "reason": "Loss_Reason__c",
}
"""Fields of Opportunity; those that end in __c an administrator creates once, or maps to others."""
OUTLINE = ("Id", "AccountId", "Name", "OwnerId", "StageName", "IsClosed", "IsWon")
CONTACT = "Id, AccountId, Name, Title, Email"
USER = "Id, Name, Email, ManagerId, Department, TimeZoneSidKey, LocaleSidKey"
NOTE = "Id, OwnerId, Subject, Description, CreatedDate"
SUBJECTS: Mapping[NoteType, str] = {"call": "Call", "meeting": "Meeting", "email": "Email", "other": "Note"}
SUBTYPES: Mapping[NoteType, str] = {"call": "Call", "email": "Email", "meeting": "Task", "other": "Task"}


@dataclass(frozen=True, slots=True)
class Org:
    """How this organisation, as one user sees it, reads and writes an opportunity."""

    fields: Fields
    names: Names
    schema: Schema
    currency: str

    def mapped(self, name: FieldName) -> str:
        """The field of Opportunity, or empty where this organisation has none."""
        theirs = self.fields.get(name, "")
        return theirs if self.schema.has("Opportunity", theirs) else ""

    @property
    def select(self) -> str:
        """What of an opportunity is read, with its team, its people and its next step's task."""
        own = (*OUTLINE, "LastModifiedDate", "HasOpportunityLineItem", *map(self.mapped, self.fields))
        children = ["(SELECT ContactId FROM OpportunityContactRoles ORDER BY CreatedDate)"]
        if "OpportunityTeamMember" in self.schema.kinds:
            children.append("(SELECT UserId FROM OpportunityTeamMembers)")
        if self.schema.has("Task", MARK):
            children.append(
                f"(SELECT ActivityDate FROM Tasks WHERE {MARK} LIKE '{NEXT}%' AND IsClosed = false)"
            )
        return ", ".join((*dict.fromkeys(filter(None, own)), *children))

    def opportunity(self, record: Mapping[str, Any]) -> Opportunity:
        said: dict[FieldName, Any] = {name: record.get(self.mapped(name)) for name in self.fields}
        due = next((task["ActivityDate"] for task in _children(record, "Tasks")), None)
        roles = _children(record, "OpportunityContactRoles")
        amount, seats = said.get("amount"), said.get("seats")
        return Opportunity(
            id=str(record["Id"]),
            account_id=record.get("AccountId") or "",
            name=str(record["Name"]),
            owner_id=str(record["OwnerId"]),
            team_ids=tuple(str(one["UserId"]) for one in _children(record, "OpportunityTeamMembers")),
            stage=self.names.our_stage(str(record["StageName"])),
            amount=None if amount is None else Decimal(amount),
            currency=said.get("currency") or self.currency,
            amount_type=said.get("amount_type") or "",
            close_date=_day(said.get("close_date")),
            next_step=said.get("next_step") or "",
            next_step_due=_day(due),
            seats=None if seats is None else int(seats),
            contacts=tuple(dict.fromkeys(str(one["ContactId"]) for one in roles)),
            competitors=_several(said.get("competitors")),
            verifiers=_several(said.get("verifiers")),
            status=status_of(record),
            reason=said.get("reason") or "",
            version=str(record["LastModifiedDate"]),
        )

    def outline(self, record: Mapping[str, Any]) -> Opportunity:
        return Opportunity(
            str(record["Id"]),
            record.get("AccountId") or "",
            str(record["Name"]),
            str(record["OwnerId"]),
            stage=self.names.our_stage(str(record["StageName"])),
            status=status_of(record),
        )

    def written(self, name: FieldName, value: Value) -> Any:
        """A value as JSON; None empties the field."""
        if value is None or value == "" or value == ():
            return None
        if isinstance(value, tuple):
            return ";".join(value)
        if isinstance(value, Decimal):
            return float(value)
        if isinstance(value, date):
            return value.isoformat()
        return self.names.their_stage(str(value)) if name == "stage" else value

    def account(self, record: Mapping[str, Any]) -> Account:
        return Account(
            str(record["Id"]),
            str(record["Name"]),
            owner_id=str(record["OwnerId"]),
            currency=record.get("CurrencyIsoCode") or self.currency,
            country=record.get("BillingCountry") or "",
        )


def status_of(record: Mapping[str, Any]) -> Status:
    if record["IsWon"]:
        return "won"
    return "lost" if record["IsClosed"] else "open"


def contact_of(record: Mapping[str, Any]) -> Contact:
    return Contact(
        str(record["Id"]),
        record.get("AccountId") or "",
        str(record["Name"]),
        record.get("Title") or "",
        "",
        record.get("Email") or "",
    )


def colleague_of(record: Mapping[str, Any], manager: str) -> Colleague:
    """`en_US` and `de_DE_EURO` are locales of Salesforce; one that is no language tag counts for none."""
    language, _, country = str(record["LocaleSidKey"] or "").partition("_")
    known = re.fullmatch(r"[a-z]{2,3}", language) and re.match(r"[A-Z]{2}(?=_|$)", country)
    return Colleague(
        str(record["Id"]),
        str(record["Name"]),
        str(record["Email"]),
        manager,
        record["Department"] or "",
        record["TimeZoneSidKey"] or "",
        f"{language}-{country[:2]}" if known else "",
    )


def note_of(record: Mapping[str, Any], opportunity_id: str) -> Note:
    subject = str(record["Subject"] or "")
    kinds = {label: kind for kind, label in SUBJECTS.items()}
    when = datetime.fromisoformat(str(record["CreatedDate"])).astimezone(UTC)
    kind = kinds.get(subject.partition(" ")[0], "other")
    text = record["Description"] or ""
    return Note(str(record["Id"]), str(record["OwnerId"]), text, when, opportunity_id, None, kind)


def _children(record: Mapping[str, Any], relation: str) -> list[Mapping[str, Any]]:
    # A relation without rows is null.
    return list((record.get(relation) or {}).get("records", ()))


def _day(text: Any) -> date | None:
    return date.fromisoformat(str(text)) if text else None


def _several(text: Any) -> tuple[str, ...]:
    return tuple(part for part in str(text or "").split(";") if part)
