"""HubSpot under the Crm suite."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.sales import Account, Contact, FieldName, Note, Opportunity
from tests.fakes.hubspot import HubSpot

KINDS = {"A": 1000, "K": 3000, "U": 5000, "N": 7000, "P": 9000}


@dataclass
class HubSpotVendor:
    server: HubSpot
    required: frozenset[FieldName] = frozenset()

    def theirs(self, short: str) -> str:
        found = re.fullmatch(r"([AKUNP])(\d+)", short)
        return str(KINDS[found[1]] + int(found[2])) if found else short

    def ours(self, wire: str) -> str:
        kinds = {base: letter for letter, base in KINDS.items()}
        base = int(wire) // 1000 * 1000 if wire.isdigit() else 0
        return f"{kinds[base]}{int(wire) - base}" if base in kinds else wire

    def seed(
        self,
        accounts: Sequence[Account],
        contacts: Sequence[Contact],
        opportunities: Sequence[Opportunity],
        notes: Sequence[Note],
    ) -> None:
        for account in accounts:
            company = {"name": account.name, "hubspot_owner_id": account.owner_id}
            self.server.put("companies", company, account.id)
        for contact in contacts:
            self._contact(contact)
        for opportunity in opportunities:
            self._deal(opportunity)
        for note in notes:
            label = "" if note.note_type == "other" else f"<strong>{note.note_type.title()}:</strong> "
            written = {
                "hs_note_body": f"<p>{label}{note.text}</p>" if not label else f"{label}{note.text}",
                "hs_timestamp": note.written_at.isoformat(),
                "hubspot_owner_id": note.author_id,
            }
            self.server.put("notes", written, note.id)
            self.server.link("deals", "notes", note.opportunity_id or "", note.id)
        self.server.reindex()

    def _contact(self, contact: Contact) -> None:
        first, _, last = contact.name.rpartition(" ")
        held = {"firstname": first, "lastname": last, "email": contact.email, "jobtitle": contact.title}
        self.server.put("contacts", held, contact.id)
        self.server.link("companies", "contacts", contact.account_id, contact.id)

    def _deal(self, one: Opportunity) -> None:
        deal = {
            "dealname": one.name,
            "pipeline": "default",
            "dealstage": one.stage,
            "amount": "" if one.amount is None else str(one.amount),
            "deal_currency_code": one.currency,
            "closedate": f"{one.close_date}T16:00:00.000Z" if one.close_date else "",
            "hs_next_step": one.next_step,
            "hubspot_owner_id": one.owner_id,
            "hs_all_collaborator_owner_ids": ";".join(one.team_ids),
            "closed_lost_reason": one.reason,
            "cornerman_amount_type": one.amount_type,
            "cornerman_seats": "" if one.seats is None else str(one.seats),
            "cornerman_competitors": ";".join(one.competitors),
            "cornerman_evidence": ";".join(one.verifiers),
        }
        self.server.put("deals", deal, one.id)
        self.server.link("deals", "companies", one.id, one.account_id)
        for contact in one.contacts:
            self.server.link("deals", "contacts", one.id, contact)
        if one.next_step_due:
            due = {
                "hs_task_subject": one.next_step,
                "hs_task_status": "NOT_STARTED",
                "hs_timestamp": f"{one.next_step_due}T16:00:00.000Z",
                "cornerman_id": f"next:{one.id}",
            }
            self.server.link("tasks", "deals", self.server.put("tasks", due), one.id)
