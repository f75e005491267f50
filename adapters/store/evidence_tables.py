"""Tables of what customers did, of drivers tried by teams, and of questions that come back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from adapters.store.tables import Base

RUNNING = text("state IN ('pilot', 'polling', 'decided', 'launched')")
UNTOLD = text("told_at IS NULL")


class WatchedRow(Base):
    """`verifiers` maps each to an ISO day, null for what stood there at the first look."""

    __tablename__ = "opportunity_watched"
    opportunity_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    stage: Mapped[str]
    status: Mapped[str]
    verifiers: Mapped[dict[str, Any]]
    first_on: Mapped[date]
    stage_since: Mapped[date]


class MoveRow(Base):
    """What changed its stage or status between two looks."""

    __tablename__ = "opportunity_move"
    opportunity_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    person_id: Mapped[str]
    from_stage: Mapped[str]
    to_stage: Mapped[str]
    status: Mapped[str]


class ObservationRow(Base):
    """When a person's opportunities are looked at next."""

    __tablename__ = "observation"
    person_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)


class SignalRow(Base):
    __tablename__ = "signal"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    recipient_id: Mapped[str]
    plan_id: Mapped[str] = mapped_column(index=True)
    rep_id: Mapped[str]
    driver_id: Mapped[str]
    subject: Mapped[str]
    source_ref: Mapped[str]
    observed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    visibility: Mapped[str]
    __table_args__ = (Index(None, "recipient_id", "expires_at"),)


class BaselineRow(Base):
    __tablename__ = "baseline"
    plan_id: Mapped[str] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(primary_key=True)
    day0: Mapped[int]
    n0: Mapped[int]
    day60: Mapped[int | None]
    n60: Mapped[int | None]


class WrapUpRow(Base):
    __tablename__ = "wrap_up"
    plan_id: Mapped[str] = mapped_column(primary_key=True)
    asked_at: Mapped[datetime]
    rep_asked: Mapped[bool]
    worth: Mapped[str]
    habit: Mapped[str]
    observed: Mapped[str]
    told_at: Mapped[datetime | None]
    version: Mapped[int]
    __table_args__ = (Index("ix_wrap_up_untold", "asked_at", sqlite_where=UNTOLD, postgresql_where=UNTOLD),)


class RolloutRow(Base):
    __tablename__ = "rollout"
    id: Mapped[str] = mapped_column(primary_key=True)
    driver_id: Mapped[str]
    manager_id: Mapped[str]
    state: Mapped[str]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    asked: Mapped[list[str]]
    override_by: Mapped[str]
    override_reason: Mapped[str]
    version: Mapped[int]
    closes_at: Mapped[datetime | None]
    __table_args__ = (
        Index(
            "uq_rollout_running",
            "manager_id",
            "driver_id",
            unique=True,
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
        Index(None, "state", "created_at"),
    )


class VoteRow(Base):
    __tablename__ = "vote"
    rollout_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str] = mapped_column(primary_key=True)
    vote: Mapped[str]
    at: Mapped[datetime]


class MuteRow(Base):
    __tablename__ = "mute"
    person_id: Mapped[str] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)


class ReturningRow(Base):
    """A question of one person without its words."""

    __tablename__ = "returning_question"
    event_id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str]
    at: Mapped[datetime]
    vector: Mapped[str]
    model: Mapped[str]
    document_id: Mapped[str]
    __table_args__ = (Index(None, "person_id", "at"),)
