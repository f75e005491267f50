"""Sends what waits in the message outbox, each message once."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.errors import DeliveryError
from bot.ports import Clock, Messenger, Outgoing, Store

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 6
FIRST_WAIT = timedelta(seconds=30)


class Deliveries:
    """`messengers` by platform name. A message without an address goes to the person's own chat."""

    def __init__(self, store: Store, messengers: Mapping[str, Messenger], clock: Clock) -> None:
        self._store = store
        self._messengers = messengers
        self._clock = clock

    def run(self) -> int:
        """Send what is due; returns how many were sent."""
        now = self._clock()
        with self._store.write() as uow:
            due = uow.outgoings.claim_due(now)
            uow.commit()
        return sum(self._deliver(message, now) for message in due)

    def _deliver(self, message: Outgoing, now: datetime) -> bool:
        if message.expires_at and message.expires_at <= now:
            self._give_up(message, "too late to be of use")
            return False
        with self._store.read() as uow:
            where = message.where or uow.people.address_of(message.person_id)
        messenger = self._messengers.get(where.platform) if where else None
        if where is None or messenger is None:
            self._give_up(message, "the person has no chat that this process serves")
            return False
        try:
            ref = messenger.send(where, message.reply, message.key)
        except DeliveryError as error:
            self._failed(message, error, now)
            return False
        with self._store.write() as uow:
            uow.outgoings.sent(message.key, ref, now)
            if message.reply.card_id:
                uow.cards.delivered(message.reply.card_id, where, ref)
            uow.commit()
        return True

    def _failed(self, message: Outgoing, error: DeliveryError, now: datetime) -> None:
        if error.permanent or message.attempts >= MAX_ATTEMPTS:
            self._give_up(message, type(error).__name__)
            return
        with self._store.write() as uow:
            uow.outgoings.retry(message.key, now + FIRST_WAIT * 2**message.attempts)
            uow.commit()

    def _give_up(self, message: Outgoing, why: str) -> None:
        log.warning("message %s to %s was not delivered: %s", message.key, message.person_id, why)
        expired = message.expires_at is not None and message.expires_at <= self._clock()
        with self._store.write() as uow:
            uow.outgoings.failed(message.key, "expired" if expired else "failed")
            uow.commit()
