"""Salesforce under the Crm suite."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.sales import Account, Contact, FieldName, Note, Opportunity
from tests.contracts.company import STAGES
from tests.fakes.salesforce import Salesforce

KINDS = {"A": "001", "K": "003", "U": "005", "N": "00T", "P": "006"}
NAMES = {stage.id: stage.name for stage in STAGES}


@dataclass
class SalesforceVendor:
    server: Salesforce
    required: frozenset[FieldName] = frozenset({"close_date"})

    def theirs(self, short: str) -> str:
        found = re.fullmatch(r"([AKUNP])(\d+)", short)
        return f"{KINDS[found[1]]}{int(found[2]):012d}AAA" if found else short

    def ours(self, wire: str) -> str:
        letters = {prefix: letter for letter, prefix in KINDS.items()}
        found = re.fullmatch(r"(\w{3})0{9}(\d{3})AAA", wire)
        return f"{letters[found[1]]}{int(found[2])}" if found and found[1] in letters else wire

    def seed(
        self,
        accounts: Sequence[Account],
        contacts: Sequence[Contact],
        opportunities: Sequence[Opportunity],
        notes: Sequence[Note],
    ) -> None:
        for number in range(1, 10):
            self.server.users[f"u{number}@acme.example"] = self.theirs(f"U{number}")
        for account in accounts:
            held = {"Name": account.name, "OwnerId": account.owner_id, "CurrencyIsoCode": account.currency}
            self.server.put("Account", held, account.id)
        for contact in contacts:
            first, _, last = contact.name.rpartition(" ")
            person = {"FirstName": first, "LastName": last, "AccountId": contact.account_id}
            self.server.put("Contact", person | {"Title": contact.title, "Email": contact.email}, contact.id)
        for opportunity in opportunities:
            self._opportunity(opportunity)
        for note in notes:
            label = "Note" if note.note_type == "other" else note.note_type.title()
            task = {
                "Subject": f"{label} · Cornerman",
                "Description": note.text,
                "OwnerId": note.author_id,
                "WhatId": note.opportunity_id,
                "Status": "Completed",
                "CreatedDate": note.written_at.isoformat(timespec="milliseconds"),
            }
            self.server.put("Task", task, note.id)

    def _opportunity(self, one: Opportunity) -> None:
        row = {
            "Name": one.name,
            "AccountId": one.account_id,
            "OwnerId": one.owner_id,
            "StageName": NAMES[one.stage],
            "Amount": None if one.amount is None else float(one.amount),
            "CurrencyIsoCode": one.currency,
            # Salesforce has no opportunity without a closing day.
            "CloseDate": one.close_date.isoformat() if one.close_date else None,
            "NextStep": one.next_step or None,
            "Seats__c": None if one.seats is None else float(one.seats),
            "Amount_Type__c": one.amount_type or None,
            "Competitors__c": ";".join(one.competitors) or None,
            "Buyer_Evidence__c": ";".join(one.verifiers) or None,
            "Loss_Reason__c": one.reason or None,
        }
        self.server.put("Opportunity", row, one.id)
        self.server.put(
            "OpportunityHistory",
            {"OpportunityId": one.id, "StageName": NAMES[one.stage], "CreatedDate": "2026-01-01T00:00:00"},
        )
        for user in filter(None, one.team_ids):
            self.server.put("OpportunityTeamMember", {"OpportunityId": one.id, "UserId": user})
        for contact in one.contacts:
            self.server.put("OpportunityContactRole", {"OpportunityId": one.id, "ContactId": contact})
        if one.next_step_due:
            task = {"WhatId": one.id, "Status": "Not Started", "ActivityDate": str(one.next_step_due)}
            self.server.put("Task", task | {"Bot_Update_Id__c": f"next:{one.id}", "OwnerId": one.owner_id})
