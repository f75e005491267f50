"""What changed on an opportunity of the built-in CRM, field by field."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "crm_change",
        sa.Column("seq", SERIAL, nullable=False),
        sa.Column("opportunity_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("change", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_crm_change"),
    )
    op.create_index("ix_crm_change_opportunity_id_at", "crm_change", ["opportunity_id", "at"])
    op.create_index("ix_crm_opportunity_status_close_date", "crm_opportunity", ["status", "close_date"])
