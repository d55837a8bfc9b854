"""Transfers know their intent and the provider's number; what the daily files said of them is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

IS_UNTOLD = sa.text("status = 'pending' AND handed_over_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("transfers", sa.Column("intent", sa.String(), nullable=True))
    op.add_column("transfers", sa.Column("reference", sa.String(), nullable=True))
    op.create_index("uq_transfers_intent", "transfers", ["intent"], unique=True)
    op.create_index("ix_transfers_settled_at", "transfers", ["settled_at"], unique=False)
    op.create_index(
        "ix_transfers_untold",
        "transfers",
        ["handed_over_at"],
        unique=False,
        postgresql_where=IS_UNTOLD,
        sqlite_where=IS_UNTOLD,
    )
    op.create_table(
        "reconciliations",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("reconciled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_reconciliations")),
    )
    op.create_table(
        "reconciliation_findings",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("transfer_id", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("resolution", sa.String(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", "reference", name=op.f("pk_reconciliation_findings")),
    )
    op.create_index(
        op.f("ix_reconciliation_findings_transfer_id"), "reconciliation_findings", ["transfer_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("reconciliation_findings")
    op.drop_table("reconciliations")
    for index in ("ix_transfers_untold", "ix_transfers_settled_at", "uq_transfers_intent"):
        op.drop_index(index, "transfers")
    for column in ("reference", "intent"):
        op.drop_column("transfers", column)
