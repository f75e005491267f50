"""What holds for notes on accounts and for new companies in every CRM."""

from __future__ import annotations

from adapters.crm.rules import note_type_of
from bot.errors import CrmPermission, CrmValidation
from bot.sales import AS_LEAD, ON_ACCOUNT, CrmUpdate, Opportunity


def is_on_account(update: CrmUpdate) -> bool:
    return update.opportunity_id.startswith((ON_ACCOUNT, AS_LEAD))


def check_account_note(update: CrmUpdate) -> None:
    if update.set:
        raise CrmValidation("An account has no such fields: open an opportunity for them.")
    note_type_of(update)


def check_owner(owner_id: str, speaker: str) -> None:
    if not speaker or owner_id != speaker:
        raise CrmPermission("This account belongs to another team: ask its owner to add you.")


def lead_name(update: CrmUpdate, speaker: str) -> str:
    name = " ".join(update.opportunity_id.removeprefix(AS_LEAD).split())
    if not name or not speaker:
        raise CrmValidation("A lead needs a name, and somebody whose it is.")
    return name


def outline(account_id: str, name: str, owner_id: str) -> Opportunity:
    """What is applied bears the account's name."""
    return Opportunity(f"{ON_ACCOUNT}{account_id}", account_id, name, owner_id)
