"""Drivers tried by whole teams, and what people have asked not to get."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.coaching.rollout import Rollout, Vote


class Rollouts(Protocol):
    def add(self, rollout: Rollout) -> bool:
        """False when one of that driver runs for that manager's team already."""
        ...

    def get(self, rollout_id: str) -> Rollout | None: ...
    def save(self, rollout: Rollout) -> Rollout:
        """Raises StaleState when `version` is no longer the stored one."""
        ...

    def running(self, manager_id: str) -> Sequence[Rollout]:
        """Not retired, oldest first."""
        ...

    def in_pilot(self, before: datetime) -> Sequence[Rollout]:
        """Pilots begun before that moment."""
        ...

    def closing(self, now: datetime) -> Sequence[Rollout]:
        """Votes whose time is over, and those that were begun without one."""
        ...

    def vote(self, rollout_id: str, person_id: str, vote: Vote, at: datetime) -> None:
        """A later vote of the same person replaces the earlier."""
        ...

    def votes(self, rollout_id: str) -> Sequence[Vote]:
        """Without whose they are."""
        ...

    def mute(self, person_id: str, what: str) -> None: ...
    def unmute(self, person_id: str, what: str) -> None: ...
    def muted(self, person_id: str, what: str) -> bool: ...
