"""Late interest, events, proposals and the day's close."""

import json
from datetime import date
from itertools import pairwise

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("day_closes", "loan_proposals", "loan_events")
LOAN_COLUMNS = ("late_rate_percent", "grace_days", "days_past_due", "bucket")
INSTALMENT_COLUMNS = ("days", "paid_penalty", "late_minor_days", "late_through")
RECEIPT_COLUMNS = ("penalty", "shares")


def upgrade() -> None:
    add_columns()
    count_days(op.get_bind())
    op.create_table(
        "day_closes",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("after_loan_id", sa.String(), nullable=False),
        sa.Column("loans", sa.Integer(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_day_closes")),
    )
    op.create_table(
        "loan_events",
        sa.Column("loan_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("transfer_id", sa.String(), nullable=True),
        sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_loan_events_loan_id")),
        sa.PrimaryKeyConstraint("loan_id", "number", name=op.f("pk_loan_events")),
        sa.UniqueConstraint("transfer_id", name=op.f("uq_loan_events_transfer_id")),
    )
    op.create_table(
        "loan_proposals",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("loan_id", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("transfer_id", sa.String(), nullable=True),
        sa.Column("executed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_loan_proposals_loan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan_proposals")),
        sa.UniqueConstraint("loan_id", "hash", name=op.f("uq_loan_proposals_loan_id_hash")),
        sa.UniqueConstraint("transfer_id", name=op.f("uq_loan_proposals_transfer_id")),
    )


def add_columns() -> None:
    """Old loans agreed to no late interest, and their receipts name no instalments."""
    added = {
        "loans": [
            sa.Column("late_rate_percent", sa.String(40), nullable=False, server_default="0"),
            sa.Column("grace_days", sa.Integer(), nullable=False, server_default="0"),
            sa.Column("days_past_due", sa.Integer(), nullable=False, server_default="0"),
            sa.Column("bucket", sa.String(), nullable=False, server_default="M0"),
        ],
        "loan_instalments": [
            sa.Column("days", sa.Integer(), nullable=False, server_default="30"),
            sa.Column("paid_penalty", sa.BigInteger(), nullable=False, server_default="0"),
            sa.Column("late_minor_days", sa.BigInteger(), nullable=False, server_default="0"),
            sa.Column("late_through", sa.Date(), nullable=True),
        ],
        "receipts": [
            sa.Column("penalty", sa.BigInteger(), nullable=False, server_default="0"),
            sa.Column("shares", sa.JSON(), nullable=False, server_default="[]"),
        ],
    }
    for table, columns in added.items():
        for column in columns:
            op.add_column(table, column)


def count_days(connection: sa.Connection) -> None:
    """The days of each period by the product's day count; a month has thirty where the product says so."""
    loans = connection.execute(
        sa.text(
            "SELECT l.id, l.disbursed_on, l.method, l.term_months, p.terms FROM loans l JOIN product_versions p "
            "ON p.product_id = l.product_id AND p.version = l.product_version WHERE l.disbursed_on IS NOT NULL"
        )
    ).all()
    for loan_id, start, method, months, terms in loans:
        by_day = (json.loads(terms) if isinstance(terms, str) else terms)["day_count"] == "actual/365"
        rows = connection.execute(
            sa.text("SELECT number, due_date FROM loan_instalments WHERE loan_id = :loan ORDER BY number"),
            {"loan": loan_id},
        ).all()
        dates = [
            day if isinstance(day, date) else date.fromisoformat(day) for day in [start, *(row[1] for row in rows)]
        ]
        for (number, _), (since, until) in zip(rows, pairwise(dates), strict=True):
            days = (until - since).days if by_day else 30 * (months if method == "bullet" else 1)
            connection.execute(
                sa.text("UPDATE loan_instalments SET days = :days WHERE loan_id = :loan AND number = :number"),
                {"days": days, "loan": loan_id, "number": number},
            )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    for table, columns in (
        ("loans", LOAN_COLUMNS),
        ("loan_instalments", INSTALMENT_COLUMNS),
        ("receipts", RECEIPT_COLUMNS),
    ):
        for column in columns:
            op.drop_column(table, column)
