"""a request for a person has a number, and remembers its receipt; a message remembers its button

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("messages", sa.Column("action", sa.String(), nullable=True))
    op.add_column("handoffs", sa.Column("receipt_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("handoffs", sa.Column("number", sa.String(), nullable=False, server_default=""))
    # An older request is called by the end of its id, which nobody was told.
    op.execute("UPDATE handoffs SET number = substr(id, length(id) - 7)")


def downgrade() -> None:
    op.drop_column("handoffs", "number")
    op.drop_column("handoffs", "receipt_at")
    op.drop_column("messages", "action")
