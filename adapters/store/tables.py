"""Tables of conversations, queues and people. Nested values are JSON in the form of bot.wire."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from adapters.database import COLUMN_TYPES, NAMING, SERIAL


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = COLUMN_TYPES


class PersonRow(Base):
    """The `_key` columns are case-folded, for looking up."""

    __tablename__ = "person"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str]
    roles: Mapped[list[str]]
    groups: Mapped[list[str]]
    zone: Mapped[str]
    locale: Mapped[str]
    currency: Mapped[str]
    crm_user: Mapped[str]
    manager_id: Mapped[str | None] = mapped_column(index=True)
    id_key: Mapped[str] = mapped_column(index=True)
    name_key: Mapped[str] = mapped_column(index=True)
    first_name_key: Mapped[str] = mapped_column(index=True)
    synced: Mapped[bool]
    left_at: Mapped[datetime | None]


class IdentityRow(Base):
    __tablename__ = "identity"
    platform: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(primary_key=True)
    user: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))


class PersonAddressRow(Base):
    __tablename__ = "person_address"
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    address: Mapped[dict[str, Any]]


class PersonChoiceRow(Base):
    __tablename__ = "person_choice"
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    zone: Mapped[str]
    locale: Mapped[str]
    currency: Mapped[str]


class ConversationRow(Base):
    __tablename__ = "conversation"
    address_key: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(primary_key=True)
    data: Mapped[dict[str, Any]]
    version: Mapped[int]
    changed_at: Mapped[datetime]


class CardRow(Base):
    __tablename__ = "card"
    seq: Mapped[int] = mapped_column(SERIAL, primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    person_id: Mapped[str]
    where: Mapped[dict[str, Any]]
    where_key: Mapped[str]
    state: Mapped[str]
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    source_event: Mapped[str]
    expires_at: Mapped[datetime | None]
    message_ref: Mapped[str]
    version: Mapped[int]
    __table_args__ = (
        UniqueConstraint("kind", "source_event"),
        Index(None, "person_id", "kind", "where_key"),
        Index(None, "state", "expires_at"),
    )


class CrmOutboxRow(Base):
    __tablename__ = "crm_outbox"
    id: Mapped[int] = mapped_column(SERIAL, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[str]
    speaker: Mapped[str]
    card_id: Mapped[str]
    opportunity_id: Mapped[str]
    update: Mapped[dict[str, Any]]
    state: Mapped[str]
    attempts: Mapped[int]
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    applied: Mapped[dict[str, Any] | None]
    error: Mapped[str]
    finished_at: Mapped[datetime | None]
    __table_args__ = (
        Index(None, "state", "not_before"),
        Index(None, "opportunity_id", "state"),
        Index(None, "state", "finished_at"),
    )


class OutgoingRow(Base):
    __tablename__ = "outgoing"
    seq: Mapped[int] = mapped_column(SERIAL, primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[str]
    reply: Mapped[dict[str, Any]]
    where: Mapped[dict[str, Any] | None]
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    state: Mapped[str]
    attempts: Mapped[int]
    message_ref: Mapped[str]
    sent_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    __table_args__ = (Index(None, "state", "not_before"),)


class InboxRow(Base):
    __tablename__ = "inbox"
    seq: Mapped[int] = mapped_column(SERIAL, primary_key=True)
    event_id: Mapped[str] = mapped_column(unique=True)
    platform: Mapped[str] = mapped_column(server_default="")
    event: Mapped[dict[str, Any] | None]
    outcome: Mapped[dict[str, Any] | None]
    state: Mapped[str] = mapped_column(index=True)
    attempts: Mapped[int]
    accepted_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]


class FeedbackRow(Base):
    __tablename__ = "feedback"
    card_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(primary_key=True)
    verdict: Mapped[str]
    document_ids: Mapped[list[str]]
    given_at: Mapped[datetime]


class FeedbackDocumentRow(Base):
    __tablename__ = "feedback_document"
    document_id: Mapped[str] = mapped_column(primary_key=True)
    card_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(primary_key=True)


class AuditRow(Base):
    __tablename__ = "audit"
    seq: Mapped[int] = mapped_column(SERIAL, primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]
    __table_args__ = (Index(None, "subject", "at"),)


class InstallationRow(Base):
    __tablename__ = "installation"
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
