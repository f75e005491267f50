"""The part of the built-in CRM that a speaker's message is read against, in few queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import cast

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from adapters.crm.records import opportunity_of
from adapters.crm.tables import AccountRow, ContactRow, OpportunityRow, TeamRow
from bot.notes.names import Target
from bot.sales import Account, Contact, Opportunity, Status


def mine(session: Session, speaker: str) -> tuple[Opportunity, ...]:
    # Columns, not entities: a rep's hundreds are read with every message.
    columns = OpportunityRow.__table__.columns
    rows = session.execute(select(*columns).where(_is_mine(speaker)).order_by(OpportunityRow.id)).all()
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


def others(session: Session, speaker: str, named: Collection[Target]) -> tuple[Opportunity, ...]:
    """Those named, and those of the accounts that are or that the people named belong to."""
    # Only what recognising them needs: their figures and words stay in the database.
    columns = (
        OpportunityRow.id,
        OpportunityRow.account_id,
        OpportunityRow.name,
        OpportunityRow.owner_id,
        OpportunityRow.stage,
        OpportunityRow.status,
    )
    employers = select(ContactRow.account_id).where(ContactRow.id.in_(_ids(named, "contact")))
    meant = or_(
        OpportunityRow.id.in_(_ids(named, "opportunity")),
        OpportunityRow.account_id.in_(_ids(named, "account")),
        OpportunityRow.account_id.in_(employers),
    )
    found = select(*columns).where(meant, ~_is_mine(speaker)).order_by(OpportunityRow.id)
    return tuple(
        Opportunity(id, account_id, name, owner_id, stage=stage, status=cast(Status, status))
        for id, account_id, name, owner_id, stage, status in (session.execute(found) if named else ())
    )


def accounts(session: Session, speaker: str) -> tuple[Account, ...]:
    """The speaker's own, and those where they work on an opportunity."""
    worked = select(OpportunityRow.account_id).where(_is_mine(speaker))
    return _accounts(session, or_(_is(speaker, AccountRow.owner_id), AccountRow.id.in_(worked)))


def accounts_named(
    session: Session, own: Sequence[Account], named: Collection[Target]
) -> tuple[Account, ...]:
    ids = _ids(named, "account") - {account.id for account in own}
    return _accounts(session, AccountRow.id.in_(ids)) if ids else ()


def contacts(session: Session, speaker: str) -> tuple[Contact, ...]:
    """Of the accounts that are the speaker's own, or where they work on an opportunity."""
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


def contacts_named(
    session: Session, own: Sequence[Contact], named: Collection[Target]
) -> tuple[Contact, ...]:
    """Other reps', with nothing but their names."""
    ids = _ids(named, "contact") - {contact.id for contact in own}
    columns = (ContactRow.id, ContactRow.account_id, ContactRow.name)
    meant = select(*columns).where(ContactRow.id.in_(ids)).order_by(ContactRow.id)
    return tuple(Contact(*row) for row in (session.execute(meant) if ids else ()))


def _accounts(session: Session, which: ColumnElement[bool]) -> tuple[Account, ...]:
    columns = (
        AccountRow.id,
        AccountRow.name,
        AccountRow.aliases,
        AccountRow.owner_id,
        AccountRow.currency,
        AccountRow.country,
    )
    rows = session.execute(select(*columns).where(which).order_by(AccountRow.id))
    return tuple(Account(id, name, tuple(aliases), *rest) for id, name, aliases, *rest in rows)


def _ids(named: Collection[Target], kind: str) -> set[str]:
    return {target.id for target in named if target.kind == kind}


def _is_mine(speaker: str) -> ColumnElement[bool]:
    member_of = select(TeamRow.opportunity_id).where(_is(speaker, TeamRow.user_id))
    return or_(_is(speaker, OpportunityRow.owner_id), OpportunityRow.id.in_(member_of))


def _is(speaker: str, user: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    # A record without an owner is nobody's, and not that of a speaker without a CRM user.
    return user == speaker if speaker else false()
