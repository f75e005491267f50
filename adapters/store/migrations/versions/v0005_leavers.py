"""People come with a list that also tells who has left."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("person", sa.Column("synced", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("person", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
