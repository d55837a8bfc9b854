"""known devices, limited sessions, numbers that changed hands

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_devices",
        sa.Column("device_hash", sa.String(), nullable=False),
        sa.Column("borrower_id", sa.String(), nullable=False),
        sa.Column("known_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["borrower_id"], ["accounts.id"], name=op.f("fk_known_devices_borrower_id")),
        sa.PrimaryKeyConstraint("device_hash", "borrower_id", name=op.f("pk_known_devices")),
    )
    op.create_index(op.f("ix_known_devices_borrower_id"), "known_devices", ["borrower_id"])
    op.add_column("sessions", sa.Column("limited", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("sessions", sa.Column("device_hash", sa.String(), nullable=True))
    op.add_column("accounts", sa.Column("contact_stopped_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("accounts", "contact_stopped_at")
    for column in ("device_hash", "limited"):
        op.drop_column("sessions", column)
    op.drop_table("known_devices")
