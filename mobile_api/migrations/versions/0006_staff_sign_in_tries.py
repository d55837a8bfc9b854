"""tries to sign in as staff are kept by name, known or not, and by address

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_sign_in_tries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name_hash", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_sign_in_tries")),
    )
    for column in ("name_hash", "address"):
        name = op.f(f"ix_staff_sign_in_tries_{column}_at")
        op.create_index(name, "staff_sign_in_tries", [column, "at"], unique=False)
    op.drop_column("staff", "failures")
    op.drop_column("staff", "locked_until")


def downgrade() -> None:
    op.add_column("staff", sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("staff", sa.Column("failures", sa.Integer(), nullable=False, server_default="0"))
    op.drop_table("staff_sign_in_tries")
