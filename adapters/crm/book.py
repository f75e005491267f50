"""The part of the built-in CRM that a speaker's message is read against, in five queries."""

from __future__ import annotations

from typing import cast

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from adapters.crm.records import opportunity_of
from adapters.crm.tables import AccountRow, ContactRow, OpportunityRow, TeamRow
from bot.sales import Account, Contact, Opportunity, Status


def mine(session: Session, speaker: str) -> tuple[Opportunity, ...]:
    rows = session.scalars(select(OpportunityRow).where(_is_mine(speaker)).order_by(OpportunityRow.id)).all()
    ids = select(OpportunityRow.id).where(_is_mine(speaker))
    members = (
        select(TeamRow.opportunity_id, TeamRow.user_id)
        .where(TeamRow.opportunity_id.in_(ids))
        .order_by(TeamRow.position)
    )
    teams: dict[str, list[str]] = {}
    for opportunity_id, user_id in session.execute(members):
        teams.setdefault(opportunity_id, []).append(user_id)
    return tuple(opportunity_of(row, teams.get(row.id, ())) for row in rows)


def others(session: Session, speaker: str) -> tuple[Opportunity, ...]:
    # Only what recognising them needs: their figures and words stay in the database.
    columns = (
        OpportunityRow.id,
        OpportunityRow.account_id,
        OpportunityRow.name,
        OpportunityRow.owner_id,
        OpportunityRow.stage,
        OpportunityRow.status,
    )
    rows = session.execute(select(*columns).where(~_is_mine(speaker)).order_by(OpportunityRow.id))
    return tuple(
        Opportunity(id, account_id, name, owner_id, stage=stage, status=cast(Status, status))
        for id, account_id, name, owner_id, stage, status in rows
    )


def accounts(session: Session) -> tuple[Account, ...]:
    columns = (
        AccountRow.id,
        AccountRow.name,
        AccountRow.aliases,
        AccountRow.owner_id,
        AccountRow.currency,
        AccountRow.country,
    )
    rows = session.execute(select(*columns).order_by(AccountRow.id))
    return tuple(Account(id, name, tuple(aliases), *rest) for id, name, aliases, *rest in rows)


def contacts(session: Session, speaker: str) -> tuple[Contact, ...]:
    """Of accounts that are the speaker's own, or where they work on an opportunity."""
    worked = select(OpportunityRow.account_id).where(_is_mine(speaker))
    owned = select(AccountRow.id).where(_is(speaker, AccountRow.owner_id))
    known = or_(ContactRow.account_id.in_(worked), ContactRow.account_id.in_(owned))
    columns = (
        ContactRow.id,
        ContactRow.account_id,
        ContactRow.name,
        ContactRow.title,
        ContactRow.role,
        ContactRow.email,
    )
    rows = session.execute(select(*columns).where(known).order_by(ContactRow.id))
    return tuple(Contact(*row) for row in rows)


def _is_mine(speaker: str) -> ColumnElement[bool]:
    member_of = select(TeamRow.opportunity_id).where(_is(speaker, TeamRow.user_id))
    return or_(_is(speaker, OpportunityRow.owner_id), OpportunityRow.id.in_(member_of))


def _is(speaker: str, user: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    # A record without an owner is nobody's, and not that of a speaker without a CRM user.
    return user == speaker if speaker else false()
