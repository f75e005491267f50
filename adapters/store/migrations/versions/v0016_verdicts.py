"""Votes that close, and answers at a plan's end that do not overwrite each other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("rollout", sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("uq_rollout_running", "rollout")
    running = sa.text("state IN ('pilot', 'polling', 'decided', 'launched')")
    op.create_index(
        "uq_rollout_running",
        "rollout",
        ["manager_id", "driver_id"],
        unique=True,
        sqlite_where=running,
        postgresql_where=running,
    )
    op.add_column("wrap_up", sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
