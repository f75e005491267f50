"""Which page answered a question that may come back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    page = sa.Column("document_id", sa.Text(), nullable=False, server_default="")
    op.add_column("returning_question", page)
