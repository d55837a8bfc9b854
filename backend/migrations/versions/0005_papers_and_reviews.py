"""Decisions kept with what they rest on, papers, and reviews by a person."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("review_acts", "reviews", "document_contents", "documents", "decisions")
OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "decisions",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("demo_may_decide", sa.Boolean(), nullable=True),
        sa.Column("scored", sa.JSON(), nullable=True),
        sa.Column("decision", sa.JSON(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=op.f("fk_decisions_application_id")),
        sa.PrimaryKeyConstraint("application_id", "number", name=op.f("pk_decisions")),
    )
    create_documents()
    create_reviews()
    open_reviews(op.get_bind())


def create_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("borrower_id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("scan", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=op.f("fk_documents_application_id")),
        sa.ForeignKeyConstraint(["borrower_id"], ["borrowers.id"], name=op.f("fk_documents_borrower_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
        sa.UniqueConstraint("application_id", "sha256", name=op.f("uq_documents_application_id_sha256")),
    )
    op.create_index(op.f("ix_documents_borrower_id"), "documents", ["borrower_id"])
    op.create_table(
        "document_contents",
        sa.Column("document_id", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name=op.f("fk_document_contents_document_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_document_contents")),
    )


def create_reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("borrower_id", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("requested", sa.JSON(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=op.f("fk_reviews_application_id")),
        sa.ForeignKeyConstraint(["borrower_id"], ["borrowers.id"], name=op.f("fk_reviews_borrower_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_application_id"), "reviews", ["application_id"])
    op.create_index(
        "uq_reviews_open", "reviews", ["application_id"], unique=True, postgresql_where=OPEN, sqlite_where=OPEN
    )
    op.create_index("ix_reviews_open_due_at", "reviews", ["due_at"], postgresql_where=OPEN, sqlite_where=OPEN)
    op.create_table(
        "review_acts",
        sa.Column("review_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("staff_id", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("request_hash", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_review_acts_review_id")),
        sa.PrimaryKeyConstraint("review_id", "number", name=op.f("pk_review_acts")),
    )


def open_reviews(connection: sa.Connection) -> None:
    """What was referred before had no way out: each gets its review, due in a day."""
    now = datetime.now(UTC)
    referred = connection.execute(sa.text("SELECT id, borrower_id FROM applications WHERE status = 'referred'")).all()
    reviews = sa.table(
        "reviews",
        *(sa.column(name) for name in ("id", "application_id", "borrower_id", "cause", "state", "version")),
        *(sa.column(name, sa.DateTime(timezone=True)) for name in ("opened_at", "due_at")),
    )
    acts = sa.table(
        "review_acts",
        *(sa.column(name) for name in ("review_id", "number", "kind", "note")),
        sa.column("at", sa.DateTime(timezone=True)),
    )
    for application_id, borrower_id in referred:
        review_id = f"review_{application_id}"
        connection.execute(
            reviews.insert().values(
                id=review_id,
                application_id=application_id,
                borrower_id=borrower_id,
                cause="referred",
                state="waiting_for_review",
                version=1,
                opened_at=now,
                due_at=now + timedelta(days=1),
            )
        )
        connection.execute(acts.insert().values(review_id=review_id, number=1, kind="opened", note="", at=now))


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
