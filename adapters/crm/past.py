"""What the built-in CRM tells of the past: changed fields, and what was won and lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import cast, get_args

from sqlalchemy import select
from sqlalchemy.orm import Session

from adapters.crm.tables import ChangeRow, OpportunityRow
from bot import wire
from bot.sales import Applied, Change, Ended, FieldName, Status


def keep_changes(session: Session, applied: Applied, at: datetime, by: str) -> None:
    """In the transaction that writes the fields."""
    for change in _changed(applied, at, by):
        kept = wire.dump(change, Change)
        session.add(ChangeRow(opportunity_id=applied.before.id, at=at, change=kept))


def _changed(applied: Applied, at: datetime, by: str) -> Iterator[Change]:
    for name in cast(tuple[FieldName, ...], get_args(FieldName)):
        old, new = getattr(applied.before, name, None), getattr(applied.after, name, None)
        if old != new:
            yield Change(at, name, old, new, by)


def changes(session: Session, opportunity_id: str, since: datetime) -> Sequence[Change]:
    newest = select(ChangeRow.change).where(ChangeRow.opportunity_id == opportunity_id, ChangeRow.at >= since)
    return [wire.load(kept, Change) for kept in session.scalars(newest.order_by(ChangeRow.seq.desc()))]


def ended(session: Session, since: date, competitor: str) -> Sequence[Ended]:
    columns = (
        OpportunityRow.status,
        OpportunityRow.close_date,
        OpportunityRow.competitors,
        OpportunityRow.reason,
    )
    over = OpportunityRow.status.in_(("won", "lost")), OpportunityRow.close_date >= since
    found = session.execute(select(*columns).where(*over).order_by(OpportunityRow.id))
    # The list is JSON, which the two databases search in two ways; of 90 days there are few.
    return [
        Ended(cast(Status, status), closed_on, tuple(competitors), reason)
        for status, closed_on, competitors, reason in found
        if closed_on is not None and competitor in competitors
    ]
