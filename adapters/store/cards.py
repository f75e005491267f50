from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from adapters.store.rows import columns_of, insert_once, matched, value_of
from adapters.store.tables import CardRow
from bot import wire
from bot.chat import Address
from bot.errors import StaleState
from bot.ports import Card


class SqlCards:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, card: Card) -> Card:
        values = columns_of(card) | _place(card.where) | {"payload": dict(card.payload)}
        insert_once(self._session, CardRow, values)
        same = (CardRow.kind == card.kind, CardRow.source_event == card.source_event)
        return _card(self._session.scalars(select(CardRow).where(*same)).one())

    def get(self, card_id: str) -> Card | None:
        row = self._session.scalars(select(CardRow).where(CardRow.id == card_id)).first()
        return None if row is None else _card(row)

    def save(self, card: Card) -> Card:
        # Where it was shown is left alone: `delivered` may come while the card is being changed.
        statement = (
            update(CardRow)
            .where(CardRow.id == card.id, CardRow.version == card.version)
            .values(
                state=card.state,
                payload=dict(card.payload),
                expires_at=card.expires_at,
                version=card.version + 1,
            )
            .returning(CardRow)
        )
        row = self._session.scalars(statement).first()
        if row is None:
            raise StaleState("This card was changed meanwhile: read it again and retry.")
        return _card(row)

    def delivered(self, card_id: str, where: Address, message_ref: str) -> None:
        shown = _place(where) | {"message_ref": message_ref}
        matched(self._session, update(CardRow).where(CardRow.id == card_id).values(shown))

    def shown_as(self, kind: str, person_id: str, message_ref: str) -> Card | None:
        theirs = (CardRow.kind == kind, CardRow.person_id == person_id)
        statement = select(CardRow).where(*theirs, CardRow.message_ref == message_ref).order_by(CardRow.seq)
        row = self._session.scalars(statement).first()
        return None if row is None else _card(row)

    def standing(self, where: Address, message_ref: str) -> Card | None:
        here = (CardRow.message_ref == message_ref, CardRow.where_key == where.key)
        row = self._session.scalars(select(CardRow).where(*here).order_by(CardRow.seq.desc())).first()
        return None if row is None or not message_ref else _card(row)

    def latest(self, kind: str, person_id: str, states: Sequence[str]) -> Card | None:
        return next(iter(self.all_of(kind, person_id, states, limit=1)), None)

    def all_of(self, kind: str, person_id: str, states: Sequence[str], limit: int = 20) -> Sequence[Card]:
        statement = (
            select(CardRow)
            .where(CardRow.kind == kind, CardRow.person_id == person_id, CardRow.state.in_(states))
            .order_by(CardRow.created_at.desc(), CardRow.seq.desc())
            .limit(limit)
        )
        return [_card(row) for row in self._session.scalars(statement)]

    def in_states(self, kind: str, states: Sequence[str], limit: int = 100) -> Sequence[Card]:
        statement = (
            select(CardRow)
            .where(CardRow.kind == kind, CardRow.state.in_(states))
            .order_by(CardRow.created_at, CardRow.seq)
            .limit(limit)
        )
        return [_card(row) for row in self._session.scalars(statement)]

    def expired(self, now: datetime, limit: int = 100) -> Sequence[Card]:
        statement = (
            select(CardRow)
            .where(CardRow.expires_at <= now)
            .order_by(CardRow.expires_at, CardRow.seq)
            .limit(limit)
        )
        return [_card(row) for row in self._session.scalars(statement)]


def _place(where: Address) -> dict[str, object]:
    return {"where": wire.dump(where, Address), "where_key": where.key}


def _card(row: CardRow) -> Card:
    return replace(value_of(Card, row), where=wire.load(row.where, Address))
