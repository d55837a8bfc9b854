"""Reconciled transfers, verified identities, bound cards, consents to autopay, acceptances."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STANDS = sa.text("ended_at IS NULL")
IS_UNTOLD = sa.text("status = 'pending' AND handed_over_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("applications", sa.Column("acceptance", sa.JSON(), nullable=True))
    op.add_column("transfers", sa.Column("card_id", sa.String(), nullable=True))
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
    op.create_table(
        "autopay_consents",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("loan_id", sa.String(), nullable=False),
        sa.Column("borrower_id", sa.String(), nullable=False),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_look_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_autopay_consents_loan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_autopay_consents")),
    )
    for name, column, unique in (
        ("uq_autopay_consents_standing", "loan_id", True),
        ("ix_autopay_consents_next_look_at", "next_look_at", False),
    ):
        op.create_index(name, "autopay_consents", [column], unique=unique, postgresql_where=STANDS, sqlite_where=STANDS)
    op.create_table(
        "identities",
        sa.Column("borrower_id", sa.String(), nullable=False),
        sa.Column("id_number_hash", sa.String(), nullable=False),
        sa.Column("name_hash", sa.String(), nullable=False),
        sa.Column("masked_name", sa.String(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["borrower_id"], ["borrowers.id"], name=op.f("fk_identities_borrower_id")),
        sa.PrimaryKeyConstraint("borrower_id", name=op.f("pk_identities")),
        sa.UniqueConstraint("id_number_hash", name=op.f("uq_identities_id_number_hash")),
    )
    op.create_table(
        "cards",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("borrower_id", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("bank", sa.JSON(), nullable=False),
        sa.Column("last4", sa.String(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["borrower_id"], ["borrowers.id"], name=op.f("fk_cards_borrower_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cards")),
        sa.UniqueConstraint("borrower_id", "token", name=op.f("uq_cards_borrower_id_token")),
    )


def downgrade() -> None:
    op.drop_table("cards")
    op.drop_table("autopay_consents")
    op.drop_table("identities")
    op.drop_table("reconciliation_findings")
    op.drop_table("reconciliations")
    for index in ("ix_transfers_untold", "ix_transfers_settled_at", "uq_transfers_intent"):
        op.drop_index(index, "transfers")
    for column in ("reference", "intent", "card_id"):
        op.drop_column("transfers", column)
    op.drop_column("applications", "acceptance")
