"""Carries confirmed writes from the outbox to the CRM: once each, in order, retried when the CRM is away."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot import wording
from bot.chat import Reply, Text
from bot.delivery import kind_and_place
from bot.errors import CrmAuth, CrmConflict, CrmError, CrmThrottled, CrmTransient
from bot.ports import Clock, Crm, OutboxItem, Outgoing, Store, UnitOfWork

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 6
SHORTEST_WAIT = timedelta(seconds=5)
JITTER = 0.2
"""Writes that failed together come back spread over this share of their wait."""
UNREADABLE = "The CRM's answer could not be understood."
THROTTLED_FOR = timedelta(hours=24)
"""A CRM's daily limit is over by then."""
FIRST_WAIT = timedelta(seconds=60)
PARKED = timedelta(minutes=15)
SIGN_IN_FOR = timedelta(days=3)
"""So long what a person confirmed waits for their sign-in to work again."""


class CrmWriter:
    """The process that committed a write settles it at once; `run_due` is the worker's fallback."""

    def __init__(self, store: Store, crm: Crm, clock: Clock) -> None:
        self._store = store
        self._crm = crm
        self._clock = clock

    def settle(self, keys: Iterable[str]) -> tuple[OutboxItem, ...]:
        """Try each of these writes now, in order; returns them as they stand afterwards."""
        items = []
        for key in keys:
            with self._store.write() as uow:
                claimed = uow.crm_outbox.claim(key, self._clock())
                uow.commit()
            if claimed:
                self._apply(claimed)
            with self._store.read() as uow:
                item = uow.crm_outbox.get(key)
            if item:
                items.append(item)
        return tuple(items)

    def run_due(self) -> Sequence[OutboxItem]:
        """Try every write that is due; returns the ones tried. Of one opportunity's writes the next is due
        when the one before is done."""
        tried: list[OutboxItem] = []
        # One at a time: a lease must not run out behind slow writes before it.
        while item := self._claim_due():
            self._apply(item)
            tried.append(item)
        return tried

    def _claim_due(self) -> OutboxItem | None:
        with self._store.write() as uow:
            due = uow.crm_outbox.claim_due(self._clock(), limit=1)
            uow.commit()
        return due[0] if due else None

    def _apply(self, item: OutboxItem) -> None:
        try:
            applied = self._crm.update(item.update, item.speaker)
        except CrmError as error:
            self._record_failure(item, error)
            return
        except Exception as error:
            # A fault of ours in one write must not stop the others; it is tried again and then given up.
            log.error("CRM write %s: %s", item.key, kind_and_place(error))
            self._record_failure(item, CrmTransient(UNREADABLE))
            return
        with self._store.write() as uow:
            uow.crm_outbox.applied(item.key, applied, self._clock())
            uow.commit()

    def _record_failure(self, item: OutboxItem, error: CrmError) -> None:
        with self._store.write() as uow:
            if isinstance(error, CrmConflict):
                uow.crm_outbox.failed(item.key, "conflict", str(error), self._clock())
            elif isinstance(error, CrmThrottled) and self._clock() < item.created_at + THROTTLED_FOR:
                uow.crm_outbox.retry(item.key, self._after(error, item), str(error), forgiven=True)
            elif isinstance(error, CrmAuth) and self._clock() < item.created_at + SIGN_IN_FOR:
                self._park(uow, item, error)
            elif isinstance(error, CrmThrottled | CrmTransient) and item.attempts < MAX_ATTEMPTS:
                uow.crm_outbox.retry(item.key, self._after(error, item), str(error))
            elif isinstance(error, CrmThrottled | CrmTransient | CrmAuth):
                uow.crm_outbox.failed(item.key, "dead", str(error), self._clock())
            else:
                uow.crm_outbox.failed(item.key, "failed", str(error), self._clock())
            uow.commit()

    def _after(self, error: CrmError, item: OutboxItem) -> datetime:
        """When to try again: as the CRM asks, else twice as long as before."""
        asked = timedelta(seconds=error.retry_after) if isinstance(error, CrmThrottled) else None
        wait: timedelta = FIRST_WAIT * 2**item.attempts if asked is None else max(asked, SHORTEST_WAIT)
        return self._clock() + wait * (1 + JITTER * (zlib.crc32(item.key.encode()) % 100) / 100)

    def _park(self, uow: UnitOfWork, item: OutboxItem, error: CrmAuth) -> None:
        """All that this person confirmed waits; they hear of it in their own chat, once a day."""
        now = self._clock()
        uow.crm_outbox.retry(item.key, now + PARKED, str(error), forgiven=True)
        uow.crm_outbox.put_off(item.speaker, now + PARKED, str(error))
        words = Reply((Text(str(error)), Text(wording.SIGN_IN_WAITS)), visibility="asker", deliver="direct")
        key = f"crm-sign-in:{item.person_id}:{now.date()}"
        uow.outgoings.add(Outgoing(key, item.person_id, words, None, not_before=now))
