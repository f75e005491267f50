"""What the store in memory holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from bot.chat import Address, Identity, Person
from bot.ports import (
    Card,
    ChannelRules,
    Choices,
    ConversationState,
    Feedback,
    InboxItem,
    OutboxItem,
    Outgoing,
)
from tests.fakes.coaching_store import CoachingState
from tests.fakes.evidence_store import EvidenceState
from tests.fakes.expert_store import ExpertState
from tests.fakes.rollout_store import RolloutState


@dataclass(slots=True)
class State:
    people: dict[str, Person] = field(default_factory=dict)
    former: dict[str, Person] = field(default_factory=dict)
    synced: set[str] = field(default_factory=set)
    identities: dict[Identity, str] = field(default_factory=dict)
    addresses: dict[str, Address] = field(default_factory=dict)
    conversations: dict[tuple[str, str], ConversationState] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)
    outbox: dict[str, OutboxItem] = field(default_factory=dict)
    outgoings: dict[str, Outgoing] = field(default_factory=dict)
    inbox: dict[str, InboxItem] = field(default_factory=dict)
    platforms: dict[str, str] = field(default_factory=dict)
    leases: dict[str, datetime] = field(default_factory=dict)
    coaching: CoachingState = field(default_factory=CoachingState)
    evidence: EvidenceState = field(default_factory=EvidenceState)
    rollouts: RolloutState = field(default_factory=RolloutState)
    experts: ExpertState = field(default_factory=ExpertState)
    feedback: dict[tuple[str, str], Feedback] = field(default_factory=dict)
    audit: list[tuple[datetime, str, str, str, Mapping[str, str]]] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    choices: dict[str, Choices] = field(default_factory=dict)
    channels: dict[tuple[str, str, str], ChannelRules] = field(default_factory=dict)

    def copy(self) -> State:
        return State(**{f.name: getattr(self, f.name).copy() for f in fields(self)})


def plain(value: Mapping[str, Any]) -> dict[str, Any]:
    """What a database gives back: anything but JSON values is a TypeError."""
    copied: dict[str, Any] = json.loads(json.dumps(dict(value)))
    return copied
