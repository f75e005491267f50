"""What the product needs from outside. Every port has one contract suite under tests/contracts/."""

from __future__ import annotations

from bot.ports.channels import ChannelRules, Channels
from bot.ports.coaching import CoachingStore
from bot.ports.content import Drafts, PageDraft
from bot.ports.conversations import Card, Cards, Conversations, ConversationState
from bot.ports.evidence import EvidenceStore
from bot.ports.experts import Gap, Gaps, GapState, Inquiries, Inquiry, Watch, Watches
from bot.ports.feedback import Feedback, FeedbackStore
from bot.ports.outside import (
    Account,
    Accounts,
    Attachments,
    Clock,
    Composer,
    Crm,
    Door,
    Extractor,
    Messenger,
    Rooms,
    Searcher,
    SentFiles,
)
from bot.ports.people import Choices, People
from bot.ports.queues import (
    STRANDED_AFTER,
    WRITE_LEASE,
    CrmOutbox,
    Inbox,
    InboxItem,
    OutboxItem,
    OutboxState,
    Outgoing,
    Outgoings,
)
from bot.ports.records import Audit, AuditEntry, Installation
from bot.ports.returning import Returning
from bot.ports.rollouts import Rollouts
from bot.ports.store import Store, UnitOfWork

__all__ = [
    "STRANDED_AFTER",
    "WRITE_LEASE",
    "Account",
    "Accounts",
    "Attachments",
    "Audit",
    "AuditEntry",
    "Card",
    "Cards",
    "ChannelRules",
    "Channels",
    "Choices",
    "Clock",
    "CoachingStore",
    "Composer",
    "ConversationState",
    "Conversations",
    "Crm",
    "CrmOutbox",
    "Door",
    "Drafts",
    "EvidenceStore",
    "Extractor",
    "Feedback",
    "FeedbackStore",
    "Gap",
    "GapState",
    "Gaps",
    "Inbox",
    "InboxItem",
    "Inquiries",
    "Inquiry",
    "Installation",
    "Messenger",
    "OutboxItem",
    "OutboxState",
    "Outgoing",
    "Outgoings",
    "PageDraft",
    "People",
    "Returning",
    "Rollouts",
    "Rooms",
    "Searcher",
    "SentFiles",
    "Store",
    "UnitOfWork",
    "Watch",
    "Watches",
]
