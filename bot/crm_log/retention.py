"""Confirmed CRM writes are forgotten in time: those that ended after weeks, those given up with a warning."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.ports import Clock, OutboxItem, OutboxState, Store
from bot.settings import RetentionSettings

log = logging.getLogger(__name__)

OFTEN = timedelta(hours=1)
WARNED_BEFORE = timedelta(days=7)
ENDED: tuple[OutboxState, ...] = ("applied", "conflict", "failed", "dropped")
ACTOR = "retention"


class Retention:
    """`forget_receipts` removes what the built-in CRM remembers of writes before a moment."""

    def __init__(
        self,
        store: Store,
        settings: RetentionSettings,
        clock: Clock,
        forget_receipts: Callable[[datetime], object],
    ) -> None:
        self._store = store
        self._ended = timedelta(days=settings.crm_ended_days)
        self._dead = timedelta(days=settings.crm_dead_days)
        self._clock = clock
        self._forget_receipts = forget_receipts
        self._next: datetime | None = None

    def run(self) -> None:
        """Once an hour."""
        now = self._clock()
        if self._next and now < self._next:
            return
        self._next = now + OFTEN
        with self._store.write() as uow:
            for item in self._over(uow.crm_outbox.in_states(["dead"]), now):
                uow.crm_outbox.drop(item.key, now)
                uow.audit.record(now, ACTOR, "dead_letter_expired", item.key, {})
            uow.crm_outbox.forget(ENDED, now - self._ended)
            # What was tried out is compared with what sellers entered since.
            uow.crm_outbox.forget(["shadow"], now - self._dead)
            left = uow.crm_outbox.in_states(["dead"])
            uow.commit()
        # A dead letter may be tried again to its last day, and must then find that it was written.
        self._forget_receipts(now - self._dead - self._ended)
        self._warn(left, now)

    def _over(self, dead: Sequence[OutboxItem], now: datetime) -> Sequence[OutboxItem]:
        return [item for item in dead if dropped_on(item, self._dead) <= now]

    def _warn(self, dead: Sequence[OutboxItem], now: datetime) -> None:
        soon = [item for item in dead if dropped_on(item, self._dead) <= now + WARNED_BEFORE]
        if soon:
            first = min(dropped_on(item, self._dead) for item in soon)
            log.warning(
                "%d of the CRM's dead letters will be dropped, from %s on; see `cornerman crm dead list`",
                len(soon),
                first.date(),
            )


def dropped_on(item: OutboxItem, after: timedelta) -> datetime:
    """When a dead letter is forgotten with its words."""
    return (item.finished_at or item.created_at) + after
