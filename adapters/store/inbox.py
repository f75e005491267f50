from __future__ import annotations

import logging
from collections.abc import Collection, Hashable, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from pydantic import ValidationError
from sqlalchemy import ColumnElement, and_, case, or_, select, update
from sqlalchemy.orm import Session

from adapters.store.rows import insert_once, matched
from adapters.store.tables import InboxRow
from bot import wire
from bot.chat import Event, Outcome
from bot.ports import STRANDED_AFTER, InboxItem

log = logging.getLogger(__name__)


class SqlInbox:
    def __init__(self, session: Session) -> None:
        self._session = session

    def accept(self, event: Event, now: datetime) -> bool:
        values = {
            "event_id": event.id,
            "platform": event.where.platform,
            "event": wire.dump(event, Event),
            "state": "accepted",
            "attempts": 0,
            "accepted_at": now,
        }
        return insert_once(self._session, InboxRow, values)

    def knows(self, event_id: str) -> bool:
        statement = select(InboxRow.seq).where(InboxRow.event_id == event_id)
        return self._session.scalars(statement).first() is not None

    def claim(self, event_id: str, now: datetime, lease_seconds: float = 120.0) -> InboxItem | None:
        items = self._claim(
            now, lease_seconds, and_(InboxRow.event_id == event_id, _free(now, accepted_by=now))
        )
        return items[0] if items else None

    def handled(self, event_id: str, outcome: Outcome) -> None:
        unless_over = (InboxRow.event_id == event_id, InboxRow.state.in_(("accepted", "claimed", "handled")))
        values = {"state": "handled", "outcome": wire.dump(outcome, Outcome)}
        matched(self._session, update(InboxRow).where(*unless_over).values(values))

    def done(self, event_id: str, now: datetime) -> None:
        self._finish(event_id, "done", now)

    def dead(self, event_id: str, now: datetime) -> None:
        self._finish(event_id, "dead", now)

    def postpone(self, event_id: str, until: datetime, *, forgiven: bool) -> None:
        unless_over = (InboxRow.event_id == event_id, InboxRow.state.in_(("claimed", "handled")))
        # Claims to deliver are not counted, so there is nothing to take back.
        counted = case((InboxRow.state == "claimed", InboxRow.attempts - 1), else_=InboxRow.attempts)
        values = {"lease_until": until} | ({"attempts": counted} if forgiven else {})
        matched(self._session, update(InboxRow).where(*unless_over).values(values))

    def claim_unfinished(
        self,
        now: datetime,
        platforms: Collection[str],
        limit: int = 20,
        lease_seconds: float = 120.0,
        grace_seconds: float = 20.0,
    ) -> Sequence[InboxItem]:
        stranded = InboxRow.accepted_at <= now - STRANDED_AFTER
        free = (
            select(InboxRow.seq)
            .where(_free(now, accepted_by=now - timedelta(seconds=grace_seconds)))
            .where(or_(InboxRow.platform.in_(platforms), stranded))
            .order_by(InboxRow.accepted_at, InboxRow.seq)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("free")
        )
        return self._claim(now, lease_seconds, InboxRow.seq.in_(select(free.c.seq)))

    def _claim(self, now: datetime, lease_seconds: float, which: ColumnElement[bool]) -> Sequence[InboxItem]:
        statement = (
            update(InboxRow)
            .where(which)
            .values(
                # A handled event needs delivering only.
                state=case((InboxRow.state == "handled", "handled"), else_="claimed"),
                attempts=InboxRow.attempts + case((InboxRow.state == "handled", 0), else_=1),
                lease_until=now + timedelta(seconds=lease_seconds),
            )
            .returning(InboxRow)
        )
        rows = self._session.scalars(statement).all()
        return [_item(row) for row in sorted(rows, key=lambda row: (row.accepted_at, row.seq))]

    def _finish(self, event_id: str, state: Literal["done", "dead"], now: datetime) -> None:
        wiped = {"event": None, "outcome": None, "state": state, "finished_at": now, "lease_until": None}
        unless_done = (InboxRow.event_id == event_id, InboxRow.state != "done")
        matched(self._session, update(InboxRow).where(*unless_done).values(wiped))


def _free(now: datetime, accepted_by: datetime) -> ColumnElement[bool]:
    return or_(
        and_(InboxRow.state == "accepted", InboxRow.accepted_at <= accepted_by),
        and_(InboxRow.state.in_(("claimed", "handled")), InboxRow.lease_until <= now),
    )


def _item(row: InboxRow) -> InboxItem:
    return InboxItem(
        event_id=row.event_id,
        event=_loaded(row, row.event, Event),
        outcome=_loaded(row, row.outcome, Outcome),
        state=cast(Literal["accepted", "claimed", "handled", "done", "dead"], row.state),
        attempts=row.attempts,
        accepted_at=row.accepted_at,
    )


def _loaded(row: InboxRow, plain: dict[str, Any] | None, form: Hashable) -> Any:
    """None also for what another version wrote and this one cannot read: raising would put the row first
    in every claim, for ever."""
    try:
        return None if plain is None else wire.load(plain, form)
    except ValidationError as error:
        log.error("event %s cannot be read: %d faults in its row", row.event_id, error.error_count())
        return None
