"""What is kept beside conversations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class AuditEntry:
    at: datetime
    actor_id: str
    action: str
    subject: str
    detail: Mapping[str, str]


class Audit(Protocol):
    """Who did what to what, never with message text."""

    def record(
        self, at: datetime, actor_id: str, action: str, subject: str, detail: Mapping[str, str]
    ) -> None: ...
    def record_each(self, entries: Sequence[AuditEntry]) -> None: ...


class Installation(Protocol):
    """Small facts of the installation itself (the demo's clock offset, what was seeded)."""

    def get(self, name: str) -> str | None: ...
    def put(self, name: str, value: str) -> None: ...
    def forget(self, name: str) -> None: ...
