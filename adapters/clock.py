"""The only place that reads a clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


def system_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class ShiftedClock:
    """The real time moved by `offset`, for the demo."""

    offset: timedelta

    def __call__(self) -> datetime:
        return system_clock() + self.offset
