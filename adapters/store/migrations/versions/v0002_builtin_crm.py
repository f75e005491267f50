"""The tables of the built-in CRM."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SERIAL = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    _accounts()
    _opportunities()


def _accounts() -> None:
    op.create_table(
        "crm_account",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_crm_account"),
    )
    op.create_index("ix_crm_account_owner_id", "crm_account", ["owner_id"])
    op.create_table(
        "crm_contact",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["crm_account.id"], name="fk_crm_contact_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_crm_contact"),
    )
    op.create_index("ix_crm_contact_account_id", "crm_contact", ["account_id"])


def _opportunities() -> None:
    op.create_table(
        "crm_opportunity",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("open_stage", sa.Text(), nullable=False),
        sa.Column("amount", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount_type", sa.Text(), nullable=False),
        sa.Column("close_date", sa.Date(), nullable=True),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("next_step_due", sa.Date(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("contacts", sa.JSON(), nullable=False),
        sa.Column("competitors", sa.JSON(), nullable=False),
        sa.Column("verifiers", sa.JSON(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["crm_account.id"], name="fk_crm_opportunity_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_crm_opportunity"),
    )
    op.create_index("ix_crm_opportunity_account_id", "crm_opportunity", ["account_id"])
    op.create_index("ix_crm_opportunity_owner_id", "crm_opportunity", ["owner_id"])
    op.create_table(
        "crm_opportunity_team",
        sa.Column("opportunity_id", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["crm_opportunity.id"],
            name="fk_crm_opportunity_team_opportunity_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("opportunity_id", "user_id", name="pk_crm_opportunity_team"),
    )
    op.create_table(
        "crm_note",
        sa.Column("seq", SERIAL, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("opportunity_id", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Text(), nullable=True),
        sa.Column("author_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note_type", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_crm_note"),
        sa.UniqueConstraint("id", name="uq_crm_note_id"),
    )
    op.create_index("ix_crm_note_opportunity_id_written_at", "crm_note", ["opportunity_id", "written_at"])
    op.create_table(
        "crm_write",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("applied", sa.JSON(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_crm_write"),
    )
