"""What one person has asked lately, without its words: only for that person's own answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol


class Returning(Protocol):
    """`vector` is a question's embedding by `model`, float32 in base64; `document_id` the page that answered
    it, empty where none did."""

    def note(
        self, person_id: str, event_id: str, at: datetime, vector: str, model: str, document_id: str
    ) -> None:
        """Once per event."""
        ...

    def since(self, person_id: str, at: datetime, model: str) -> Sequence[str]:
        """The vectors of the questions asked since, oldest first."""
        ...

    def topics(self, people: Collection[str], since: datetime, at_least: int) -> Sequence[tuple[str, int]]:
        """Pages that answered that many different people of these, with how many; the most first. Nothing
        is told of fewer."""
        ...

    def forget(self, before: datetime) -> None: ...
