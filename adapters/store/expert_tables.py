"""Tables of questions that need a person. Nested values are JSON in the form of bot.wire."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from adapters.store.tables import Base


class InquiryRow(Base):
    __tablename__ = "inquiry"
    id: Mapped[str] = mapped_column(primary_key=True)
    gap_id: Mapped[str] = mapped_column(index=True)
    asker_id: Mapped[str]
    question: Mapped[str]
    reply_to: Mapped[dict[str, Any] | None]
    document_ids: Mapped[list[str]]
    audience: Mapped[list[str]]
    asked_at: Mapped[datetime] = mapped_column(index=True)
    asked: Mapped[list[str]]
    desk_id: Mapped[str]
    state: Mapped[str]
    answer: Mapped[str]
    answered_by: Mapped[str]
    answered_at: Mapped[datetime | None]
    private: Mapped[bool]
    waiting_since: Mapped[datetime | None]
    reminded: Mapped[bool]
    version: Mapped[int]


class GapRow(Base):
    __tablename__ = "gap"
    id: Mapped[str] = mapped_column(primary_key=True)
    question: Mapped[str]
    document_ids: Mapped[list[str]]
    vector: Mapped[str]
    model: Mapped[str]
    askers: Mapped[list[str]]
    first_asked: Mapped[datetime]
    last_asked: Mapped[datetime]
    state: Mapped[str] = mapped_column(index=True)
    document_id: Mapped[str]
    quotable: Mapped[bool]
    version: Mapped[int]


class WatchRow(Base):
    __tablename__ = "watch"
    document_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(primary_key=True)
    verdict: Mapped[str]
    digest: Mapped[str]
    since: Mapped[datetime]
