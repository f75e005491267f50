"""From which stage to which an opportunity was seen to go, for what a driver came to in a team."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    words = ("person_id", "from_stage", "to_stage", "status")
    op.create_table(
        "opportunity_move",
        sa.Column("opportunity_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in words),
        sa.PrimaryKeyConstraint("opportunity_id", "at", name="pk_opportunity_move"),
    )
