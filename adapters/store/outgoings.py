from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import ValidationError
from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.orm import Session

from adapters.store.rows import (
    any_of,
    columns_of,
    given,
    insert_each,
    insert_once,
    matched,
    rows,
    selected,
    value,
)
from adapters.store.tables import IdentityRow, OutgoingRow, PersonAddressRow
from bot import wire
from bot.chat import Address, Reply
from bot.ports import STRANDED_AFTER, Outgoing

log = logging.getLogger(__name__)

_MESSAGE = selected(Outgoing, OutgoingRow).where(OutgoingRow.key == given("message"))
_REMEMBERED = select(PersonAddressRow.address["platform"].as_string()).where(
    PersonAddressRow.person_id == OutgoingRow.person_id
)
_PLATFORM = func.coalesce(OutgoingRow.where["platform"].as_string(), _REMEMBERED.scalar_subquery())
_HAS_ACCOUNT = (
    select(IdentityRow.user)
    .where(IdentityRow.person_id == OutgoingRow.person_id, IdentityRow.platform.in_(any_of("platforms")))
    .exists()
)
_SERVED = or_(_PLATFORM.in_(any_of("platforms")), and_(_PLATFORM.is_(None), _HAS_ACCOUNT))
_STRANDED = or_(OutgoingRow.expires_at <= given("now"), OutgoingRow.not_before <= given("stranded"))
_READY = or_(
    and_(OutgoingRow.state == "queued", OutgoingRow.not_before <= given("now")),
    and_(OutgoingRow.state == "claimed", OutgoingRow.lease_until <= given("now")),
)
_DUE = (
    select(OutgoingRow.seq)
    .where(_READY, or_(_SERVED, _STRANDED))
    .order_by(OutgoingRow.not_before, OutgoingRow.seq)
    .limit(given("most"))
    .with_for_update(skip_locked=True)
    .cte("due")
)
_CLAIM_DUE = (
    update(OutgoingRow)
    .where(OutgoingRow.seq.in_(select(_DUE.c.seq)))
    .values(state="claimed", attempts=OutgoingRow.attempts + 1, lease_until=given("until"))
    .returning(OutgoingRow.seq, *selected(Outgoing, OutgoingRow).selected_columns)
)
_WHILE_CLAIMED = update(OutgoingRow).where(
    OutgoingRow.key == given("message"), OutgoingRow.state == "claimed"
)
# What was sent stays sent: a claimant that lost its lease cannot take it back.
_UNLESS_SENT = update(OutgoingRow).where(OutgoingRow.key == given("message"), OutgoingRow.state != "sent")


class SqlOutgoings:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, message: Outgoing) -> bool:
        return insert_once(self._session, OutgoingRow, _plain(message))

    def add_each(self, messages: Sequence[Outgoing]) -> None:
        insert_each(self._session, OutgoingRow, [_plain(message) for message in messages])

    def claim_due(
        self, now: datetime, platforms: Collection[str], limit: int = 20, lease_seconds: float = 60.0
    ) -> Sequence[Outgoing]:
        claimed = rows(
            self._session,
            _CLAIM_DUE,
            now=now,
            stranded=now - STRANDED_AFTER,
            platforms=list(platforms),
            most=limit,
            until=now + timedelta(seconds=lease_seconds),
        )
        in_order = sorted(claimed, key=lambda row: (row.not_before, row.seq))
        return [message for seq, *row in in_order if (message := self._readable(Outgoing(*row)))]

    def renew(self, key: str, until: datetime) -> None:
        matched(self._session, _WHILE_CLAIMED, message=key, lease_until=until)

    def sent(self, key: str, message_ref: str, now: datetime, where: Address | None = None) -> None:
        place = {} if where is None else {"where": wire.dump(where, Address)}
        self._finish(key, {"state": "sent", "message_ref": message_ref, "sent_at": now, **place})

    def retry(self, key: str, not_before: datetime) -> None:
        self._finish(key, {"state": "queued", "not_before": not_before})

    def failed(self, key: str, state: Literal["failed", "expired"]) -> None:
        self._finish(key, {"state": state})

    def get(self, key: str) -> Outgoing | None:
        message = value(self._session, Outgoing, _MESSAGE, message=key)
        return None if message is None else _outgoing(message)

    def _readable(self, plain: Outgoing) -> Outgoing | None:
        """Raising for what another version wrote would put the row first in every claim, for ever."""
        try:
            return _outgoing(plain)
        except ValidationError as error:
            log.error("message %s cannot be read: %d faults in its row", plain.key, error.error_count())
            self.failed(plain.key, "failed")
            return None

    def _finish(self, key: str, values: dict[str, Any]) -> None:
        matched(self._session, _UNLESS_SENT, message=key, lease_until=None, **values)


def _plain(message: Outgoing) -> dict[str, Any]:
    return columns_of(message) | {
        "reply": wire.dump(message.reply, Reply),
        "where": None if message.where is None else wire.dump(message.where, Address),
    }


def _outgoing(plain: Outgoing) -> Outgoing:
    """From the JSON that the database keeps."""
    where = None if plain.where is None else wire.load(plain.where, Address)
    return replace(plain, reply=wire.load(plain.reply, Reply), where=where)
