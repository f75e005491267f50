"""Drivers tried by teams, and questions that come back, in memory."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime

from bot.coaching.rollout import RUNNING, Rollout, Vote
from bot.errors import StaleState
from tests.fakes.coaching_store import aware


@dataclass(slots=True)
class RolloutState:
    rollouts: dict[str, Rollout] = field(default_factory=dict)
    votes: dict[tuple[str, str], Vote] = field(default_factory=dict)
    mutes: set[tuple[str, str]] = field(default_factory=set)
    asked: dict[str, tuple[str, datetime, str, str, str]] = field(default_factory=dict)

    def copy(self) -> RolloutState:
        return RolloutState(**{f.name: getattr(self, f.name).copy() for f in fields(self)})


class FakeRollouts:
    def __init__(self, state: RolloutState) -> None:
        self._state = state

    def add(self, rollout: Rollout) -> bool:
        aware(rollout.created_at)
        taken = any(one.driver_id == rollout.driver_id for one in self.running(rollout.manager_id))
        if rollout.id in self._state.rollouts or (taken and rollout.state in RUNNING):
            return False
        self._state.rollouts[rollout.id] = rollout
        return True

    def get(self, rollout_id: str) -> Rollout | None:
        return self._state.rollouts.get(rollout_id)

    def save(self, rollout: Rollout) -> Rollout:
        stored = self._state.rollouts.get(rollout.id)
        if stored is None or stored.version != rollout.version:
            raise StaleState("This pilot was changed meanwhile: read it again and retry.")
        self._state.rollouts[rollout.id] = replace(rollout, version=rollout.version + 1)
        return self._state.rollouts[rollout.id]

    def running(self, manager_id: str) -> Sequence[Rollout]:
        return [one for one in self._all() if one.manager_id == manager_id and one.state in RUNNING]

    def in_pilot(self, before: datetime) -> Sequence[Rollout]:
        return [one for one in self._all() if one.state == "pilot" and one.created_at < before]

    def closing(self, now: datetime) -> Sequence[Rollout]:
        polls = [one for one in self._all() if one.state == "polling"]
        return sorted(
            (one for one in polls if not one.closes_at or one.closes_at <= now), key=lambda one: one.id
        )

    def _all(self) -> Sequence[Rollout]:
        return sorted(self._state.rollouts.values(), key=lambda one: (one.created_at, one.id))

    def vote(self, rollout_id: str, person_id: str, vote: Vote, at: datetime) -> None:
        aware(at)
        self._state.votes[rollout_id, person_id] = vote

    def votes(self, rollout_id: str) -> Sequence[Vote]:
        return sorted(vote for (of, _), vote in self._state.votes.items() if of == rollout_id)

    def mute(self, person_id: str, what: str) -> None:
        self._state.mutes.add((person_id, what))

    def unmute(self, person_id: str, what: str) -> None:
        self._state.mutes.discard((person_id, what))

    def muted(self, person_id: str, what: str) -> bool:
        return (person_id, what) in self._state.mutes


class FakeReturning:
    def __init__(self, state: RolloutState) -> None:
        self._asked = state.asked

    def note(
        self, person_id: str, event_id: str, at: datetime, vector: str, model: str, document_id: str
    ) -> None:
        aware(at)
        self._asked.setdefault(event_id, (person_id, at, vector, model, document_id))

    def since(self, person_id: str, at: datetime, model: str) -> Sequence[str]:
        found = [
            (when, event_id, vector)
            for event_id, (who, when, vector, by, _) in self._asked.items()
            if who == person_id and when >= at and by == model
        ]
        return [vector for _, _, vector in sorted(found)]

    def topics(self, people: Collection[str], since: datetime, at_least: int) -> Sequence[tuple[str, int]]:
        askers: dict[str, set[str]] = {}
        for who, when, _, _, document_id in self._asked.values():
            if who in people and when >= since and document_id:
                askers.setdefault(document_id, set()).add(who)
        found = [(document_id, len(who)) for document_id, who in askers.items() if len(who) >= at_least]
        return sorted(found, key=lambda topic: (-topic[1], topic[0]))

    def forget(self, before: datetime) -> None:
        for event_id in [event_id for event_id, row in self._asked.items() if row[1] < before]:
            del self._asked[event_id]
