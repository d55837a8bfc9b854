"""borrowers' requests about their data, and closed accounts

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

OPEN = sa.text("done_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "data_requests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("borrower_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["borrower_id"], ["accounts.id"], name=op.f("fk_data_requests_borrower_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
    )
    op.create_index(
        "uq_data_requests_open_erasure",
        "data_requests",
        ["borrower_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(op.f("ix_data_requests_borrower_id_asked_at"), "data_requests", ["borrower_id", "asked_at"])
    op.add_column("accounts", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("accounts", sa.Column("former_phone", sa.String(), nullable=True))
    op.add_column("accounts", sa.Column("relation_ended_on", sa.Date(), nullable=True))


def downgrade() -> None:
    for column in ("relation_ended_on", "former_phone", "closed_at"):
        op.drop_column("accounts", column)
    op.drop_table("data_requests")
