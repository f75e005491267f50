"""What happens to drafts when nobody is looking: late CRM writes are reported, stale drafts expire."""

from __future__ import annotations

from dataclasses import replace

from bot.crm_log.desk import LogDesk
from bot.crm_log.writer import CrmWriter
from bot.ports import Clock, Crm, Outgoing, Store


class Aftercare:
    def __init__(self, store: Store, crm: Crm, desk: LogDesk, writer: CrmWriter, clock: Clock) -> None:
        self._store = store
        self._crm = crm
        self._desk = desk
        self._writer = writer
        self._clock = clock

    def run(self) -> None:
        tried = self._writer.run_due()
        for card_id in dict.fromkeys(item.card_id for item in tried):
            self._report(card_id)
        self._expire()

    def _report(self, card_id: str) -> None:
        """Tell the rep in their own chat how a late write ended, once it has ended."""
        with self._store.read() as uow:
            card = uow.cards.get(card_id)
            person = uow.people.get(card.person_id) if card else None
            items = [i for key in card.payload["keys"] if (i := uow.crm_outbox.get(key))] if card else []
        if card is None or person is None or any(i.state in ("queued", "claimed") for i in items):
            return
        book = self._crm.book(person.crm_user or person.id)
        reply = replace(self._desk.settled(card, items, person, book, self._clock()), replaces=False)
        key = f"{card.id}:result:{card.version}"
        with self._store.write() as uow:
            uow.outgoings.add(Outgoing(key, person.id, reply, card.where, not_before=self._clock()))
            uow.commit()

    def _expire(self) -> None:
        """An unanswered draft is forgotten, its words with it; nothing was written."""
        with self._store.write() as uow:
            for card in uow.cards.expired(self._clock()):
                uow.cards.save(replace(card, state="expired", payload={}))
            uow.commit()
