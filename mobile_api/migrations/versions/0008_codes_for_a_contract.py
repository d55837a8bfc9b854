"""a code may be sent for one contract alone

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("one_time_codes", sa.Column("contract_hash", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("one_time_codes", "contract_hash")
