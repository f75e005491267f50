"""The customers of those who speak, kept until something is renamed or changes hands."""

from __future__ import annotations

from sqlalchemy.orm import Session

from adapters.crm import book
from adapters.crm.naming import last_change
from adapters.crm.newest import Newest
from bot.sales import Account, Contact

SPEAKERS = 200
"""So many are remembered: of a rep with hundreds of contacts some 200 kB."""
_Kept = tuple[int, tuple[Account, ...], tuple[Contact, ...]]


class Customers:
    def __init__(self) -> None:
        self._kept: Newest[_Kept] = Newest(SPEAKERS)

    def of(self, session: Session, speaker: str) -> tuple[tuple[Account, ...], tuple[Contact, ...]]:
        last = last_change(session)
        kept = self._kept.get(speaker)
        if kept is None or kept[0] != last:
            kept = last, book.accounts(session, speaker), book.contacts(session, speaker)
            self._kept.put(speaker, kept)
        return kept[1], kept[2]
