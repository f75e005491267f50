from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from adapters.store.evidence_tables import BaselineRow, ObservationRow, SignalRow, WatchedRow, WrapUpRow
from adapters.store.rows import columns_of, insert_once, selected, upsert, value_of, values
from adapters.store.tables import PersonRow
from bot.coaching.evidence import Baseline, Signal, Watched, WrapUp


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
        if not opportunity_ids:
            return ()
        found = select(WatchedRow).where(WatchedRow.opportunity_id.in_(opportunity_ids))
        return [_watched(row) for row in self._session.scalars(found.order_by(WatchedRow.opportunity_id))]

    def watched_of(self, people: Collection[str]) -> Sequence[Watched]:
        if not people:
            return ()
        found = select(WatchedRow).where(WatchedRow.person_id.in_(people))
        return [_watched(row) for row in self._session.scalars(found.order_by(WatchedRow.opportunity_id))]

    def all_watched(self) -> Sequence[Watched]:
        found = select(WatchedRow).order_by(WatchedRow.opportunity_id)
        return [_watched(row) for row in self._session.scalars(found)]

    def put_watched(self, person_id: str, rows: Sequence[Watched]) -> None:
        ids = [row.opportunity_id for row in rows]
        gone = update(WatchedRow).where(WatchedRow.person_id == person_id)
        self._session.execute(gone.where(WatchedRow.opportunity_id.not_in(ids)).values(person_id=""))
        for row in rows:
            days = {verifier: day and day.isoformat() for verifier, day in row.verifiers.items()}
            upsert(self._session, WatchedRow, {**columns_of(row), "verifiers": days})

    def add_signal(self, signal: Signal) -> bool:
        return insert_once(self._session, SignalRow, columns_of(signal))

    def signals_to_each(self, people: Collection[str], now: datetime) -> Mapping[str, Sequence[Signal]]:
        found: dict[str, list[Signal]] = {person_id: [] for person_id in people}
        theirs = (SignalRow.recipient_id.in_(found), SignalRow.expires_at > now)
        ordered = selected(Signal, SignalRow).where(*theirs).order_by(SignalRow.observed_at, SignalRow.id)
        for signal in values(self._session, Signal, ordered):
            found[signal.recipient_id].append(signal)
        return found

    def signals_of(self, plan_id: str) -> Sequence[Signal]:
        found = select(SignalRow).where(SignalRow.plan_id == plan_id)
        ordered = found.order_by(SignalRow.observed_at, SignalRow.id)
        return [value_of(Signal, row) for row in self._session.scalars(ordered)]

    def baselines_of(self, plan_id: str) -> Sequence[Baseline]:
        found = select(BaselineRow).where(BaselineRow.plan_id == plan_id).order_by(BaselineRow.metric)
        return [value_of(Baseline, row) for row in self._session.scalars(found)]

    def put_baseline(self, baseline: Baseline) -> None:
        upsert(self._session, BaselineRow, columns_of(baseline))

    def add_wrap_up(self, wrap_up: WrapUp) -> bool:
        return insert_once(self._session, WrapUpRow, columns_of(wrap_up))

    def wrap_up(self, plan_id: str) -> WrapUp | None:
        row = self._session.get(WrapUpRow, plan_id)
        return None if row is None else value_of(WrapUp, row)

    def put_wrap_up(self, wrap_up: WrapUp) -> None:
        upsert(self._session, WrapUpRow, columns_of(wrap_up))

    def drop_wrap_up(self, plan_id: str) -> None:
        self._session.execute(delete(WrapUpRow).where(WrapUpRow.plan_id == plan_id))

    def untold(self, before: datetime, limit: int = 100) -> Sequence[WrapUp]:
        found = select(WrapUpRow).where(WrapUpRow.told_at.is_(None), WrapUpRow.asked_at < before)
        ordered = found.order_by(WrapUpRow.asked_at, WrapUpRow.plan_id).limit(limit)
        return [value_of(WrapUp, row) for row in self._session.scalars(ordered)]


def _watched(row: WatchedRow) -> Watched:
    found = value_of(Watched, row)
    days = {name: day and date.fromisoformat(day) for name, day in row.verifiers.items()}
    return Watched(**{**columns_of(found), "verifiers": days})
