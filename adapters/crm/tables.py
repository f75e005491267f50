"""Tables of the built-in CRM. The store's migrations create them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from adapters.database import COLUMN_TYPES, NAMING, SERIAL


class CrmBase(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = COLUMN_TYPES


class AccountRow(CrmBase):
    __tablename__ = "crm_account"
    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    aliases: Mapped[list[str]]
    owner_id: Mapped[str] = mapped_column(index=True)
    currency: Mapped[str]
    country: Mapped[str]


class ContactRow(CrmBase):
    __tablename__ = "crm_contact"
    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("crm_account.id"), index=True)
    name: Mapped[str]
    title: Mapped[str]
    role: Mapped[str]
    email: Mapped[str]


class OpportunityRow(CrmBase):
    """`amount` is a decimal as text, because SQLite has floats only. `open_stage` is the stage to return
    to when a closed opportunity is opened again."""

    __tablename__ = "crm_opportunity"
    id: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("crm_account.id"), index=True)
    name: Mapped[str]
    owner_id: Mapped[str] = mapped_column(index=True)
    stage: Mapped[str]
    open_stage: Mapped[str]
    amount: Mapped[str | None]
    currency: Mapped[str]
    amount_type: Mapped[str]
    close_date: Mapped[date | None]
    next_step: Mapped[str]
    next_step_due: Mapped[date | None]
    seats: Mapped[int | None]
    contacts: Mapped[list[str]]
    competitors: Mapped[list[str]]
    verifiers: Mapped[list[str]]
    status: Mapped[str]
    reason: Mapped[str]
    revision: Mapped[int]
    __table_args__ = (Index(None, "status", "close_date"),)


class TeamRow(CrmBase):
    __tablename__ = "crm_opportunity_team"
    opportunity_id: Mapped[str] = mapped_column(
        ForeignKey("crm_opportunity.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int]


class NoteRow(CrmBase):
    __tablename__ = "crm_note"
    seq: Mapped[int] = mapped_column(SERIAL, primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    opportunity_id: Mapped[str | None]
    account_id: Mapped[str | None]
    author_id: Mapped[str]
    text: Mapped[str]
    note_type: Mapped[str]
    written_at: Mapped[datetime]
    __table_args__ = (Index(None, "opportunity_id", "written_at"),)


class WriteRow(CrmBase):
    """A write that happened: the same key writes nothing again."""

    __tablename__ = "crm_write"
    key: Mapped[str] = mapped_column(primary_key=True)
    applied: Mapped[dict[str, Any]]
    applied_at: Mapped[datetime] = mapped_column(index=True)


class ChangeRow(CrmBase):
    """`change` in the form of bot.wire."""

    __tablename__ = "crm_change"
    seq: Mapped[int] = mapped_column(SERIAL, primary_key=True)
    opportunity_id: Mapped[str]
    at: Mapped[datetime]
    change: Mapped[dict[str, Any]]
    __table_args__ = (Index(None, "opportunity_id", "at"),)


class RenamedRow(CrmBase):
    """A record that is new or may be called otherwise; `everything` where too many are to be listed. Rows are
    numbered in the order in which they are committed, and stay."""

    __tablename__ = "crm_renamed"
    seq: Mapped[int] = mapped_column(SERIAL, primary_key=True)
    kind: Mapped[str]
    record_id: Mapped[str]
