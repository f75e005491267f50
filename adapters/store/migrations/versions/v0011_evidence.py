"""What customers did, drivers tried by teams, how plans ended, and questions that come back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    moment, words = sa.DateTime(timezone=True), sa.Text
    op.create_table(
        "opportunity_watched",
        sa.Column("opportunity_id", words(), primary_key=True),
        *(sa.Column(name, words(), nullable=False) for name in ("person_id", "name", "stage", "status")),
        sa.Column("verifiers", sa.JSON(), nullable=False),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("first_on", "stage_since")),
    )
    op.create_index("ix_opportunity_watched_person_id", "opportunity_watched", ["person_id"])
    op.create_table(
        "observation",
        sa.Column("person_id", words(), primary_key=True),
        sa.Column("at", moment, nullable=False),
    )
    op.create_index("ix_observation_at", "observation", ["at"])
    named = ("kind", "recipient_id", "plan_id", "rep_id", "driver_id", "subject", "source_ref")
    op.create_table(
        "signal",
        sa.Column("id", words(), primary_key=True),
        *(sa.Column(name, words(), nullable=False) for name in named),
        *(sa.Column(name, moment, nullable=False) for name in ("observed_at", "expires_at")),
        sa.Column("visibility", words(), nullable=False),
    )
    op.create_index("ix_signal_plan_id", "signal", ["plan_id"])
    op.create_index("ix_signal_recipient_id_expires_at", "signal", ["recipient_id", "expires_at"])
    op.create_table(
        "baseline",
        *(sa.Column(name, words(), primary_key=True) for name in ("plan_id", "metric")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("day0", "n0")),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("day60", "n60")),
    )
    op.create_table(
        "wrap_up",
        sa.Column("plan_id", words(), primary_key=True),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("rep_asked", sa.Boolean(), nullable=False),
        *(sa.Column(name, words(), nullable=False) for name in ("worth", "habit", "observed")),
        sa.Column("told_at", moment, nullable=True),
    )
    untold = sa.text("told_at IS NULL")
    op.create_index(
        "ix_wrap_up_untold", "wrap_up", ["asked_at"], sqlite_where=untold, postgresql_where=untold
    )
    _teams(moment)


def _teams(moment: sa.DateTime) -> None:
    words = sa.Text
    op.create_table(
        "rollout",
        sa.Column("id", words(), primary_key=True),
        *(sa.Column(name, words(), nullable=False) for name in ("driver_id", "manager_id", "state")),
        sa.Column("created_by", words(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        *(sa.Column(name, words(), nullable=False) for name in ("override_by", "override_reason")),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    running = sa.text("state IN ('pilot', 'polling', 'launched')")
    op.create_index(
        "uq_rollout_running",
        "rollout",
        ["manager_id", "driver_id"],
        unique=True,
        sqlite_where=running,
        postgresql_where=running,
    )
    op.create_index("ix_rollout_state_created_at", "rollout", ["state", "created_at"])
    op.create_table(
        "vote",
        *(sa.Column(name, words(), primary_key=True) for name in ("rollout_id", "person_id")),
        sa.Column("vote", words(), nullable=False),
        sa.Column("at", moment, nullable=False),
    )
    op.create_table("mute", *(sa.Column(name, words(), primary_key=True) for name in ("person_id", "what")))
    op.create_table(
        "returning_question",
        sa.Column("event_id", words(), primary_key=True),
        sa.Column("person_id", words(), nullable=False),
        sa.Column("at", moment, nullable=False),
        *(sa.Column(name, words(), nullable=False) for name in ("vector", "model")),
    )
    op.create_index("ix_returning_question_person_id_at", "returning_question", ["person_id", "at"])
