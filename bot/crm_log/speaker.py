"""As whom a person speaks to the CRM."""

from __future__ import annotations

from bot import wording
from bot.chat import Person
from bot.errors import CrmAuth


def speaker_of(person: Person) -> str:
    """Raises CrmAuth for somebody who is no user of the CRM: any other id could be a colleague's."""
    if not person.crm_user:
        raise CrmAuth(wording.NO_CRM_USER)
    return person.crm_user
