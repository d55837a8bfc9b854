"""When money moved and on which day it counts, the order in which a loan's events count, claims, money in suspense."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

FAILED_REFUND = sa.text("direction = 'refund' AND status = 'failed'")


def columns() -> dict[str, list[sa.Column[Any]]]:
    def moment(name: str) -> sa.Column[Any]:
        return sa.Column(name, sa.DateTime(timezone=True), nullable=True)

    def text(name: str) -> sa.Column[Any]:
        return sa.Column(name, sa.String(), nullable=True)

    return {
        "transfers": [
            text("stands_in_for"),
            moment("handing_over_at"),
            moment("ended_at"),
            sa.Column("value_day", sa.Date(), nullable=True),
        ],
        "reconciliation_findings": [
            text("direction"),
            sa.Column("minor", sa.BigInteger(), nullable=True),
            text("currency"),
            moment("ended_at"),
            text("resolved_by"),
            moment("resolved_at"),
            text("note"),
        ],
        "loan_events": [sa.Column("place", sa.Integer(), nullable=False, server_default="0")],
        "receipts": [
            sa.Column("counted_on", sa.Date(), nullable=True),
            sa.Column("claim", sa.BigInteger(), nullable=False, server_default="0"),
        ],
        "loans": [sa.Column("settled_on", sa.Date(), nullable=True)],
    }


def upgrade() -> None:
    for table, added in columns().items():
        for column in added:
            op.add_column(table, column)
    op.create_index(op.f("ix_transfers_stands_in_for"), "transfers", ["stands_in_for"])
    op.create_index(
        "ix_transfers_failed_refunds",
        "transfers",
        ["settled_at"],
        postgresql_where=FAILED_REFUND,
        sqlite_where=FAILED_REFUND,
    )
    op.execute("UPDATE transfers SET handing_over_at = handed_over_at")
    op.execute("UPDATE loan_events SET place = number")
    create_suspense()
    create_certificates()
    create_staff_acts()


def create_suspense() -> None:
    op.create_table(
        "suspense",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loan_id", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspense")),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_suspense_loan_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_suspense_reference")),
    )
    op.create_index("ix_suspense_status", "suspense", ["status"])


def create_certificates() -> None:
    op.create_table(
        "certificates",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("loan_id", sa.String(), nullable=False),
        sa.Column("text", sa.JSON(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_certificates")),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_certificates_loan_id")),
    )
    op.create_index(op.f("ix_certificates_loan_id"), "certificates", ["loan_id"])


def create_staff_acts() -> None:
    op.create_table(
        "staff_acts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.Column("done_reason", sa.String(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_acts")),
    )
    op.create_index("ix_staff_acts_subject", "staff_acts", ["subject"])


def downgrade() -> None:
    for table in ("staff_acts", "certificates", "suspense"):
        op.drop_table(table)
    for index in ("ix_transfers_failed_refunds", op.f("ix_transfers_stands_in_for")):
        op.drop_index(index, "transfers")
    for table, added in columns().items():
        for column in added:
            op.drop_column(table, column.name)
