"""What a conversation remembers, and the cards shown in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from bot.chat import Address


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
    kind: Literal[
        "answer", "draft", "choice", "plan", "nudge", "reminder", "expert", "waiting", "page", "gaps", "file"
    ]
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
    def shown_as(self, kind: str, person_id: str, message_ref: str) -> Card | None:
        """The person's card of that kind that stands in this message."""
        ...

    def standing(self, where: Address, message_ref: str) -> Card | None:
        """Anyone's card that stands in this message there, the newest where there are several."""
        ...

    def latest(self, kind: str, person_id: str, states: Sequence[str]) -> Card | None:
        """The person's newest card of that kind in one of these states, wherever it is shown."""
        ...

    def all_of(self, kind: str, person_id: str, states: Sequence[str], limit: int = 20) -> Sequence[Card]:
        """As `latest`, not the newest alone: newest first."""
        ...

    def in_states(self, kind: str, states: Sequence[str], limit: int = 100) -> Sequence[Card]:
        """Everyone's cards of that kind in one of these states, oldest first."""
        ...

    def expired(self, now: datetime, limit: int = 100) -> Sequence[Card]:
        """Cards whose `expires_at` has passed, in any state."""
        ...
