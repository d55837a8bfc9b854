"""Holds on borrowers, the products that were retired, and who cancelled a contract."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "borrower_holds",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("borrower_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("placed_by", sa.String(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("lifted_reason", sa.String(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["borrower_id"], ["borrowers.id"], name=op.f("fk_borrower_holds_borrower_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_borrower_holds")),
    )
    op.create_index(op.f("ix_borrower_holds_borrower_id"), "borrower_holds", ["borrower_id"], unique=False)
    op.create_table(
        "product_retirements",
        sa.Column("product_id", sa.String(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_product_retirements")),
    )
    op.add_column("applications", sa.Column("cancelled", sa.JSON(), nullable=True))
    op.create_index("ix_kept_answers_created_at", "kept_answers", ["created_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_kept_answers_created_at", table_name="kept_answers")
    op.drop_column("applications", "cancelled")
    op.drop_table("product_retirements")
    op.drop_table("borrower_holds")
