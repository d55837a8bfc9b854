"""what became of a notification's push is kept for each phone

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "push_deliveries",
        sa.Column("notification_id", sa.String(), nullable=False),
        sa.Column("installation_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["notification_id"], ["notifications.id"], name=op.f("fk_push_deliveries_notification_id")
        ),
        sa.PrimaryKeyConstraint("notification_id", "installation_id", name=op.f("pk_push_deliveries")),
    )


def downgrade() -> None:
    op.drop_table("push_deliveries")
