"""by when a case is answered

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("answer_by", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("cases", "answer_by")
