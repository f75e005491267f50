"""When the worker's coaching and deliveries have something to do next, for a clock that need not wait."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Select, func, select, union_all

from adapters.store.coaching_tables import AT_ONCE, LookRow, ReminderRow
from adapters.store.evidence_tables import ObservationRow, RolloutRow, WrapUpRow
from adapters.store.tables import OutgoingRow, PersonRow
from bot.coaching.polling import PILOT
from bot.coaching.wrapping import PATIENCE

_UNSEEN = (
    select(PersonRow.id)
    .outerjoin(ObservationRow, ObservationRow.person_id == PersonRow.id)
    .where(PersonRow.left_at.is_(None), PersonRow.crm_user != "", ObservationRow.at.is_(None))
    .limit(1)
)
_WAITING: tuple[Select[Any], ...] = (
    select(func.min(LookRow.at)),
    select(func.min(ReminderRow.due)).where(ReminderRow.state == "waiting"),
    select(func.min(ObservationRow.at)),
    select(func.min(OutgoingRow.not_before)).where(OutgoingRow.state == "queued"),
    select(func.min(OutgoingRow.lease_until)).where(OutgoingRow.state == "claimed"),
    select(func.min(RolloutRow.closes_at)).where(RolloutRow.state == "polling"),
)
_MOMENTS = union_all(*_WAITING)
_WRAP_UPS = select(func.min(WrapUpRow.asked_at)).where(WrapUpRow.told_at.is_(None))
_PILOTS = select(func.min(RolloutRow.created_at)).where(RolloutRow.state == "pilot")


def next_moment(engine: Engine) -> datetime | None:
    """None: never, unless somebody does something before."""
    with engine.connect() as connection:
        if connection.execute(_UNSEEN).first():
            return AT_ONCE
        moments = list(connection.execute(_MOMENTS).scalars())
        asked, began = connection.scalar(_WRAP_UPS), connection.scalar(_PILOTS)
    moments += [asked and asked + PATIENCE, began and began + PILOT]
    return min((at for at in moments if at), default=None)
