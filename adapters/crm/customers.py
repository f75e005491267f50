"""The customers of those who speak, kept until something is renamed or changes hands."""

from __future__ import annotations

from threading import Lock

from sqlalchemy.orm import Session

from adapters.crm import book
from adapters.crm.naming import last_change
from bot.sales import Account, Contact

SPEAKERS = 200
"""So many are remembered: of a rep with hundreds of contacts some 200 kB."""
_Kept = tuple[int, tuple[Account, ...], tuple[Contact, ...]]


class Customers:
    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._lock = Lock()

    def of(self, session: Session, speaker: str) -> tuple[tuple[Account, ...], tuple[Contact, ...]]:
        last = last_change(session)
        kept = self._kept.get(speaker)
        if kept is None or kept[0] != last:
            kept = last, book.accounts(session, speaker), book.contacts(session, speaker)
            self._keep(speaker, kept)
        return kept[1], kept[2]

    def _keep(self, speaker: str, kept: _Kept) -> None:
        with self._lock:
            self._kept.pop(speaker, None)
            self._kept[speaker] = kept
            if len(self._kept) > SPEAKERS:
                del self._kept[next(iter(self._kept))]
