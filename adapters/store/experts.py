from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from adapters.store.expert_tables import GapRow, InquiryRow, WatchRow
from adapters.store.rows import columns_of, insert_once, matched, upsert, value_of
from bot import wire
from bot.chat import Address
from bot.errors import StaleState
from bot.ports import Gap, GapState, Inquiry, Watch


class SqlInquiries:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, inquiry: Inquiry) -> Inquiry:
        insert_once(self._session, InquiryRow, _inquiry_values(inquiry))
        return _inquiry(self._session.scalars(select(InquiryRow).where(InquiryRow.id == inquiry.id)).one())

    def get(self, inquiry_id: str) -> Inquiry | None:
        row = self._session.get(InquiryRow, inquiry_id)
        return None if row is None else _inquiry(row)

    def save(self, inquiry: Inquiry) -> Inquiry:
        newer = replace(inquiry, version=inquiry.version + 1)
        same = (InquiryRow.id == inquiry.id, InquiryRow.version == inquiry.version)
        if not matched(self._session, update(InquiryRow).where(*same).values(_inquiry_values(newer))):
            raise StaleState("This question went on meanwhile: read it again and retry.")
        return newer

    def of_gap(self, gap_id: str) -> Sequence[Inquiry]:
        statement = (
            select(InquiryRow).where(InquiryRow.gap_id == gap_id).order_by(InquiryRow.asked_at, InquiryRow.id)
        )
        return [_inquiry(row) for row in self._session.scalars(statement)]

    def waiting(self, before: datetime) -> Sequence[Inquiry]:
        statement = (
            select(InquiryRow)
            .where(InquiryRow.state == "open", InquiryRow.waiting_since < before)
            .order_by(InquiryRow.waiting_since, InquiryRow.id)
        )
        return [_inquiry(row) for row in self._session.scalars(statement)]

    def forget(self, before: datetime) -> int:
        worded = or_(InquiryRow.question != "", InquiryRow.answer != "")
        old = update(InquiryRow).where(InquiryRow.asked_at < before, worded)
        wiped = old.values(question="", answer="", version=InquiryRow.version + 1)
        return matched(self._session, wiped)


class SqlGaps:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, gap: Gap) -> Gap:
        insert_once(self._session, GapRow, _gap_values(gap))
        return _gap(self._session.scalars(select(GapRow).where(GapRow.id == gap.id)).one())

    def get(self, gap_id: str) -> Gap | None:
        row = self._session.get(GapRow, gap_id)
        return None if row is None else _gap(row)

    def save(self, gap: Gap) -> Gap:
        newer = replace(gap, version=gap.version + 1)
        same = (GapRow.id == gap.id, GapRow.version == gap.version)
        if not matched(self._session, update(GapRow).where(*same).values(_gap_values(newer))):
            raise StaleState("This gap was changed meanwhile: read it again and retry.")
        return newer

    def in_states(self, states: Sequence[GapState]) -> Sequence[Gap]:
        statement = (
            select(GapRow).where(GapRow.state.in_(states)).order_by(GapRow.last_asked.desc(), GapRow.id)
        )
        return [_gap(row) for row in self._session.scalars(statement)]


class SqlWatches:
    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, watch: Watch) -> None:
        upsert(self._session, WatchRow, columns_of(watch))

    def all(self) -> Sequence[Watch]:
        statement = select(WatchRow).order_by(WatchRow.since, WatchRow.document_id, WatchRow.person_id)
        return [value_of(Watch, row) for row in self._session.scalars(statement)]

    def remove(self, document_id: str, person_id: str) -> None:
        this = (WatchRow.document_id == document_id, WatchRow.person_id == person_id)
        self._session.execute(delete(WatchRow).where(*this))


def _inquiry_values(inquiry: Inquiry) -> dict[str, Any]:
    lists = {name: list(getattr(inquiry, name)) for name in ("document_ids", "audience", "asked")}
    place = None if inquiry.reply_to is None else wire.dump(inquiry.reply_to, Address)
    return columns_of(inquiry) | lists | {"reply_to": place}


def _inquiry(row: InquiryRow) -> Inquiry:
    return replace(
        value_of(Inquiry, row),
        reply_to=None if row.reply_to is None else wire.load(row.reply_to, Address),
        document_ids=tuple(row.document_ids),
        audience=tuple(row.audience),
        asked=tuple(row.asked),
    )


def _gap_values(gap: Gap) -> dict[str, Any]:
    return columns_of(gap) | {"document_ids": list(gap.document_ids), "askers": list(gap.askers)}


def _gap(row: GapRow) -> Gap:
    return replace(value_of(Gap, row), document_ids=tuple(row.document_ids), askers=tuple(row.askers))
