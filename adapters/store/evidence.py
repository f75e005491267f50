from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.orm import Session

from adapters.store.evidence_tables import (
    BaselineRow,
    MoveRow,
    ObservationRow,
    SignalRow,
    WatchedRow,
    WrapUpRow,
)
from adapters.store.rows import (
    any_of,
    columns_of,
    given,
    insert_once,
    matched,
    selected,
    upsert,
    upsert_each,
    value,
    values,
)
from adapters.store.tables import PersonRow
from bot.coaching.evidence import Baseline, Move, Signal, Watched, WrapUp
from bot.errors import StaleState

_SIGNALS = selected(Signal, SignalRow).order_by(SignalRow.observed_at, SignalRow.id)
_SIGNALS_TO = _SIGNALS.where(
    SignalRow.recipient_id.in_(any_of("people")), SignalRow.expires_at > given("now")
)
_SIGNALS_OF = _SIGNALS.where(SignalRow.plan_id == given("plan"))
_WATCHED = selected(Watched, WatchedRow).order_by(WatchedRow.opportunity_id)
_WATCHED_NAMED = _WATCHED.where(WatchedRow.opportunity_id.in_(any_of("opportunities")))
_WATCHED_OF = _WATCHED.where(WatchedRow.person_id.in_(any_of("people")))
_MOVES = selected(Move, MoveRow).order_by(MoveRow.at, MoveRow.opportunity_id)
_BASELINES = (
    selected(Baseline, BaselineRow).where(BaselineRow.plan_id == given("plan")).order_by(BaselineRow.metric)
)
_WRAP_UP = selected(WrapUp, WrapUpRow).where(WrapUpRow.plan_id == given("plan"))
_UNTOLD = (
    selected(WrapUp, WrapUpRow)
    .where(WrapUpRow.told_at.is_(None), WrapUpRow.asked_at < given("before"))
    .order_by(WrapUpRow.asked_at, WrapUpRow.plan_id)
    .limit(given("most"))
)


class SqlEvidence:
    def __init__(self, session: Session) -> None:
        self._session = session

    def to_observe(self, now: datetime, limit: int = 20) -> Sequence[str]:
        statement = (
            select(PersonRow.id)
            .outerjoin(ObservationRow, ObservationRow.person_id == PersonRow.id)
            .where(PersonRow.left_at.is_(None), PersonRow.crm_user != "")
            .where(or_(ObservationRow.at.is_(None), ObservationRow.at <= now))
            .order_by(ObservationRow.at.is_not(None), ObservationRow.at, PersonRow.id)
            .limit(limit)
        )
        return self._session.scalars(statement).all()

    def observe_again(self, person_id: str, at: datetime) -> None:
        upsert(self._session, ObservationRow, {"person_id": person_id, "at": at})

    def watched(self, opportunity_ids: Collection[str]) -> Sequence[Watched]:
        return self._watched(_WATCHED_NAMED, opportunities=list(opportunity_ids)) if opportunity_ids else ()

    def watched_of(self, people: Collection[str]) -> Sequence[Watched]:
        return self._watched(_WATCHED_OF, people=list(people)) if people else ()

    def all_watched(self) -> Sequence[Watched]:
        return self._watched(_WATCHED)

    def put_watched(self, person_id: str, rows: Sequence[Watched]) -> None:
        ids = [row.opportunity_id for row in rows]
        gone = update(WatchedRow).where(WatchedRow.person_id == person_id)
        self._session.execute(gone.where(WatchedRow.opportunity_id.not_in(ids)).values(person_id=""))
        found = [
            {
                **columns_of(row),
                "verifiers": {name: day and day.isoformat() for name, day in row.verifiers.items()},
            }
            for row in rows
        ]
        upsert_each(self._session, WatchedRow, found)

    def add_moves(self, moves: Sequence[Move]) -> None:
        upsert_each(self._session, MoveRow, [columns_of(move) for move in moves])

    def moves(self) -> Sequence[Move]:
        return values(self._session, Move, _MOVES)

    def add_signal(self, signal: Signal) -> bool:
        return insert_once(self._session, SignalRow, columns_of(signal))

    def signals_to_each(self, people: Collection[str], now: datetime) -> Mapping[str, Sequence[Signal]]:
        found: dict[str, list[Signal]] = {person_id: [] for person_id in people}
        for signal in values(self._session, Signal, _SIGNALS_TO, people=list(found), now=now):
            found[signal.recipient_id].append(signal)
        return found

    def signals_of(self, plan_id: str) -> Sequence[Signal]:
        return values(self._session, Signal, _SIGNALS_OF, plan=plan_id)

    def baselines_of(self, plan_id: str) -> Sequence[Baseline]:
        return values(self._session, Baseline, _BASELINES, plan=plan_id)

    def put_baseline(self, baseline: Baseline) -> None:
        upsert(self._session, BaselineRow, columns_of(baseline))

    def add_wrap_up(self, wrap_up: WrapUp) -> bool:
        return insert_once(self._session, WrapUpRow, columns_of(wrap_up))

    def wrap_up(self, plan_id: str) -> WrapUp | None:
        return value(self._session, WrapUp, _WRAP_UP, plan=plan_id)

    def save_wrap_up(self, wrap_up: WrapUp) -> WrapUp:
        saved = replace(wrap_up, version=wrap_up.version + 1)
        same = (WrapUpRow.plan_id == wrap_up.plan_id, WrapUpRow.version == wrap_up.version)
        if not matched(self._session, update(WrapUpRow).where(*same).values(columns_of(saved))):
            raise StaleState("Somebody has answered meanwhile: read it again and retry.")
        return saved

    def drop_wrap_up(self, plan_id: str) -> None:
        self._session.execute(delete(WrapUpRow).where(WrapUpRow.plan_id == plan_id))

    def untold(self, before: datetime, limit: int = 100) -> Sequence[WrapUp]:
        return values(self._session, WrapUp, _UNTOLD, before=before, most=limit)

    def _watched(self, statement: Select[Any], **arguments: Any) -> list[Watched]:
        found = values(self._session, Watched, statement, **arguments)
        return [replace(each, verifiers=_days(each.verifiers)) for each in found]


def _days(verifiers: Mapping[str, Any]) -> dict[str, date | None]:
    return {name: day and date.fromisoformat(day) for name, day in verifiers.items()}
