"""The opportunities of those who report to a manager, as one book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.book.request import TEAM_BOOK
from bot.chat import Person
from bot.errors import CrmError
from bot.ports import Crm
from bot.sales import Book, Opportunity


def team_book(reports: Sequence[Person], crm: Crm) -> tuple[Book, tuple[str, ...]]:
    """What each of them owns, without contacts, words or anything of others; and whose book the CRM did not
    give."""
    whole, missing = Book(TEAM_BOOK, ()), []
    for person in reports:
        if not person.crm_user:
            continue
        try:
            book = crm.book(person.crm_user)
        except CrmError:
            missing.append(person.name)
            continue
        owned = tuple(_bare(one) for one in book.mine if one.owner_id == book.speaker)
        reach = {one.account_id for one in owned}
        whole = replace(
            book,
            speaker=TEAM_BOOK,
            mine=(*whole.mine, *owned),
            others=(),
            accounts=(*whole.accounts, *(a for a in book.accounts if a.id in reach)),
            contacts=(),
        )
    return whole, tuple(missing)


def _bare(one: Opportunity) -> Opportunity:
    """Without what its owner words freely or plans to do, and without anything that counts its changes."""
    return replace(one, next_step="", next_step_due=None, contacts=(), version="", team_ids=())
