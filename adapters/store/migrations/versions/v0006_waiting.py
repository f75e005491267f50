"""Since when a question to an expert waits. Questions from before are not asked about again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("inquiry", sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("inquiry", sa.Column("reminded", sa.Boolean(), nullable=False, server_default=sa.false()))
