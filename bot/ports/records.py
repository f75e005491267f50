"""What is kept beside conversations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol


class Audit(Protocol):
    """Who did what to what, never with message text."""

    def record(
        self, at: datetime, actor_id: str, action: str, subject: str, detail: Mapping[str, str]
    ) -> None: ...


class Installation(Protocol):
    """Small facts of the installation itself (the demo's clock offset, what was seeded)."""

    def get(self, name: str) -> str | None: ...
    def put(self, name: str, value: str) -> None: ...
