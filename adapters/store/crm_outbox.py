from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, delete, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from adapters.store.rows import insert_once, matched, value_of
from adapters.store.tables import CrmOutboxRow
from bot import wire
from bot.ports import WRITE_LEASE, OutboxItem, OutboxState
from bot.sales import Applied, CrmUpdate

UNFINISHED = ("queued", "claimed")


class SqlCrmOutbox:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self, key: str, person_id: str, speaker: str, card_id: str, update: CrmUpdate, now: datetime
    ) -> OutboxItem:
        values = {
            "key": key,
            "person_id": person_id,
            "speaker": speaker,
            "card_id": card_id,
            "opportunity_id": update.opportunity_id,
            "update": wire.dump(update, CrmUpdate),
            "state": "queued",
            "attempts": 0,
            "created_at": now,
            "not_before": now,
            "error": "",
        }
        insert_once(self._session, CrmOutboxRow, values)
        return _item(self._session.scalars(select(CrmOutboxRow).where(CrmOutboxRow.key == key)).one())

    def get(self, key: str) -> OutboxItem | None:
        row = self._session.scalars(select(CrmOutboxRow).where(CrmOutboxRow.key == key)).first()
        return None if row is None else _item(row)

    def claim(self, key: str, now: datetime, lease_seconds: float = WRITE_LEASE) -> OutboxItem | None:
        items = self._claim(now, lease_seconds, and_(CrmOutboxRow.key == key, _due(now)))
        return items[0] if items else None

    def claim_due(
        self, now: datetime, limit: int = 20, lease_seconds: float = WRITE_LEASE
    ) -> Sequence[OutboxItem]:
        due = (
            select(CrmOutboxRow.id)
            .where(_due(now))
            .order_by(CrmOutboxRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        return self._claim(now, lease_seconds, CrmOutboxRow.id.in_(select(due.c.id)))

    def applied(self, key: str, applied: Applied, now: datetime) -> None:
        state = "applied" if applied.written else "shadow"
        kept = wire.dump(applied, Applied)
        done = {"state": state, "applied": kept, "error": "", "finished_at": now}
        self._finish(key, done | self._wordless(key))

    def retry(self, key: str, not_before: datetime, error: str, *, forgiven: bool = False) -> None:
        again = {"state": "queued", "not_before": not_before, "error": error}
        self._finish(key, again | ({"attempts": CrmOutboxRow.attempts - 1} if forgiven else {}))

    def failed(
        self, key: str, state: Literal["conflict", "failed", "dead"], error: str, now: datetime
    ) -> None:
        wordless = {} if state == "dead" else self._wordless(key)
        self._finish(key, {"state": state, "error": error, "finished_at": now} | wordless)

    def put_off(self, speaker: str, until: datetime, error: str) -> None:
        theirs = (CrmOutboxRow.speaker == speaker, CrmOutboxRow.state == "queued")
        later = (*theirs, CrmOutboxRow.not_before < until)
        self._session.execute(update(CrmOutboxRow).where(*later).values(not_before=until, error=error))

    def in_states(self, states: Collection[OutboxState]) -> Sequence[OutboxItem]:
        wanted = select(CrmOutboxRow).where(CrmOutboxRow.state.in_(states)).order_by(CrmOutboxRow.id)
        return [_item(row) for row in self._session.scalars(wanted)]

    def revive(self, key: str, now: datetime, wanted: CrmUpdate | None = None, speaker: str = "") -> None:
        again: dict[str, Any] = {"state": "queued", "attempts": 0, "not_before": now, "error": ""}
        again |= {"finished_at": None}
        again |= {"update": wire.dump(wanted, CrmUpdate)} if wanted else {}
        again |= {"speaker": speaker} if speaker else {}
        self._session.execute(update(CrmOutboxRow).where(*_dead(key)).values(**again))

    def drop(self, key: str, now: datetime) -> None:
        dropped = {"state": "dropped", "finished_at": now} | self._wordless(key)
        self._session.execute(update(CrmOutboxRow).where(*_dead(key)).values(**dropped))

    def forget(self, states: Collection[OutboxState], before: datetime) -> None:
        over = (CrmOutboxRow.state.in_(states), CrmOutboxRow.finished_at < before)
        self._session.execute(delete(CrmOutboxRow).where(*over))

    def _wordless(self, key: str) -> dict[str, Any]:
        item = self.get(key)
        return {} if item is None else {"update": wire.dump(replace(item.update, note=""), CrmUpdate)}

    def _claim(self, now: datetime, lease_seconds: float, which: ColumnElement[bool]) -> Sequence[OutboxItem]:
        statement = (
            update(CrmOutboxRow)
            .where(which)
            .values(
                state="claimed",
                attempts=CrmOutboxRow.attempts + 1,
                lease_until=now + timedelta(seconds=lease_seconds),
            )
            .returning(CrmOutboxRow)
        )
        rows = self._session.scalars(statement).all()
        return sorted((_item(row) for row in rows), key=lambda item: item.id)

    def _finish(self, key: str, values: dict[str, Any]) -> None:
        # What was written stays written: a claimant that lost its lease cannot take it back.
        unless_applied = (CrmOutboxRow.key == key, CrmOutboxRow.state.not_in(("applied", "shadow")))
        matched(
            self._session,
            update(CrmOutboxRow).where(*unless_applied).values(lease_until=None, **values),
        )


def _dead(key: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (CrmOutboxRow.key == key, CrmOutboxRow.state == "dead")


def _due(now: datetime) -> ColumnElement[bool]:
    older = aliased(CrmOutboxRow)
    waits = exists().where(
        older.opportunity_id == CrmOutboxRow.opportunity_id,
        older.id < CrmOutboxRow.id,
        older.state.in_(UNFINISHED),
    )
    ready = or_(
        and_(CrmOutboxRow.state == "queued", CrmOutboxRow.not_before <= now),
        and_(CrmOutboxRow.state == "claimed", CrmOutboxRow.lease_until <= now),
    )
    return and_(ready, ~waits)


def _item(row: CrmOutboxRow) -> OutboxItem:
    applied = None if row.applied is None else wire.load(row.applied, Applied)
    return replace(value_of(OutboxItem, row), update=wire.load(row.update, CrmUpdate), applied=applied)
