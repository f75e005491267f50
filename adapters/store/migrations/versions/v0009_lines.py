"""When coaching looks at whom, who took a plan over from whom, and on which weekday somebody wants it."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("plan", sa.Column("focus", sa.Integer(), nullable=False, server_default="0"))
    for name in ("extra", "follows"):
        op.add_column("plan", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column("plan", sa.Column("line_ended", sa.Date(), nullable=True))
    op.add_column("plan", sa.Column("notes_shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("plan", sa.Column("ended_at", moment, nullable=True))
    handed = sa.text("line_ended IS NOT NULL")
    op.create_index("ix_plan_handed", "plan", ["line_ended"], sqlite_where=handed, postgresql_where=handed)
    op.create_table(
        "look",
        sa.Column("person_id", sa.Text(), primary_key=True),
        sa.Column("at", moment, nullable=True),
    )
    op.create_index("ix_look_at", "look", ["at"])
    op.create_table(
        "weekday",
        sa.Column("person_id", sa.Text(), primary_key=True),
        sa.Column("weekday", sa.Integer(), nullable=False),
    )
    # Everybody in a plan that is under way is looked at once.
    for person in ("manager_id", "rep_id"):
        op.execute(
            sa.text(
                f"INSERT INTO look (person_id, at) SELECT DISTINCT {person}, :at FROM plan "
                f"WHERE {person} NOT IN (SELECT person_id FROM look)"
            ).bindparams(sa.bindparam("at", AT_ONCE, moment))
        )
