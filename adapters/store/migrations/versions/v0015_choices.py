"""What people chose for themselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "person_choice",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_person_choice"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_person_choice_person_id", ondelete="CASCADE"
        ),
    )
