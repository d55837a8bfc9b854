"""Consents to hardship plans, and second persons for plans, write-offs and approvals."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "plan_consents",
        sa.Column("proposal_id", sa.String(), nullable=False),
        sa.Column("loan_id", sa.String(), nullable=False),
        sa.Column("borrower_id", sa.String(), nullable=False),
        sa.Column("proposal_hash", sa.String(), nullable=False),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["borrower_id"], ["borrowers.id"], name=op.f("fk_plan_consents_borrower_id")),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_plan_consents_loan_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["loan_proposals.id"], name=op.f("fk_plan_consents_proposal_id")),
        sa.PrimaryKeyConstraint("proposal_id", name=op.f("pk_plan_consents")),
    )
    op.create_index(op.f("ix_plan_consents_loan_id"), "plan_consents", ["loan_id"])
    op.add_column("loan_proposals", sa.Column("executed_by", sa.String(), nullable=True))
    op.add_column("review_acts", sa.Column("facts", sa.JSON(), nullable=True))
    op.add_column("decisions", sa.Column("confirmed_by", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("decisions", "confirmed_by")
    op.drop_column("review_acts", "facts")
    op.drop_column("loan_proposals", "executed_by")
    op.drop_table("plan_consents")
