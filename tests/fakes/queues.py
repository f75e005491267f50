"""The store's queues in memory: CRM writes, outgoing messages and accepted events."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.chat import Address, Event, Outcome
from bot.ports import STRANDED_AFTER, WRITE_LEASE, InboxItem, OutboxItem, OutboxState, Outgoing
from bot.sales import Applied, CrmUpdate
from tests.fakes.coaching_store import aware
from tests.fakes.store_state import State


class FakeCrmOutbox:
    def __init__(self, state: State) -> None:
        self._state = state

    def add(
        self, key: str, person_id: str, speaker: str, card_id: str, update: CrmUpdate, now: datetime
    ) -> OutboxItem:
        aware(now)
        items = self._state.outbox
        number = max((item.id for item in items.values()), default=0) + 1
        new = OutboxItem(number, key, person_id, speaker, card_id, update, "queued", 0, now, now)
        return items.setdefault(key, new)

    def get(self, key: str) -> OutboxItem | None:
        return self._state.outbox.get(key)

    def claim(self, key: str, now: datetime, lease_seconds: float = WRITE_LEASE) -> OutboxItem | None:
        item = self.get(key)
        if item is None or not self._due(item, now):
            return None
        return self._claim(item, now, lease_seconds)

    def claim_due(
        self, now: datetime, limit: int = 20, lease_seconds: float = WRITE_LEASE
    ) -> Sequence[OutboxItem]:
        due = [item for item in self._state.outbox.values() if self._due(item, now)][:limit]
        return [self._claim(item, now, lease_seconds) for item in due]

    def applied(self, key: str, applied: Applied, now: datetime) -> None:
        aware(now)
        state = "applied" if applied.written else "shadow"
        self._change(key, state=state, applied=applied, error="", finished_at=now, **self._wordless(key))

    def retry(self, key: str, not_before: datetime, error: str, *, forgiven: bool = False) -> None:
        aware(not_before)
        self._change(key, state="queued", not_before=not_before, error=error)
        item = self.get(key)
        if forgiven and item and item.state == "queued":
            self._change(key, attempts=item.attempts - 1)

    def failed(
        self, key: str, state: Literal["conflict", "failed", "dead"], error: str, now: datetime
    ) -> None:
        aware(now)
        wordless = {} if state == "dead" else self._wordless(key)
        self._change(key, state=state, error=error, finished_at=now, **wordless)

    def put_off(self, speaker: str, until: datetime, error: str) -> None:
        aware(until)
        for item in list(self._state.outbox.values()):
            if (item.speaker, item.state) == (speaker, "queued") and item.not_before < until:
                self._change(item.key, not_before=until, error=error)

    def in_states(self, states: Collection[OutboxState]) -> Sequence[OutboxItem]:
        found = (item for item in self._state.outbox.values() if item.state in states)
        return sorted(found, key=lambda item: item.id)

    def revive(self, key: str, now: datetime, wanted: CrmUpdate | None = None, speaker: str = "") -> None:
        aware(now)
        if self._is_dead(key):
            other = ({"update": wanted} if wanted else {}) | ({"speaker": speaker} if speaker else {})
            anew = {"attempts": 0, "not_before": now, "error": "", "finished_at": None}
            self._change(key, state="queued", **anew, **other)

    def drop(self, key: str, now: datetime) -> None:
        aware(now)
        if self._is_dead(key):
            self._change(key, state="dropped", finished_at=now, **self._wordless(key))

    def forget(self, states: Collection[OutboxState], before: datetime) -> None:
        aware(before)
        for key, item in list(self._state.outbox.items()):
            if item.state in states and item.finished_at and item.finished_at < before:
                del self._state.outbox[key]

    def _is_dead(self, key: str) -> bool:
        item = self.get(key)
        return item is not None and item.state == "dead"

    def _wordless(self, key: str) -> dict[str, Any]:
        item = self.get(key)
        return {} if item is None else {"update": replace(item.update, note="")}

    def _due(self, item: OutboxItem, now: datetime) -> bool:
        older = (
            other
            for other in self._state.outbox.values()
            if other.id < item.id and other.update.opportunity_id == item.update.opportunity_id
        )
        if any(other.state in ("queued", "claimed") for other in older):
            return False
        if item.state == "claimed":
            return self._state.leases[f"outbox:{item.key}"] <= now
        return item.state == "queued" and item.not_before <= now

    def _claim(self, item: OutboxItem, now: datetime, lease_seconds: float) -> OutboxItem:
        self._state.leases[f"outbox:{item.key}"] = now + timedelta(seconds=lease_seconds)
        self._change(item.key, state="claimed", attempts=item.attempts + 1)
        return self._state.outbox[item.key]

    def _change(self, key: str, **values: Any) -> None:
        item = self._state.outbox.get(key)
        if item is not None and item.state not in ("applied", "shadow"):
            self._state.outbox[key] = replace(item, **values)


class FakeOutgoings:
    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, message: Outgoing) -> bool:
        aware(message.not_before, message.expires_at)
        if message.key in self._state.outgoings:
            return False
        self._state.outgoings[message.key] = message
        return True

    def add_each(self, messages: Sequence[Outgoing]) -> None:
        for message in messages:
            self.add(message)

    def claim_due(
        self, now: datetime, platforms: Collection[str], limit: int = 20, lease_seconds: float = 60.0
    ) -> Sequence[Outgoing]:
        due = [
            m
            for m in self._state.outgoings.values()
            if self._due(m, now) and (self._served(m, platforms) or _stranded(m, now))
        ]
        claimed = sorted(due, key=lambda m: m.not_before)[:limit]
        for message in claimed:
            self._state.leases[f"outgoing:{message.key}"] = now + timedelta(seconds=lease_seconds)
            self._change(message.key, state="claimed", attempts=message.attempts + 1)
        return [self._state.outgoings[m.key] for m in claimed]

    def renew(self, key: str, until: datetime) -> None:
        aware(until)
        if self._state.outgoings[key].state == "claimed":
            self._state.leases[f"outgoing:{key}"] = until

    def sent(self, key: str, message_ref: str, now: datetime, where: Address | None = None) -> None:
        aware(now)
        place = {} if where is None else {"where": where}
        self._change(key, state="sent", message_ref=message_ref, **place)

    def retry(self, key: str, not_before: datetime) -> None:
        aware(not_before)
        self._change(key, state="queued", not_before=not_before)

    def failed(self, key: str, state: Literal["failed", "expired"]) -> None:
        self._change(key, state=state)

    def get(self, key: str) -> Outgoing | None:
        return self._state.outgoings.get(key)

    def _due(self, message: Outgoing, now: datetime) -> bool:
        if message.state == "claimed":
            return self._state.leases[f"outgoing:{message.key}"] <= now
        return message.state == "queued" and message.not_before <= now

    def _served(self, message: Outgoing, platforms: Collection[str]) -> bool:
        where = message.where or self._state.addresses.get(message.person_id)
        if where is not None:
            return where.platform in platforms
        identities = self._state.identities.items()
        return any(i.platform in platforms for i, person_id in identities if person_id == message.person_id)

    def _change(self, key: str, **values: Any) -> None:
        message = self._state.outgoings.get(key)
        if message is not None and message.state != "sent":
            self._state.outgoings[key] = replace(message, **values)


def _stranded(message: Outgoing, now: datetime) -> bool:
    expired = message.expires_at is not None and message.expires_at <= now
    return expired or message.not_before <= now - STRANDED_AFTER


class FakeInbox:
    def __init__(self, state: State) -> None:
        self._state = state

    def accept(self, event: Event, now: datetime) -> bool:
        aware(now)
        if event.id in self._state.inbox:
            return False
        self._state.inbox[event.id] = InboxItem(event.id, event, None, "accepted", 0, now)
        self._state.platforms[event.id] = event.where.platform
        return True

    def knows(self, event_id: str) -> bool:
        return event_id in self._state.inbox

    def claim(self, event_id: str, now: datetime, lease_seconds: float = 120.0) -> InboxItem | None:
        item = self._state.inbox.get(event_id)
        return self._claim(item, now, lease_seconds) if item and self._free(item, now, now) else None

    def handled(self, event_id: str, outcome: Outcome) -> None:
        item = self._state.inbox.get(event_id)
        if item is not None and item.state not in ("done", "dead"):
            self._state.inbox[event_id] = replace(item, state="handled", outcome=outcome)

    def done(self, event_id: str, now: datetime) -> None:
        self._finish(event_id, "done", now)

    def dead(self, event_id: str, now: datetime) -> None:
        self._finish(event_id, "dead", now)

    def postpone(self, event_id: str, until: datetime, *, forgiven: bool) -> None:
        aware(until)
        item = self._state.inbox.get(event_id)
        if item is None or item.state not in ("claimed", "handled"):
            return
        self._state.leases[f"inbox:{event_id}"] = until
        if forgiven and item.state == "claimed":
            self._state.inbox[event_id] = replace(item, attempts=item.attempts - 1)

    def claim_unfinished(
        self,
        now: datetime,
        platforms: Collection[str],
        limit: int = 20,
        lease_seconds: float = 120.0,
        grace_seconds: float = 20.0,
    ) -> Sequence[InboxItem]:
        accepted_by = now - timedelta(seconds=grace_seconds)
        free = [
            item
            for item in self._state.inbox.values()
            if self._free(item, now, accepted_by)
            and (
                self._state.platforms[item.event_id] in platforms or item.accepted_at <= now - STRANDED_AFTER
            )
        ]
        oldest_first = sorted(free, key=lambda item: item.accepted_at)
        return [self._claim(item, now, lease_seconds) for item in oldest_first[:limit]]

    def _free(self, item: InboxItem, now: datetime, accepted_by: datetime) -> bool:
        lease = self._state.leases.get(f"inbox:{item.event_id}")
        if item.state in ("claimed", "handled"):
            return lease is not None and lease <= now
        return item.state == "accepted" and item.accepted_at <= accepted_by

    def _claim(self, item: InboxItem, now: datetime, lease_seconds: float) -> InboxItem:
        self._state.leases[f"inbox:{item.event_id}"] = now + timedelta(seconds=lease_seconds)
        if item.state == "handled":
            return item
        claimed = replace(item, state="claimed", attempts=item.attempts + 1)
        self._state.inbox[item.event_id] = claimed
        return claimed

    def _finish(self, event_id: str, state: Literal["done", "dead"], now: datetime) -> None:
        aware(now)
        item = self._state.inbox.get(event_id)
        if item is not None and item.state != "done":
            self._state.inbox[event_id] = replace(item, state=state, event=None, outcome=None)
