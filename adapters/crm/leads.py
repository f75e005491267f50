"""Notes on accounts without an opportunity, and new companies that need nothing but a name."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.crm.account_notes import check_account_note, check_owner, lead_name, outline
from adapters.crm.naming import renamed
from adapters.crm.tables import AccountRow
from bot.errors import CrmNotFound
from bot.notes.names import Target
from bot.sales import AS_LEAD, ON_ACCOUNT, CrmUpdate, Opportunity


def account_of(session: Session, update: CrmUpdate, speaker: str) -> AccountRow:
    """The account that the note is for, created if it is a lead that the speaker does not have yet."""
    check_account_note(update)
    if update.opportunity_id.startswith(AS_LEAD):
        return _lead(session, lead_name(update, speaker), speaker)
    account = session.get(AccountRow, update.opportunity_id.removeprefix(ON_ACCOUNT))
    if account is None:
        raise CrmNotFound("There is no such account any more.")
    check_owner(account.owner_id, speaker)
    return account


def outline_of(account: AccountRow) -> Opportunity:
    return outline(account.id, account.name, account.owner_id)


def _lead(session: Session, name: str, speaker: str) -> AccountRow:
    for account in session.scalars(select(AccountRow).where(AccountRow.owner_id == speaker)):
        if account.name.casefold() == name.casefold():
            return account
    account = AccountRow(
        id=f"account:{uuid4().hex}", name=name, aliases=[], owner_id=speaker, currency="USD", country=""
    )
    session.add(account)
    session.flush()
    renamed(session, [Target("account", account.id)])
    return account
