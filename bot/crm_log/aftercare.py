"""What happens to drafts when nobody looks: late CRM writes are reported, words are forgotten in time."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot import wording
from bot.chat import Reply, Text
from bot.crm_log.paper import paper_of, wordless
from bot.crm_log.saving import Saver
from bot.crm_log.writer import CrmWriter
from bot.ports import Card, Clock, Crm, Outgoing, Store
from bot.turns import book_of

log = logging.getLogger(__name__)

GRACE = timedelta(seconds=30)
"""So long the process that confirmed a write may take to say itself how it ended."""


class Aftercare:
    def __init__(self, store: Store, crm: Crm, saver: Saver, writer: CrmWriter, clock: Clock) -> None:
        self._store = store
        self._crm = crm
        self._saver = saver
        self._writer = writer
        self._clock = clock

    def run(self) -> None:
        self._writer.run_due()
        with self._store.read() as uow:
            unfinished = uow.cards.in_states("draft", ["confirmed", "undoing"])
        for card in unfinished:
            # One card that cannot be concluded must not keep the others from it.
            try:
                self._report(card)
            except Exception as error:
                log.error("card %s cannot be concluded: %s", card.id, type(error).__name__)
        self._forget()

    def _report(self, card: Card) -> None:
        """Tell the rep in their own chat how a late write ended, once it has ended."""
        with self._store.read() as uow:
            person = uow.people.get(card.person_id)
            items = [i for key in paper_of(card).running if (i := uow.crm_outbox.get(key))]
        over = all(item.state not in ("queued", "claimed") for item in items)
        fresh = any(self._clock() - item.created_at < GRACE for item in items)
        if not over or fresh:
            return
        if person is None:
            self._close(card)
            return
        # How it ended is said without the CRM's names for things, where the CRM is what is away.
        book, _ = book_of(self._crm, person)
        self._saver.conclude(card, person, book, self._clock(), tell=True)

    def _close(self, card: Card) -> None:
        """Its owner has left: there is nobody to tell, and nobody's words are kept."""
        with self._store.write() as uow:
            uow.cards.save(replace(wordless(card), state="expired", expires_at=None))
            uow.commit()

    def _forget(self) -> None:
        """An unanswered draft expires with its words, nothing written; a saved one keeps only its Undo.
        Each person hears once of all of theirs that expire together."""
        with self._store.write() as uow:
            cards = uow.cards.expired(self._clock())
            for told in _told([card for card in cards if card.state == "open"], self._clock()):
                uow.outgoings.add(told)
            for card in cards:
                state = "expired" if card.state == "open" else card.state
                bare = wordless(card) if card.kind == "draft" else replace(card, payload={})
                uow.cards.save(replace(bare, state=state, expires_at=None))
            uow.commit()


def _told(cards: Sequence[Card], now: datetime) -> Iterator[Outgoing]:
    notes: dict[str, list[Card]] = {}
    for card in cards:
        if card.kind in ("draft", "choice"):
            notes.setdefault(card.person_id, []).append(card)
    for person_id, theirs in notes.items():
        drafts = (paper_of(card).draft for card in theirs if card.kind == "draft")
        words = wording.expired([one.before.name for draft in drafts for one in draft.updates])
        reply = Reply((Text(words),), visibility="asker", deliver="direct")
        yield Outgoing(f"{theirs[0].id}:expired", person_id, reply, None, not_before=now)
