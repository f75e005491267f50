from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from adapters.store.rows import columns_of, insert_once, matched, value_of
from adapters.store.tables import OutgoingRow
from bot import wire
from bot.chat import Address, Reply
from bot.ports import Outgoing


class SqlOutgoings:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, message: Outgoing) -> bool:
        values = columns_of(message) | {
            "reply": wire.dump(message.reply, Reply),
            "where": None if message.where is None else wire.dump(message.where, Address),
        }
        return insert_once(self._session, OutgoingRow, values)

    def claim_due(self, now: datetime, limit: int = 20, lease_seconds: float = 60.0) -> Sequence[Outgoing]:
        ready = or_(
            and_(OutgoingRow.state == "queued", OutgoingRow.not_before <= now),
            and_(OutgoingRow.state == "claimed", OutgoingRow.lease_until <= now),
        )
        due = (
            select(OutgoingRow.seq)
            .where(ready)
            .order_by(OutgoingRow.not_before, OutgoingRow.seq)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        statement = (
            update(OutgoingRow)
            .where(OutgoingRow.seq.in_(select(due.c.seq)))
            .values(
                state="claimed",
                attempts=OutgoingRow.attempts + 1,
                lease_until=now + timedelta(seconds=lease_seconds),
            )
            .returning(OutgoingRow)
        )
        rows = self._session.scalars(statement).all()
        return [_outgoing(row) for row in sorted(rows, key=lambda row: (row.not_before, row.seq))]

    def sent(self, key: str, message_ref: str, now: datetime) -> None:
        self._finish(key, {"state": "sent", "message_ref": message_ref, "sent_at": now})

    def retry(self, key: str, not_before: datetime) -> None:
        self._finish(key, {"state": "queued", "not_before": not_before})

    def failed(self, key: str, state: Literal["failed", "expired"]) -> None:
        self._finish(key, {"state": state})

    def get(self, key: str) -> Outgoing | None:
        row = self._session.scalars(select(OutgoingRow).where(OutgoingRow.key == key)).first()
        return None if row is None else _outgoing(row)

    def _finish(self, key: str, values: dict[str, Any]) -> None:
        # What was sent stays sent: a claimant that lost its lease cannot take it back.
        unless_sent = (OutgoingRow.key == key, OutgoingRow.state != "sent")
        matched(self._session, update(OutgoingRow).where(*unless_sent).values(lease_until=None, **values))


def _outgoing(row: OutgoingRow) -> Outgoing:
    where = None if row.where is None else wire.load(row.where, Address)
    return replace(value_of(Outgoing, row), reply=wire.load(row.reply, Reply), where=where)
