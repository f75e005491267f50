"""Tables of coaching: plans, their steps, nudges and what pauses them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from adapters.database import SERIAL
from adapters.store.tables import Base

HANDED = text("line_ended IS NOT NULL")
RUNNING = text("state IN ('active', 'paused', 'wrapping_up')")
LIVE = text("state IN ('draft', 'proposed', 'active', 'paused', 'wrapping_up')")


class PlanRow(Base):
    __tablename__ = "plan"
    seq: Mapped[int] = mapped_column(SERIAL, primary_key=True)
    id: Mapped[str] = mapped_column(unique=True)
    manager_id: Mapped[str] = mapped_column(index=True)
    rep_id: Mapped[str] = mapped_column(index=True)
    driver_id: Mapped[str]
    state: Mapped[str] = mapped_column(index=True)
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    start_date: Mapped[date | None]
    end_date: Mapped[date | None]
    paused_days: Mapped[int]
    paused_since: Mapped[date | None]
    version: Mapped[int]
    focus: Mapped[int]
    extra: Mapped[str]
    line_ended: Mapped[date | None]
    follows: Mapped[str]
    notes_shared: Mapped[bool]
    ended_at: Mapped[datetime | None]
    quiet: Mapped[str]
    __table_args__ = (
        Index("ix_plan_quiet", "quiet", sqlite_where=RUNNING, postgresql_where=RUNNING),
        Index("ix_plan_handed", "line_ended", sqlite_where=HANDED, postgresql_where=HANDED),
        Index("uq_plan_live", "rep_id", "driver_id", unique=True, sqlite_where=LIVE, postgresql_where=LIVE),
    )


AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


class LookRow(Base):
    """When coaching looks at a person next."""

    __tablename__ = "look"
    person_id: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime | None] = mapped_column(index=True)


class WeekdayRow(Base):
    __tablename__ = "weekday"
    person_id: Mapped[str] = mapped_column(primary_key=True)
    weekday: Mapped[int]


class StepRow(Base):
    __tablename__ = "step"
    id: Mapped[str] = mapped_column(primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id", ondelete="CASCADE"))
    seq: Mapped[int]
    kind: Mapped[str]
    recipient: Mapped[str]
    day: Mapped[int]
    due_date: Mapped[date]
    state: Mapped[str]
    done_at: Mapped[datetime | None]
    outcome: Mapped[str]
    __table_args__ = (Index(None, "plan_id", "seq"), Index(None, "state", "due_date"))


class NudgeRow(Base):
    __tablename__ = "nudge"
    key: Mapped[str] = mapped_column(primary_key=True)
    plan_id: Mapped[str] = mapped_column(index=True)
    step_id: Mapped[str]
    recipient_id: Mapped[str]
    trigger: Mapped[str]
    state: Mapped[str]
    planned_at: Mapped[datetime]
    not_before: Mapped[datetime]
    expires_at: Mapped[datetime]
    snooze_until: Mapped[datetime | None]
    reason: Mapped[str]
    __table_args__ = (Index(None, "recipient_id", "planned_at"),)


class PracticeRow(Base):
    __tablename__ = "practice"
    person_id: Mapped[str] = mapped_column(primary_key=True)
    driver_id: Mapped[str] = mapped_column(primary_key=True)
    practised_at: Mapped[datetime]


class AbsenceRow(Base):
    __tablename__ = "absence"
    person_id: Mapped[str] = mapped_column(primary_key=True)
    first: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[date] = mapped_column(primary_key=True)
    source: Mapped[str]


class PlannedCallRow(Base):
    __tablename__ = "planned_call"
    id: Mapped[str] = mapped_column(primary_key=True)
    rep_id: Mapped[str] = mapped_column(index=True)
    opportunity_id: Mapped[str]
    name: Mapped[str]
    starts_at: Mapped[datetime]


class ReminderRow(Base):
    __tablename__ = "reminder"
    id: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[str]
    text: Mapped[str]
    due: Mapped[datetime]
    created_at: Mapped[datetime]
    state: Mapped[str]
    __table_args__ = (Index(None, "state", "due"),)
