"""Notes on accounts without an opportunity, and new companies that need nothing but a name."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.crm.naming import renamed
from adapters.crm.tables import AccountRow
from bot.errors import CrmNotFound, CrmPermission, CrmValidation
from bot.notes.names import Target
from bot.sales import AS_LEAD, ON_ACCOUNT, CrmUpdate, Opportunity


def is_on_account(update: CrmUpdate) -> bool:
    return update.opportunity_id.startswith((ON_ACCOUNT, AS_LEAD))


def account_of(session: Session, update: CrmUpdate, speaker: str) -> AccountRow:
    """The account that the note is for, created if it is a lead that the speaker does not have yet."""
    if update.set:
        raise CrmValidation("An account has no such fields: open an opportunity for them.")
    if update.opportunity_id.startswith(AS_LEAD):
        return _lead(session, " ".join(update.opportunity_id.removeprefix(AS_LEAD).split()), speaker)
    account = session.get(AccountRow, update.opportunity_id.removeprefix(ON_ACCOUNT))
    if account is None:
        raise CrmNotFound("There is no such account any more.")
    if not speaker or account.owner_id != speaker:
        raise CrmPermission("This account belongs to another team: ask its owner to add you.")
    return account


def outline_of(account: AccountRow) -> Opportunity:
    return Opportunity(f"{ON_ACCOUNT}{account.id}", account.id, account.name, account.owner_id)


def _lead(session: Session, name: str, speaker: str) -> AccountRow:
    if not name or not speaker:
        raise CrmValidation("A lead needs a name, and somebody whose it is.")
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
