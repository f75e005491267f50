"""Sends what waits in the message outbox, each message once."""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.charts import drawn
from bot.chat import Address, Identity
from bot.coaching import leaving
from bot.delivery import kind_and_place, recorded
from bot.errors import DeliveryError, MessageGone
from bot.keeping import kept
from bot.ports import STRANDED_AFTER, Clock, Messenger, Outgoing, Store
from bot.settings import Settings

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""Renewed while a message is on its way; after a crash another worker takes it up."""

BATCH = 50
"""Messages a round, so that a full outbox does not keep the worker from its other duties."""

MAX_ATTEMPTS = 12
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)


class Deliveries:
    """`messengers` by platform name: messages for any other platform are left to other processes, and for
    any but `platforms` to other threads of this one.

    A message without an address goes to the person's own chat, opened for an account of theirs if need be.
    One that replaces a card changes it where it stands. A nudge leaves only while its reader may be nudged.
    """

    def __init__(
        self,
        store: Store,
        messengers: Mapping[str, Messenger],
        clock: Clock,
        settings: Settings,
        platforms: Collection[str] | None = None,
    ) -> None:
        self._store = store
        self._messengers = messengers
        self._clock = clock
        self._settings = settings
        self._platforms = tuple(messengers if platforms is None else platforms)

    def run(self) -> int:
        """Send what is due; returns how many were sent."""
        sent = 0
        # One at a time: a lease must not run out behind slow messages before it.
        for _ in range(BATCH):
            message = self._claim()
            if message is None:
                break
            sent += self._deliver(message)
        return sent

    def _claim(self) -> Outgoing | None:
        with self._store.write() as uow:
            due = uow.outgoings.claim_due(self._clock(), self._platforms, 1, LEASE.total_seconds())
            uow.commit()
        return due[0] if due else None

    def _renew(self, key: str) -> None:
        with self._store.write() as uow:
            uow.outgoings.renew(key, self._clock() + LEASE)
            uow.commit()

    def _deliver(self, message: Outgoing) -> bool:
        now = self._clock()
        if message.expires_at and message.expires_at <= now:
            self._give_up(message, "it came too late to be of use")
            return False
        try:
            return leaving.may_leave(message, self._store, self._settings, now) and self._send(
                replace(message, reply=drawn(message.reply)), now
            )
        except Exception as error:
            self._failed(message, error, now)
            return False

    def _send(self, message: Outgoing, now: datetime) -> bool:
        with kept(lambda: self._renew(message.key), every=LEASE / 3):
            placed = self._change(message) if message.reply.replaces else self._post(message)
        if placed is None:
            self._unreachable(message, now)
            return False
        recorded(f"message {message.key}", lambda: self._sent(message, *placed, now))
        return True

    def _sent(self, message: Outgoing, where: Address, ref: str, now: datetime) -> None:
        with self._store.write() as uow:
            uow.outgoings.sent(message.key, ref, now, where)
            if message.reply.card_id:
                uow.cards.delivered(message.reply.card_id, where, ref)
            uow.commit()

    def _post(self, message: Outgoing) -> tuple[Address, str] | None:
        """The person's own platform; another of theirs only where it can never arrive on that one."""
        ways = self._ways(message)
        for left, (messenger, place) in zip(range(len(ways) - 1, -1, -1), ways, strict=True):
            try:
                # Not remembered: an address says that the person has written to the bot.
                where = messenger.direct_to(place) if isinstance(place, Identity) else place
                return where, messenger.send(where, message.reply, message.key, again=message.attempts > 1)
            except DeliveryError as error:
                if not (error.permanent and left):
                    raise
                log.warning("message %s: another platform, after %s", message.key, kind_and_place(error))
        return None

    def _change(self, message: Outgoing) -> tuple[Address, str] | None:
        """None also while the card itself has not arrived."""
        if message.where and message.message_ref:
            return self._change_that(message, message.where)
        with self._store.read() as uow:
            card = uow.cards.get(message.reply.card_id)
        messenger = self._messengers.get(card.where.platform) if card and card.message_ref else None
        if card is None or messenger is None:
            return None
        try:
            messenger.update(card.where, card.message_ref, message.reply)
        except MessageGone:
            # Its reader deleted the card; the news in it is still theirs.
            return self._post(message)
        return card.where, card.message_ref

    def _change_that(self, message: Outgoing, where: Address) -> tuple[Address, str] | None:
        messenger = self._messengers.get(where.platform)
        if messenger is None:
            return None
        try:
            messenger.update(where, message.message_ref, message.reply)
        except MessageGone:
            log.info("message %s: what it would change is gone", message.key)
        return where, message.message_ref

    def _ways(self, message: Outgoing) -> list[tuple[Messenger, Address | Identity]]:
        """A place that was given is the only one; one not served here is for other processes."""
        with self._store.read() as uow:
            where = message.where or uow.people.address_of(message.person_id)
            identities = () if message.where else uow.people.identities_of(message.person_id)
        if where and where.platform not in self._messengers:
            return []
        first: list[Address | Identity] = [where] if where else []
        others = [each for each in identities if not where or each.platform != where.platform]
        places = [*first, *others]
        return [(self._messengers[p.platform], p) for p in places if p.platform in self._messengers]

    def _unreachable(self, message: Outgoing, now: datetime) -> None:
        if message.not_before <= now - STRANDED_AFTER:
            self._give_up(message, "no running process serves a chat of this person")
        else:
            self._retry(message, now, asked=0.0)

    def _failed(self, message: Outgoing, error: Exception, now: datetime) -> None:
        refused = error if isinstance(error, DeliveryError) else None
        why = str(refused or kind_and_place(error))
        log.warning("message %s to %s: %s", message.key, message.person_id, why)
        if (refused and refused.permanent) or message.attempts >= MAX_ATTEMPTS:
            self._give_up(message, why)
        else:
            self._retry(message, now, asked=refused.retry_after if refused else 0.0)

    def _retry(self, message: Outgoing, now: datetime, asked: float) -> None:
        wait = max(min(FIRST_WAIT * 2**message.attempts, LONGEST_WAIT), timedelta(seconds=asked))
        with self._store.write() as uow:
            uow.outgoings.retry(message.key, now + wait)
            uow.commit()

    def _give_up(self, message: Outgoing, why: str) -> None:
        log.error("message %s to %s was not delivered: %s", message.key, message.person_id, why)
        expired = message.expires_at is not None and message.expires_at <= self._clock()
        with self._store.write() as uow:
            uow.outgoings.failed(message.key, "expired" if expired else "failed")
            uow.commit()
