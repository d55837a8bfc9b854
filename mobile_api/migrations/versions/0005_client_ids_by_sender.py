"""a borrower's and a staff member's client_id are not the same

Revision ID: 0005
Revises: 0004
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OLD = "uq_messages_conversation_id_client_id"
NEW = "uq_messages_conversation_id_sender_client_id"


def upgrade() -> None:
    # SQLite changes a constraint only by copying the table.
    with op.batch_alter_table("messages") as messages:
        messages.drop_constraint(op.f(OLD), type_="unique")
        messages.create_unique_constraint(op.f(NEW), ["conversation_id", "sender", "client_id"])


def downgrade() -> None:
    with op.batch_alter_table("messages") as messages:
        messages.drop_constraint(op.f(NEW), type_="unique")
        messages.create_unique_constraint(op.f(OLD), ["conversation_id", "client_id"])
