"""The store's twin in memory: one lock, and a copy per unit of work that replaces the state on commit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from threading import Lock

from bot import ports
from bot.chat import Address, Identity, Person
from bot.errors import StaleState, StoreError, StoreUnavailable
from bot.ports import AuditEntry, Card, ChannelRules, Choices, ConversationState, Feedback
from tests.fakes.coaching_store import AT_ONCE, FakeCoaching, aware
from tests.fakes.evidence_store import FakeEvidence
from tests.fakes.expert_store import FakeGaps, FakeInquiries, FakeWatches
from tests.fakes.queues import FakeCrmOutbox, FakeInbox, FakeOutgoings
from tests.fakes.rollout_store import FakeReturning, FakeRollouts
from tests.fakes.store_state import State, plain

LOCK_SECONDS = 10.0


class FakePeople:
    def __init__(self, state: State) -> None:
        self._state = state

    def get(self, person_id: str) -> Person | None:
        return self._state.people.get(person_id)

    def get_each(self, people: Collection[str]) -> Mapping[str, Person]:
        return {who: self._state.people[who] for who in people if who in self._state.people}

    def by_identity(self, identity: Identity) -> Person | None:
        return self._state.people.get(self._state.identities.get(identity, ""))

    def by_name(self, name: str) -> Sequence[Person]:
        key = " ".join(name.casefold().split())
        return [p for p in self.all() if key in (p.id.casefold(), *_names(p))]

    def all(self) -> Sequence[Person]:
        return sorted(self._state.people.values(), key=lambda p: (p.name, p.id))

    def reports_of(self, manager_id: str) -> Sequence[Person]:
        return [p for p in self.all() if p.manager_id == manager_id]

    def save(self, person: Person, *, synced: bool = False) -> None:
        person = self._state.choices.get(person.id, Choices()).over(person)
        former = self._state.people.get(person.id)
        if former and former.manager_id != person.manager_id:
            self._look_at(person.id)
        self._state.people[person.id] = person
        self._state.former.pop(person.id, None)
        (self._state.synced.add if synced else self._state.synced.discard)(person.id)

    def choose(self, person_id: str, choices: Choices) -> None:
        self._must_exist(person_id)
        self._state.choices[person_id] = choices
        self._state.people[person_id] = choices.over(self._state.people[person_id])

    def choices(self) -> Mapping[str, Choices]:
        return dict(self._state.choices)

    def synced(self) -> Set[str]:
        return self._state.synced & self._state.people.keys()

    def former(self) -> Sequence[Person]:
        return sorted(self._state.former.values(), key=lambda p: (p.name, p.id))

    def close(self, person_id: str, now: datetime) -> None:
        aware(now)
        self._look_at(person_id)
        if person := self._state.people.pop(person_id, None):
            self._state.former[person_id] = person
        self._state.addresses.pop(person_id, None)
        for identity in self.identities_of(person_id):
            del self._state.identities[identity]

    def link(self, identity: Identity, person_id: str) -> None:
        self._must_exist(person_id)
        self._state.identities[identity] = person_id

    def unlink(self, identity: Identity) -> None:
        person_id = self._state.identities.pop(identity, "")
        where = self._state.addresses.get(person_id)
        if where and (where.platform, where.workspace) == (identity.platform, identity.workspace):
            del self._state.addresses[person_id]

    def identities_of(self, person_id: str) -> Sequence[Identity]:
        found = [i for i, owner in self._state.identities.items() if owner == person_id]
        return sorted(found, key=lambda i: (i.platform, i.workspace, i.user))

    def remember_address(self, person_id: str, where: Address) -> None:
        self._must_exist(person_id)
        self._state.addresses[person_id] = where

    def forget_address(self, person_id: str, where: Address) -> None:
        if self._state.addresses.get(person_id) == where:
            del self._state.addresses[person_id]

    def address_of(self, person_id: str) -> Address | None:
        return self._state.addresses.get(person_id)

    def with_address(self, people: Collection[str]) -> Set[str]:
        return {who for who in people if who in self._state.addresses}

    def _look_at(self, person_id: str) -> None:
        if person_id in self._state.coaching.looks:
            self._state.coaching.looks[person_id] = AT_ONCE

    def _must_exist(self, person_id: str) -> None:
        if person_id not in self._state.people:
            raise StoreError("The database refused a row: it refers to a missing one.")


def _names(person: Person) -> tuple[str, str]:
    full = " ".join(person.name.casefold().split())
    return full, full.partition(" ")[0]


class FakeConversations:
    def __init__(self, state: State) -> None:
        self._state = state

    def load(self, address_key: str, person_id: str) -> ConversationState:
        empty = ConversationState(address_key, person_id)
        return self._state.conversations.get((address_key, person_id), empty)

    def save(self, state: ConversationState, now: datetime) -> ConversationState:
        aware(now)
        if self.load(state.address_key, state.person_id).version != state.version:
            raise StaleState("This conversation went on meanwhile: read it again and retry.")
        saved = replace(state, data=plain(state.data), version=state.version + 1)
        self._state.conversations[state.address_key, state.person_id] = saved
        return saved


class FakeCards:
    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, card: Card) -> Card:
        aware(card.created_at, card.expires_at)
        for old in self._state.cards.values():
            if (old.kind, old.source_event) == (card.kind, card.source_event):
                return old
        if card.id in self._state.cards:
            raise StoreError("The database refused a row: it repeats a key.")
        self._state.cards[card.id] = replace(card, payload=plain(card.payload))
        return self._state.cards[card.id]

    def get(self, card_id: str) -> Card | None:
        return self._state.cards.get(card_id)

    def save(self, card: Card) -> Card:
        stored = self._state.cards.get(card.id)
        if stored is None or stored.version != card.version:
            raise StaleState("This card was changed meanwhile: read it again and retry.")
        self._state.cards[card.id] = replace(
            stored,
            state=card.state,
            payload=plain(card.payload),
            expires_at=card.expires_at,
            version=card.version + 1,
        )
        return self._state.cards[card.id]

    def delivered(self, card_id: str, where: Address, message_ref: str) -> None:
        if card_id in self._state.cards:
            shown = replace(self._state.cards[card_id], where=where, message_ref=message_ref)
            self._state.cards[card_id] = shown

    def shown_as(self, kind: str, person_id: str, message_ref: str) -> Card | None:
        wanted = (kind, person_id, message_ref)
        found = (c for c in self._state.cards.values() if (c.kind, c.person_id, c.message_ref) == wanted)
        return next(found, None)

    def standing(self, where: Address, message_ref: str) -> Card | None:
        found = [c for c in self._state.cards.values() if (c.where, c.message_ref) == (where, message_ref)]
        return found[-1] if found and message_ref else None

    def latest(self, kind: str, person_id: str, states: Sequence[str]) -> Card | None:
        return next(iter(self.all_of(kind, person_id, states)), None)

    def all_of(self, kind: str, person_id: str, states: Sequence[str], limit: int = 20) -> Sequence[Card]:
        found = [
            card
            for card in self._state.cards.values()
            if (card.kind, card.person_id) == (kind, person_id) and card.state in states
        ]
        # Of two at the same moment the later added one first: sorting keeps what is equal in its order.
        found.reverse()
        return sorted(found, key=lambda card: card.created_at, reverse=True)[:limit]

    def in_states(self, kind: str, states: Sequence[str], limit: int = 100) -> Sequence[Card]:
        found = [c for c in self._state.cards.values() if c.kind == kind and c.state in states]
        return sorted(found, key=lambda card: card.created_at)[:limit]

    def expired(self, now: datetime, limit: int = 100) -> Sequence[Card]:
        over = [
            (card.expires_at, card)
            for card in self._state.cards.values()
            if card.expires_at is not None and card.expires_at <= now
        ]
        return [card for _, card in sorted(over, key=lambda pair: pair[0])][:limit]


class FakeFeedback:
    def __init__(self, state: State) -> None:
        self._state = state

    def record(self, feedback: Feedback) -> None:
        aware(feedback.given_at)
        self._state.feedback[feedback.card_id, feedback.person_id] = feedback

    def of_document(self, document_id: str) -> Sequence[Feedback]:
        about = [f for f in self._state.feedback.values() if document_id in f.document_ids]
        return sorted(about, key=lambda f: (f.given_at, f.card_id, f.person_id))


class FakeAudit:
    def __init__(self, state: State) -> None:
        self._state = state

    def record(
        self, at: datetime, actor_id: str, action: str, subject: str, detail: Mapping[str, str]
    ) -> None:
        aware(at)
        self._state.audit.append((at, actor_id, action, subject, plain(detail)))

    def record_each(self, entries: Sequence[AuditEntry]) -> None:
        for each in entries:
            self.record(each.at, each.actor_id, each.action, each.subject, each.detail)


class FakeChannels:
    def __init__(self, state: State) -> None:
        self._state = state

    def rules(self, where: Address) -> ChannelRules:
        return self._state.channels.get((where.platform, where.workspace, where.channel), ChannelRules())

    def put(self, where: Address, rules: ChannelRules, by: str, now: datetime) -> None:
        aware(now)
        self._state.channels[where.platform, where.workspace, where.channel] = rules


class FakeInstallation:
    def __init__(self, state: State) -> None:
        self._state = state

    def get(self, name: str) -> str | None:
        return self._state.facts.get(name)

    def put(self, name: str, value: str) -> None:
        self._state.facts[name] = value

    def forget(self, name: str) -> None:
        self._state.facts.pop(name, None)


class FakeUnitOfWork:
    def __init__(self, store: FakeStore, state: State, *, may_commit: bool) -> None:
        self.people: ports.People = FakePeople(state)
        self.conversations: ports.Conversations = FakeConversations(state)
        self.cards: ports.Cards = FakeCards(state)
        self.crm_outbox: ports.CrmOutbox = FakeCrmOutbox(state)
        self.outgoings: ports.Outgoings = FakeOutgoings(state)
        self.inbox: ports.Inbox = FakeInbox(state)
        self.coaching: ports.CoachingStore = FakeCoaching(state.coaching, state.people)
        self.evidence: ports.EvidenceStore = FakeEvidence(state.evidence, state.people)
        self.rollouts: ports.Rollouts = FakeRollouts(state.rollouts)
        self.returning: ports.Returning = FakeReturning(state.rollouts)
        self.feedback: ports.FeedbackStore = FakeFeedback(state)
        self.inquiries: ports.Inquiries = FakeInquiries(state.experts)
        self.gaps: ports.Gaps = FakeGaps(state.experts)
        self.watches: ports.Watches = FakeWatches(state.experts)
        self.audit: ports.Audit = FakeAudit(state)
        self.installation: ports.Installation = FakeInstallation(state)
        self.channels: ports.Channels = FakeChannels(state)
        self._store = store
        self._state = state
        self._may_commit = may_commit

    def commit(self) -> None:
        if not self._may_commit:
            raise RuntimeError("A reading unit of work cannot commit: open it with write().")
        self._store.state = self._state.copy()


class FakeStore:
    """`state` is what was committed; tests may look at it."""

    def __init__(self) -> None:
        self.state = State()
        self._lock = Lock()

    @contextmanager
    def read(self) -> Iterator[ports.UnitOfWork]:
        seen = self.state
        copied = seen.copy()
        yield FakeUnitOfWork(self, copied, may_commit=False)
        if copied != seen:
            raise StoreUnavailable("The store in memory cannot be written to by a reading unit of work.")

    @contextmanager
    def write(self, *, ahead: bool = False) -> Iterator[ports.UnitOfWork]:
        if not self._lock.acquire(timeout=LOCK_SECONDS):
            raise StoreUnavailable("The store in memory is locked: a unit of work is open inside another.")
        try:
            yield FakeUnitOfWork(self, self.state.copy(), may_commit=True)
        finally:
            self._lock.release()
