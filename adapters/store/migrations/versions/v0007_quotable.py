"""Whether a gap's words may be shown: those from before were never asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("gap", sa.Column("quotable", sa.Boolean(), nullable=False, server_default=sa.false()))
