"""Whether Slack answers at all: while it answers nobody, not everyone has to find that out by waiting."""

from __future__ import annotations

from collections.abc import Callable

SPARED = 30.0
"""Seconds for which nobody asks, after one has asked in vain for as long as their patience lasts."""


class Outage:
    """`now` counts seconds from anywhere. One for all who call with a token, in whatever thread."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._answered_at = float("-inf")
        self._until = float("-inf")

    def answered(self) -> None:
        self._answered_at, self._until = self._now(), float("-inf")

    def gave_up(self, since: float) -> None:
        """Who has asked in vain since then: an outage, unless somebody else was answered meanwhile."""
        if self._answered_at < since:
            self._until = self._now() + SPARED

    def left(self) -> float:
        return max(0.0, self._until - self._now())
