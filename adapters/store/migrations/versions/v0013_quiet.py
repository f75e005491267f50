"""The quiet periods that a plan's dates were reckoned with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("plan", sa.Column("quiet", sa.Text(), nullable=False, server_default="?"))
    running = sa.text("state IN ('active', 'paused', 'wrapping_up')")
    op.create_index("ix_plan_quiet", "plan", ["quiet"], sqlite_where=running, postgresql_where=running)
