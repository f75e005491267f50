"""Carries confirmed writes from the outbox to the CRM: once each, in order, retried when the CRM is away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot import wording
from bot.chat import Reply, Text
from bot.errors import CrmAuth, CrmConflict, CrmError, CrmThrottled, CrmTransient
from bot.ports import Clock, Crm, OutboxItem, Outgoing, Store, UnitOfWork

MAX_ATTEMPTS = 6
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
        while due := self._claim_due():
            for item in due:
                self._apply(item)
            tried += due
        return tried

    def _claim_due(self) -> Sequence[OutboxItem]:
        with self._store.write() as uow:
            due = uow.crm_outbox.claim_due(self._clock())
            uow.commit()
        return due

    def _apply(self, item: OutboxItem) -> None:
        try:
            applied = self._crm.update(item.update, item.speaker)
        except CrmError as error:
            self._record_failure(item, error)
            return
        with self._store.write() as uow:
            uow.crm_outbox.applied(item.key, applied)
            uow.commit()

    def _record_failure(self, item: OutboxItem, error: CrmError) -> None:
        with self._store.write() as uow:
            if isinstance(error, CrmConflict):
                uow.crm_outbox.failed(item.key, "conflict", str(error))
            elif isinstance(error, CrmThrottled) and self._clock() < item.created_at + THROTTLED_FOR:
                wait = timedelta(seconds=error.retry_after)
                uow.crm_outbox.retry(item.key, self._clock() + wait, str(error), forgiven=True)
            elif isinstance(error, CrmAuth) and self._clock() < item.created_at + SIGN_IN_FOR:
                self._park(uow, item, error)
            elif isinstance(error, CrmTransient) and item.attempts < MAX_ATTEMPTS:
                wait = FIRST_WAIT * 2**item.attempts
                uow.crm_outbox.retry(item.key, self._clock() + wait, str(error))
            elif isinstance(error, CrmThrottled | CrmTransient | CrmAuth):
                uow.crm_outbox.failed(item.key, "dead", str(error))
            else:
                uow.crm_outbox.failed(item.key, "failed", str(error))
            uow.commit()

    def _park(self, uow: UnitOfWork, item: OutboxItem, error: CrmAuth) -> None:
        """All that this person confirmed waits; they hear of it in their own chat, once a day."""
        now = self._clock()
        uow.crm_outbox.retry(item.key, now + PARKED, str(error), forgiven=True)
        uow.crm_outbox.put_off(item.speaker, now + PARKED, str(error))
        words = Reply((Text(str(error)), Text(wording.SIGN_IN_WAITS)), visibility="asker", deliver="direct")
        key = f"crm-sign-in:{item.person_id}:{now.date()}"
        uow.outgoings.add(Outgoing(key, item.person_id, words, None, not_before=now))
