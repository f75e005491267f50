"""What the product needs from outside. Every port has one contract suite under tests/contracts/."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol, TypeAlias

from bot.chat import Address, Event, Identity, Outcome, Person, Reply
from bot.coaching.model import Absence, Nudge, Plan, Reminder, Step
from bot.sales import Applied, Book, CrmUpdate, Note, Opportunity
from content_index.model import Findings, Query

Clock: TypeAlias = Callable[[], datetime]
"""Now, aware, in UTC."""


class Searcher(Protocol):
    """Raises `content_index.errors.NoContent` while nothing has been ingested."""

    def search(self, query: Query) -> Findings: ...


class Crm(Protocol):
    """A CRM seen as one of its users: `speaker` is a CRM user id. Raises the CrmError tree of bot.errors."""

    def book(self, speaker: str) -> Book: ...
    def opportunity(self, opportunity_id: str, speaker: str) -> Opportunity:
        """Raises CrmPermission for another team's record and CrmNotFound for none."""
        ...

    def update(self, update: CrmUpdate, speaker: str) -> Applied:
        """Writes once per `update.key`: a repeated key returns the first result with `repeated=True`."""
        ...

    def notes(self, opportunity_id: str, speaker: str) -> Sequence[Note]:
        """Newest first; only for the opportunity's team."""
        ...


class Messenger(Protocol):
    """Sends what nobody asked for just now: nudges, late answers. `key` makes a send happen once where
    the platform allows it. Returns the platform's message id. Raises DeliveryError."""

    def send(self, where: Address, reply: Reply, key: str) -> str: ...
    def update(self, where: Address, message_ref: str, reply: Reply) -> None: ...
    def direct_to(self, who: Identity) -> Address:
        """The direct chat with `who`, opened if need be. Raises DeliveryError."""
        ...


class Door(Protocol):
    """The way in, as a platform sees it."""

    def accept(self, event: Event) -> bool:
        """Commits the event before the platform is told "received". False when it was accepted before."""
        ...

    def answer(self, event: Event) -> Outcome | None:
        """The outcome of an accepted event. None when another process has taken it: it will deliver."""
        ...

    def delivered(self, event: Event, outcome: Outcome, where: Address, message_ref: str) -> None:
        """The outcome has reached the platform; `message_ref` is empty for what is no message."""
        ...

    def shown(self, card_id: str) -> tuple[Address, str] | None:
        """Where a card stands and its platform message id, if it was delivered."""
        ...


class People(Protocol):
    def get(self, person_id: str) -> Person | None: ...
    def by_identity(self, identity: Identity) -> Person | None: ...
    def by_name(self, name: str) -> Sequence[Person]:
        """Full name, first name or id, case-insensitive."""
        ...

    def all(self) -> Sequence[Person]: ...
    def reports_of(self, manager_id: str) -> Sequence[Person]: ...
    def save(self, person: Person) -> None: ...
    def link(self, identity: Identity, person_id: str) -> None: ...
    def identities_of(self, person_id: str) -> Sequence[Identity]:
        """Ordered by platform, workspace and user."""
        ...

    def remember_address(self, person_id: str, where: Address) -> None:
        """Keep a person's direct chat, so that the bot can write to them first."""
        ...

    def address_of(self, person_id: str) -> Address | None: ...


@dataclass(frozen=True, slots=True)
class ConversationState:
    """What one conversation remembers of one person, as plain JSON values. `version` guards lost updates:
    0 is a state that was never stored."""

    address_key: str
    person_id: str
    data: Mapping[str, Any] = field(default_factory=dict)
    version: int = 0


class Conversations(Protocol):
    def load(self, address_key: str, person_id: str) -> ConversationState: ...
    def save(self, state: ConversationState, now: datetime) -> ConversationState:
        """Raises StaleState when `version` is no longer the stored one."""
        ...


@dataclass(frozen=True, slots=True)
class Card:
    """Something shown that has buttons or changes later. `payload` is plain JSON values, by `kind`.

    `source_event` is the event it came from: unique per kind, so a repeated event makes no second card.
    """

    id: str
    kind: Literal["answer", "draft", "choice", "plan", "nudge", "reminder", "expert"]
    person_id: str
    where: Address
    state: str
    payload: Mapping[str, Any]
    created_at: datetime
    source_event: str
    expires_at: datetime | None = None
    message_ref: str = ""
    version: int = 0


class Cards(Protocol):
    def add(self, card: Card) -> Card:
        """Returns the card stored for the same kind and source event if there is one."""
        ...

    def get(self, card_id: str) -> Card | None: ...
    def save(self, card: Card) -> Card:
        """Raises StaleState when `version` is no longer the stored one."""
        ...

    def delivered(self, card_id: str, where: Address, message_ref: str) -> None: ...
    def latest(self, kind: str, person_id: str, states: Sequence[str]) -> Card | None:
        """The person's newest card of that kind in one of these states, wherever it is shown."""
        ...

    def in_states(self, kind: str, states: Sequence[str], limit: int = 100) -> Sequence[Card]:
        """Everyone's cards of that kind in one of these states, oldest first."""
        ...

    def expired(self, now: datetime, limit: int = 100) -> Sequence[Card]:
        """Cards whose `expires_at` has passed, in any state."""
        ...


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One confirmed CRM write on its way. `key` is unique. `error` is the plain sentence the rep reads.

    One record's items are written in the order they were added.
    """

    id: int
    key: str
    person_id: str
    speaker: str
    card_id: str
    update: CrmUpdate
    state: Literal["queued", "claimed", "applied", "conflict", "failed", "dead"]
    attempts: int
    created_at: datetime
    not_before: datetime
    applied: Applied | None = None
    error: str = ""


class CrmOutbox(Protocol):
    def add(
        self, key: str, person_id: str, speaker: str, card_id: str, update: CrmUpdate, now: datetime
    ) -> OutboxItem:
        """Returns the item stored under the same key if there is one."""
        ...

    def get(self, key: str) -> OutboxItem | None: ...
    def claim(self, key: str, now: datetime, lease_seconds: float = 60.0) -> OutboxItem | None:
        """One claimant wins; None when it is claimed, finished, not due, or an older item of the same
        opportunity is unfinished."""
        ...

    def claim_due(self, now: datetime, limit: int = 20, lease_seconds: float = 60.0) -> Sequence[OutboxItem]:
        """Due items, and claimed ones whose lease ran out."""
        ...

    def applied(self, key: str, applied: Applied) -> None:
        """Written: the note's words, which the CRM now has, are wiped here."""
        ...

    def retry(self, key: str, not_before: datetime, error: str) -> None: ...
    def failed(self, key: str, state: Literal["conflict", "failed", "dead"], error: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message nobody asked for just now, on its way to a person's direct chat or a given address."""

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

    def claim_due(
        self, now: datetime, platforms: Collection[str], limit: int = 20, lease_seconds: float = 60.0
    ) -> Sequence[Outgoing]:
        """Due messages for these platforms, and claimed ones whose lease ran out. Without `where` the
        person's remembered address decides, and while there is none their identities. What has expired or
        was due STRANDED_AFTER ago comes whatever its platform: perhaps nobody serves it."""
        ...

    def sent(self, key: str, message_ref: str, now: datetime) -> None: ...
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


class CoachingStore(Protocol):
    def add_plan(self, plan: Plan) -> bool:
        """False when the rep already has a live plan on that driver."""
        ...

    def get_plan(self, plan_id: str) -> Plan | None: ...
    def save_plan(self, plan: Plan) -> Plan:
        """Raises StaleState when `version` is no longer the stored one."""
        ...

    def plans_of(self, person_id: str, *, live_only: bool = True) -> Sequence[Plan]:
        """Plans in which the person is manager or rep, newest first."""
        ...

    def live_plans(self) -> Sequence[Plan]: ...
    def plans_with_due_steps(self, on_or_before: datetime, limit: int = 1000) -> Sequence[Plan]:
        """Active or wrapping-up plans with a step that is planned, due or nudged and whose due date has come
        anywhere on earth (date of `on_or_before` + 14 h)."""
        ...

    def put_steps(self, steps: Sequence[Step]) -> None: ...
    def steps_of(self, plan_id: str) -> Sequence[Step]: ...
    def add_nudge(self, nudge: Nudge) -> bool:
        """False when the key exists: the database says once."""
        ...

    def get_nudge(self, key: str) -> Nudge | None: ...
    def save_nudge(self, nudge: Nudge) -> None: ...
    def nudges_of(self, plan_id: str) -> Sequence[Nudge]: ...
    def nudges_to(self, person_id: str, since: datetime) -> Sequence[Nudge]: ...
    def practised(self, person_id: str, driver_id: str) -> bool: ...
    def record_practice(self, person_id: str, driver_id: str, now: datetime) -> None: ...
    def add_absence(self, absence: Absence) -> None: ...
    def absences_of(self, person_id: str) -> Sequence[Absence]: ...
    def add_reminder(self, reminder: Reminder) -> None: ...
    def due_reminders(self, now: datetime, limit: int = 100) -> Sequence[Reminder]: ...
    def save_reminder(self, reminder: Reminder) -> None: ...
    def reminders_of(self, person_id: str) -> Sequence[Reminder]:
        """The person's waiting reminders, the next due first."""
        ...


@dataclass(frozen=True, slots=True)
class Feedback:
    """A verdict on an answer. `document_ids` are the cited pages whose owner should hear of it."""

    card_id: str
    person_id: str
    verdict: Literal["helpful", "outdated", "wrong", "incomplete", "cant_find"]
    document_ids: tuple[str, ...]
    given_at: datetime


class FeedbackStore(Protocol):
    def record(self, feedback: Feedback) -> None:
        """A second verdict of the same person on the same card replaces the first."""
        ...

    def of_document(self, document_id: str) -> Sequence[Feedback]: ...


class Audit(Protocol):
    """Who did what to what, never with message text."""

    def record(
        self, at: datetime, actor_id: str, action: str, subject: str, detail: Mapping[str, str]
    ) -> None: ...


class Installation(Protocol):
    """Small facts of the installation itself (the demo's clock offset, what was seeded)."""

    def get(self, name: str) -> str | None: ...
    def put(self, name: str, value: str) -> None: ...


class UnitOfWork(Protocol):
    """One transaction. Leaving it rolls back; only `commit()` persists."""

    people: People
    conversations: Conversations
    cards: Cards
    crm_outbox: CrmOutbox
    outgoings: Outgoings
    inbox: Inbox
    coaching: CoachingStore
    feedback: FeedbackStore
    audit: Audit
    installation: Installation

    def commit(self) -> None: ...


class Store(Protocol):
    """`read()` sees one state and may not commit; `write()` excludes other writers from its start on SQLite.
    Both raise StoreUnavailable when the database is locked or gone."""

    def read(self) -> AbstractContextManager[UnitOfWork]: ...
    def write(self) -> AbstractContextManager[UnitOfWork]: ...
