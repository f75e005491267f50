"""What coaching knows of customers, in memory."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime

from bot.chat import Person
from bot.coaching.evidence import Baseline, Move, Signal, Watched, WrapUp
from bot.errors import StaleState
from tests.fakes.coaching_store import aware

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class EvidenceState:
    watched: dict[str, Watched] = field(default_factory=dict)
    moves: dict[tuple[datetime, str], Move] = field(default_factory=dict)
    observations: dict[str, datetime] = field(default_factory=dict)
    signals: dict[str, Signal] = field(default_factory=dict)
    baselines: dict[tuple[str, str], Baseline] = field(default_factory=dict)
    wrap_ups: dict[str, WrapUp] = field(default_factory=dict)

    def copy(self) -> EvidenceState:
        return EvidenceState(**{f.name: getattr(self, f.name).copy() for f in fields(self)})


class FakeEvidence:
    """`people` are those who have not left."""

    def __init__(self, state: EvidenceState, people: Mapping[str, Person]) -> None:
        self._state = state
        self._people = people

    def to_observe(self, now: datetime, limit: int = 20) -> Sequence[str]:
        waiting = [
            (self._state.observations.get(person.id, NEVER), person.id)
            for person in self._people.values()
            if person.crm_user
        ]
        return [person_id for at, person_id in sorted(waiting) if at <= now][:limit]

    def observe_again(self, person_id: str, at: datetime) -> None:
        aware(at)
        self._state.observations[person_id] = at

    def watched(self, opportunity_ids: Collection[str]) -> Sequence[Watched]:
        return [row for row in self.all_watched() if row.opportunity_id in opportunity_ids]

    def watched_of(self, people: Collection[str]) -> Sequence[Watched]:
        return [row for row in self.all_watched() if row.person_id in people]

    def all_watched(self) -> Sequence[Watched]:
        return sorted(self._state.watched.values(), key=lambda row: row.opportunity_id)

    def put_watched(self, person_id: str, rows: Sequence[Watched]) -> None:
        for row in self.watched_of((person_id,)):
            self._state.watched[row.opportunity_id] = replace(row, person_id="")
        self._state.watched.update((row.opportunity_id, row) for row in rows)

    def add_moves(self, moves: Sequence[Move]) -> None:
        for move in moves:
            aware(move.at)
            self._state.moves[move.at, move.opportunity_id] = move

    def moves(self) -> Sequence[Move]:
        return [move for _, move in sorted(self._state.moves.items())]

    def add_signal(self, signal: Signal) -> bool:
        aware(signal.observed_at, signal.expires_at)
        return self._state.signals.setdefault(signal.id, signal) is signal

    def signals_to_each(self, people: Collection[str], now: datetime) -> Mapping[str, Sequence[Signal]]:
        due = [signal for signal in self._signals() if signal.expires_at > now]
        return {who: [signal for signal in due if signal.recipient_id == who] for who in people}

    def signals_of(self, plan_id: str) -> Sequence[Signal]:
        return [signal for signal in self._signals() if signal.plan_id == plan_id]

    def _signals(self) -> Sequence[Signal]:
        return sorted(self._state.signals.values(), key=lambda signal: (signal.observed_at, signal.id))

    def baselines_of(self, plan_id: str) -> Sequence[Baseline]:
        return [row for key, row in sorted(self._state.baselines.items()) if key[0] == plan_id]

    def put_baseline(self, baseline: Baseline) -> None:
        self._state.baselines[baseline.plan_id, baseline.metric] = baseline

    def add_wrap_up(self, wrap_up: WrapUp) -> bool:
        aware(wrap_up.asked_at, wrap_up.told_at)
        return self._state.wrap_ups.setdefault(wrap_up.plan_id, wrap_up) is wrap_up

    def wrap_up(self, plan_id: str) -> WrapUp | None:
        return self._state.wrap_ups.get(plan_id)

    def save_wrap_up(self, wrap_up: WrapUp) -> WrapUp:
        aware(wrap_up.asked_at, wrap_up.told_at)
        stored = self._state.wrap_ups.get(wrap_up.plan_id)
        if stored is None or stored.version != wrap_up.version:
            raise StaleState("Somebody has answered meanwhile: read it again and retry.")
        self._state.wrap_ups[wrap_up.plan_id] = replace(wrap_up, version=wrap_up.version + 1)
        return self._state.wrap_ups[wrap_up.plan_id]

    def drop_wrap_up(self, plan_id: str) -> None:
        self._state.wrap_ups.pop(plan_id, None)

    def untold(self, before: datetime, limit: int = 100) -> Sequence[WrapUp]:
        found = [w for w in self._state.wrap_ups.values() if w.told_at is None and w.asked_at < before]
        return sorted(found, key=lambda w: (w.asked_at, w.plan_id))[:limit]
