"""Consents with text, version, way and time.

Until now a consent to a credit check was an answer in an application. Who gave one then has agreed to a text that nobody
kept: it becomes a consent of the version "unversioned", which is asked for again. The applications stay as they are.
"""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STANDS = sa.text("withdrawn_at IS NULL")
APPLICATIONS = sa.table(
    "applications",
    sa.column("borrower_id", sa.String()),
    sa.column("fields", sa.JSON()),
    sa.column("submitted_at", sa.DateTime(timezone=True)),
    sa.column("updated_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    table = op.create_table(
        "consents",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("borrower_id", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("text_version", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("way", sa.String(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["borrower_id"], ["borrowers.id"], name=op.f("fk_consents_borrower_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_borrower_id"), "consents", ["borrower_id"])
    op.create_index(
        "uq_consents_standing",
        "consents",
        ["borrower_id", "purpose", "text_version"],
        unique=True,
        postgresql_where=STANDS,
        sqlite_where=STANDS,
    )
    op.bulk_insert(table, _earlier_consents())


def downgrade() -> None:
    op.drop_table("consents")


def _earlier_consents() -> list[dict[str, object]]:
    """One for each borrower, of the first application that says yes. An answer has no time of its own: that of its sending, or of
    the draft's last change, is the latest it can be."""
    told = sa.func.coalesce(APPLICATIONS.c.submitted_at, APPLICATIONS.c.updated_at)
    rows = op.get_bind().execute(sa.select(APPLICATIONS.c.borrower_id, APPLICATIONS.c.fields, told).order_by(told))
    given: dict[str, object] = {}
    for borrower_id, fields, told_at in rows:
        if fields.get("credit_check_consent"):
            given.setdefault(borrower_id, told_at)
    return [
        {
            "id": f"consent_{uuid.uuid4().hex}",
            "borrower_id": borrower_id,
            "purpose": "credit_check",
            "recipient": "credit_bureau",
            "text_version": "unversioned",
            "language": None,
            "way": None,
            "given_at": given_at,
            "withdrawn_at": None,
        }
        for borrower_id, given_at in given.items()
    ]
