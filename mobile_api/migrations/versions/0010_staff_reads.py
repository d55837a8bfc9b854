"""who was shown what of whom at the desk

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_reads",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("borrower_id", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_reads_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_reads")),
    )
    op.create_index(op.f("ix_staff_reads_borrower_id_at"), "staff_reads", ["borrower_id", "at"])
    op.create_index(op.f("ix_staff_reads_staff_id_at"), "staff_reads", ["staff_id", "at"])


def downgrade() -> None:
    op.drop_table("staff_reads")
