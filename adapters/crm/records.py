"""Rows of the built-in CRM as the words of selling, and back."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import Row

from adapters.crm.tables import AccountRow, ContactRow, NoteRow, OpportunityRow
from bot.sales import Account, Contact, Note, NoteType, Opportunity, Status


def account_of(row: AccountRow) -> Account:
    return Account(row.id, row.name, tuple(row.aliases), row.owner_id, row.currency, row.country)


def contact_of(row: ContactRow) -> Contact:
    return Contact(row.id, row.account_id, row.name, row.title, row.role, row.email)


def opportunity_of(row: OpportunityRow | Row[Any], team: Sequence[str]) -> Opportunity:
    return Opportunity(
        id=row.id,
        account_id=row.account_id,
        name=row.name,
        owner_id=row.owner_id,
        team_ids=tuple(team),
        stage=row.stage,
        amount=None if row.amount is None else Decimal(row.amount),
        currency=row.currency,
        amount_type=row.amount_type,
        close_date=row.close_date,
        next_step=row.next_step,
        next_step_due=row.next_step_due,
        seats=row.seats,
        contacts=tuple(row.contacts),
        competitors=tuple(row.competitors),
        verifiers=tuple(row.verifiers),
        status=cast(Status, row.status),
        reason=row.reason,
        version=str(row.revision),
    )


def fields_of(opportunity: Opportunity) -> dict[str, Any]:
    """What a write may change, as the row keeps it."""
    return {
        "stage": opportunity.stage,
        "amount": None if opportunity.amount is None else str(opportunity.amount),
        "currency": opportunity.currency,
        "amount_type": opportunity.amount_type,
        "close_date": opportunity.close_date,
        "next_step": opportunity.next_step,
        "next_step_due": opportunity.next_step_due,
        "seats": opportunity.seats,
        "contacts": list(opportunity.contacts),
        "competitors": list(opportunity.competitors),
        "verifiers": list(opportunity.verifiers),
        "status": opportunity.status,
        "reason": opportunity.reason,
    }


def note_of(row: NoteRow) -> Note:
    return Note(
        id=row.id,
        author_id=row.author_id,
        text=row.text,
        written_at=row.written_at,
        opportunity_id=row.opportunity_id,
        account_id=row.account_id,
        note_type=cast(NoteType, row.note_type),
    )
