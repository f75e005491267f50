from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from adapters.store.rows import insert_once, matched
from adapters.store.tables import ConversationRow
from bot.errors import StaleState
from bot.ports import ConversationState


class SqlConversations:
    def __init__(self, session: Session) -> None:
        self._session = session

    def load(self, address_key: str, person_id: str) -> ConversationState:
        row = self._session.get(ConversationRow, (address_key, person_id))
        if row is None:
            return ConversationState(address_key, person_id)
        return ConversationState(address_key, person_id, row.data, row.version)

    def save(self, state: ConversationState, now: datetime) -> ConversationState:
        stored = self._insert(state, now) if state.version == 0 else self._update(state, now)
        if not stored:
            raise StaleState("This conversation went on meanwhile: read it again and retry.")
        return ConversationState(state.address_key, state.person_id, state.data, state.version + 1)

    def _insert(self, state: ConversationState, now: datetime) -> bool:
        values = {
            "address_key": state.address_key,
            "person_id": state.person_id,
            "data": dict(state.data),
            "version": 1,
            "changed_at": now,
        }
        return insert_once(self._session, ConversationRow, values)

    def _update(self, state: ConversationState, now: datetime) -> bool:
        statement = (
            update(ConversationRow)
            .where(
                ConversationRow.address_key == state.address_key,
                ConversationRow.person_id == state.person_id,
                ConversationRow.version == state.version,
            )
            .values(data=dict(state.data), version=state.version + 1, changed_at=now)
        )
        return matched(self._session, statement) == 1
