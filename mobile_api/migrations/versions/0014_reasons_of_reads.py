"""Why a member of staff read something."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff_reads", sa.Column("reason", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("staff_reads", "reason")
