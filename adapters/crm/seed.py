"""Filling the built-in CRM with records from elsewhere, and emptying it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from adapters.crm.records import account_of, contact_of, fields_of, opportunity_of
from adapters.crm.tables import AccountRow, ContactRow, CrmBase, NoteRow, OpportunityRow, TeamRow, WriteRow
from bot.sales import Account, Contact, Note, Opportunity


@dataclass(frozen=True, slots=True)
class Holdings:
    """Records the CRM holds, or a file brings."""

    accounts: tuple[Account, ...] = ()
    contacts: tuple[Contact, ...] = ()
    opportunities: tuple[Opportunity, ...] = ()
    notes: tuple[Note, ...] = ()


def held(session: Session) -> Holdings:
    """Everybody's records without their notes. Versions are empty: they change with any write."""
    return Holdings(
        tuple(account_of(row) for row in session.scalars(select(AccountRow).order_by(AccountRow.id))),
        tuple(contact_of(row) for row in session.scalars(select(ContactRow).order_by(ContactRow.id))),
        opportunities(session),
    )


def opportunities(
    session: Session, ids: Sequence[str] | None = None, *, lock: bool = False
) -> tuple[Opportunity, ...]:
    """All, or those of `ids`, by id and without versions. `lock` keeps them until the transaction ends."""
    members, rows = (
        select(TeamRow).order_by(TeamRow.position),
        select(OpportunityRow).order_by(OpportunityRow.id),
    )
    if ids is not None:
        members = members.where(TeamRow.opportunity_id.in_(ids))
        rows = rows.where(OpportunityRow.id.in_(ids))
    locked = session.scalars(rows.with_for_update() if lock else rows).all()
    teams: dict[str, list[str]] = {}
    for member in session.scalars(members):
        teams.setdefault(member.opportunity_id, []).append(member.user_id)
    return tuple(replace(opportunity_of(row, teams.get(row.id, ())), version="") for row in locked)


def load(
    session: Session,
    accounts: Sequence[Account],
    contacts: Sequence[Contact],
    opportunities: Sequence[Opportunity],
    notes: Sequence[Note],
) -> None:
    _put(session, AccountRow, [_account(account) for account in accounts])
    _put(session, ContactRow, [_contact(contact) for contact in contacts])
    _put(session, OpportunityRow, [_opportunity(opportunity) for opportunity in opportunities])
    _put_teams(session, opportunities)
    _put(session, NoteRow, [_note(note) for note in notes])


def clear(session: Session) -> None:
    for row in (WriteRow, NoteRow, TeamRow, OpportunityRow, ContactRow, AccountRow):
        session.execute(delete(row))


def _put(session: Session, row: type[CrmBase], values: list[dict[str, Any]]) -> None:
    if not values:
        return
    upsert: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = upsert(row)
    # The stage to go back to when it is opened again is for the record's own writes to know.
    changed = {name: statement.excluded[name] for name in values[0] if name not in ("id", "open_stage")}
    if row is OpportunityRow:
        changed["revision"] = OpportunityRow.revision + 1
    whole = statement.on_conflict_do_update(index_elements=["id"], set_=changed)
    session.connection().execute(whole, values)


def _put_teams(session: Session, opportunities: Sequence[Opportunity]) -> None:
    if opportunities:
        of_one = delete(TeamRow).where(TeamRow.opportunity_id == bindparam("opportunity"))
        session.connection().execute(of_one, [{"opportunity": one.id} for one in opportunities])
    members = [member for opportunity in opportunities for member in _team(opportunity)]
    if members:
        session.connection().execute(insert(TeamRow), members)


def _account(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "name": account.name,
        "aliases": list(account.aliases),
        "owner_id": account.owner_id,
        "currency": account.currency,
        "country": account.country,
    }


def _contact(contact: Contact) -> dict[str, Any]:
    return {
        "id": contact.id,
        "account_id": contact.account_id,
        "name": contact.name,
        "title": contact.title,
        "role": contact.role,
        "email": contact.email,
    }


def _opportunity(opportunity: Opportunity) -> dict[str, Any]:
    return fields_of(opportunity) | {
        "id": opportunity.id,
        "account_id": opportunity.account_id,
        "name": opportunity.name,
        "owner_id": opportunity.owner_id,
        "open_stage": "",
        "revision": 1,
    }


def _team(opportunity: Opportunity) -> list[dict[str, Any]]:
    return [
        {"opportunity_id": opportunity.id, "user_id": user_id, "position": position}
        for position, user_id in enumerate(dict.fromkeys(opportunity.team_ids))
    ]


def _note(note: Note) -> dict[str, Any]:
    return {
        "id": note.id,
        "opportunity_id": note.opportunity_id,
        "account_id": note.account_id,
        "author_id": note.author_id,
        "text": note.text,
        "note_type": note.note_type,
        "written_at": note.written_at,
    }
