"""What coaching knows of customers: opportunities as last seen, signals, what a plan began and ended with."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.coaching.evidence import Baseline, Signal, Watched, WrapUp


class EvidenceStore(Protocol):
    def to_observe(self, now: datetime, limit: int = 20) -> Sequence[str]:
        """People with a CRM user whose opportunities are to be looked at: never seen first."""
        ...

    def observe_again(self, person_id: str, at: datetime) -> None: ...
    def watched(self, opportunity_ids: Collection[str]) -> Sequence[Watched]: ...
    def watched_of(self, people: Collection[str]) -> Sequence[Watched]:
        """Ordered by id."""
        ...

    def all_watched(self) -> Sequence[Watched]:
        """Everybody's, for counts over the whole company."""
        ...

    def put_watched(self, person_id: str, rows: Sequence[Watched]) -> None:
        """All that this person owns; what else was theirs is nobody's from now on."""
        ...

    def add_signal(self, signal: Signal) -> bool:
        """False when the id exists: each is said once."""
        ...

    def signals_to_each(self, people: Collection[str], now: datetime) -> Mapping[str, Sequence[Signal]]:
        """For each of them those not expired, oldest first."""
        ...

    def signals_of(self, plan_id: str) -> Sequence[Signal]: ...
    def baselines_of(self, plan_id: str) -> Sequence[Baseline]: ...
    def put_baseline(self, baseline: Baseline) -> None: ...
    def add_wrap_up(self, wrap_up: WrapUp) -> bool: ...
    def wrap_up(self, plan_id: str) -> WrapUp | None: ...
    def save_wrap_up(self, wrap_up: WrapUp) -> WrapUp:
        """Raises StaleState when `version` is no longer the stored one: the other of the two has answered."""
        ...

    def drop_wrap_up(self, plan_id: str) -> None:
        """The plan goes on after all."""
        ...

    def untold(self, before: datetime, limit: int = 100) -> Sequence[WrapUp]:
        """Begun before that moment and not told yet, oldest first."""
        ...
