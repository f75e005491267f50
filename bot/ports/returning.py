"""What one person has asked lately, without its words: only for that person's own answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol


class Returning(Protocol):
    """`vector` is a question's embedding by `model`, float32 in base64."""

    def note(self, person_id: str, event_id: str, at: datetime, vector: str, model: str) -> None:
        """Once per event."""
        ...

    def since(self, person_id: str, at: datetime, model: str) -> Sequence[str]:
        """The vectors of the questions asked since, oldest first."""
        ...

    def forget(self, before: datetime) -> None: ...
