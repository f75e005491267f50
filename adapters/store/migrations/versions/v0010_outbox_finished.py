"""When a confirmed CRM write ended, so that it is forgotten in time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("crm_outbox", sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_crm_outbox_state_finished_at", "crm_outbox", ["state", "finished_at"])
    op.create_index("ix_crm_write_applied_at", "crm_write", ["applied_at"])
    op.execute("UPDATE crm_outbox SET finished_at = created_at WHERE state NOT IN ('queued', 'claimed')")
