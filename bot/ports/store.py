"""The store as a whole: one transaction over all of its parts."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Protocol

from bot.ports.channels import Channels
from bot.ports.coaching import CoachingStore
from bot.ports.conversations import Cards, Conversations
from bot.ports.evidence import EvidenceStore
from bot.ports.experts import Gaps, Inquiries, Watches
from bot.ports.feedback import FeedbackStore
from bot.ports.people import People
from bot.ports.queues import CrmOutbox, Inbox, Outgoings
from bot.ports.records import Audit, Installation
from bot.ports.returning import Returning
from bot.ports.rollouts import Rollouts


class UnitOfWork(Protocol):
    """One transaction. Leaving it rolls back; only `commit()` persists."""

    people: People
    conversations: Conversations
    cards: Cards
    crm_outbox: CrmOutbox
    outgoings: Outgoings
    inbox: Inbox
    coaching: CoachingStore
    evidence: EvidenceStore
    rollouts: Rollouts
    returning: Returning
    feedback: FeedbackStore
    inquiries: Inquiries
    gaps: Gaps
    watches: Watches
    audit: Audit
    installation: Installation
    channels: Channels

    def commit(self) -> None: ...


class Store(Protocol):
    """`read()` sees one state and may not commit; `write()` excludes other writers from its start on SQLite,
    where those `ahead` go before others that wait. Both raise StoreUnavailable when the database is locked or
    gone."""

    def read(self) -> AbstractContextManager[UnitOfWork]: ...
    def write(self, *, ahead: bool = False) -> AbstractContextManager[UnitOfWork]: ...
