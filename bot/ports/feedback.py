"""What people say of answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


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
