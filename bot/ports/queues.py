"""Work that must happen once: CRM writes, messages to send, events to answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol, TypeAlias

from bot.chat import Address, Event, Outcome, Reply
from bot.sales import Applied, CrmUpdate

OutboxState: TypeAlias = Literal[
    "queued", "claimed", "applied", "shadow", "conflict", "failed", "dead", "dropped"
]
"""`shadow`: not written, as the CRM is on trial. `dead`: given up, waiting for an administrator. `dropped`:
an administrator has decided that it is not to be written."""


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One confirmed CRM write on its way. `key` is unique. `error` is the plain sentence the rep reads.
    `finished_at` is when it ended, in whichever way.

    One record's items are written in the order they were added.
    """

    id: int
    key: str
    person_id: str
    speaker: str
    card_id: str
    update: CrmUpdate
    state: OutboxState
    attempts: int
    created_at: datetime
    not_before: datetime
    applied: Applied | None = None
    error: str = ""
    finished_at: datetime | None = None


WRITE_LEASE = 180.0
"""Seconds; longer than the slowest write, some twenty calls to a CRM that takes its time with each."""


class CrmOutbox(Protocol):
    def add(
        self, key: str, person_id: str, speaker: str, card_id: str, update: CrmUpdate, now: datetime
    ) -> OutboxItem:
        """Returns the item stored under the same key if there is one."""
        ...

    def get(self, key: str) -> OutboxItem | None: ...
    def claim(self, key: str, now: datetime, lease_seconds: float = WRITE_LEASE) -> OutboxItem | None:
        """One claimant wins; None when it is claimed, finished, not due, or an older item of the same
        opportunity is unfinished."""
        ...

    def claim_due(
        self, now: datetime, limit: int = 20, lease_seconds: float = WRITE_LEASE
    ) -> Sequence[OutboxItem]:
        """Due items, and claimed ones whose lease ran out."""
        ...

    def applied(self, key: str, applied: Applied, now: datetime) -> None:
        """Written, or on trial only worked out: the note's words are wiped here."""
        ...

    def retry(self, key: str, not_before: datetime, error: str, *, forgiven: bool = False) -> None:
        """`forgiven` when the attempt does not count, as the CRM would not even try."""
        ...

    def failed(
        self, key: str, state: Literal["conflict", "failed", "dead"], error: str, now: datetime
    ) -> None:
        """What is not dead is not tried again under this key: its note's words are wiped here."""
        ...

    def put_off(self, speaker: str, until: datetime, error: str) -> None:
        """Nothing queued of this CRM user is tried before `until`."""
        ...

    def in_states(self, states: Collection[OutboxState]) -> Sequence[OutboxItem]:
        """Oldest first."""
        ...

    def revive(self, key: str, now: datetime, wanted: CrmUpdate | None = None, speaker: str = "") -> None:
        """A dead item is queued anew, as if it had never been tried; `wanted` takes the place of its own
        update, `speaker` of whom it is written as."""
        ...

    def drop(self, key: str, now: datetime) -> None:
        """A dead item is never tried again; its note's words are wiped."""
        ...

    def forget(self, states: Collection[OutboxState], before: datetime) -> None:
        """Removes items that ended so before then; what is not over stays."""
        ...


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message nobody asked for just now, on its way to a person's direct chat or a given address; with a
    `message_ref` from the start it changes that message there. Once sent, `where` is where it went."""

    key: str
    person_id: str
    reply: Reply
    where: Address | None
    not_before: datetime
    expires_at: datetime | None = None
    state: Literal["queued", "claimed", "sent", "failed", "expired"] = "queued"
    attempts: int = 0
    message_ref: str = ""


STRANDED_AFTER = timedelta(days=7)
"""After this the queues hand a row to any process, so that what nobody serves does not wait for ever."""


class Outgoings(Protocol):
    def add(self, message: Outgoing) -> bool:
        """False when the key exists already."""
        ...

    def add_each(self, messages: Sequence[Outgoing]) -> None:
        """Those whose keys do not exist."""
        ...

    def claim_due(
        self, now: datetime, platforms: Collection[str], limit: int = 20, lease_seconds: float = 60.0
    ) -> Sequence[Outgoing]:
        """Due messages for these platforms, and claimed ones whose lease ran out. Without `where` the
        person's remembered address decides, and while there is none their identities. What has expired or
        was due STRANDED_AFTER ago comes whatever its platform: perhaps nobody serves it."""
        ...

    def renew(self, key: str, until: datetime) -> None:
        """A claimed message stays its claimant's until then."""
        ...

    def sent(self, key: str, message_ref: str, now: datetime, where: Address | None = None) -> None: ...
    def retry(self, key: str, not_before: datetime) -> None: ...
    def failed(self, key: str, state: Literal["failed", "expired"]) -> None: ...
    def get(self, key: str) -> Outgoing | None: ...


@dataclass(frozen=True, slots=True)
class InboxItem:
    """An accepted event. The event is gone (None) once the item is done; `outcome` is what it led to,
    kept only until it is delivered. `attempts` counts the claims to handle it, not those to deliver."""

    event_id: str
    event: Event | None
    outcome: Outcome | None
    state: Literal["accepted", "claimed", "handled", "done", "dead"]
    attempts: int
    accepted_at: datetime


class Inbox(Protocol):
    def accept(self, event: Event, now: datetime) -> bool:
        """False when the event id was accepted before."""
        ...

    def knows(self, event_id: str) -> bool:
        """It was accepted, however long ago it was finished."""
        ...

    def claim(self, event_id: str, now: datetime, lease_seconds: float = 120.0) -> InboxItem | None: ...
    def handled(self, event_id: str, outcome: Outcome) -> None: ...
    def done(self, event_id: str, now: datetime) -> None:
        """Delivered: the event's text and its outcome are wiped, the id stays."""
        ...

    def dead(self, event_id: str, now: datetime) -> None:
        """Given up: wiped like `done`."""
        ...

    def postpone(self, event_id: str, until: datetime, *, forgiven: bool) -> None:
        """Nobody takes it before `until`. `forgiven` when what stopped its handling was no fault of the
        event: that claim is not counted."""
        ...

    def claim_unfinished(
        self,
        now: datetime,
        platforms: Collection[str],
        limit: int = 20,
        lease_seconds: float = 120.0,
        grace_seconds: float = 20.0,
    ) -> Sequence[InboxItem]:
        """Events from these platforms that are not in hand, oldest first: accepted a grace ago (whoever
        accepted one goes first), or claimed with a lease that ran out; handled ones bring their outcome.
        What was accepted STRANDED_AFTER ago comes whatever its platform."""
        ...
