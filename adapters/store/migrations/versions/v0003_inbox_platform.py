"""Every accepted event names its platform, so that a process takes over only what it can answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("inbox", sa.Column("platform", sa.Text(), nullable=False, server_default=""))
    inbox = sa.table(
        "inbox", sa.column("seq", sa.BigInteger), sa.column("platform", sa.Text), sa.column("event", sa.JSON)
    )
    connection = op.get_bind()
    # Read here, not in SQL: PostgreSQL takes no JSON apart that holds an escaped NUL.
    for seq, event in connection.execute(sa.select(inbox.c.seq, inbox.c.event)).all():
        if event is not None:
            platform = event["where"]["platform"]
            connection.execute(inbox.update().where(inbox.c.seq == seq).values(platform=platform))
