"""What leaves an application to a person: evidence, devices and addresses, studies, and the lender's related persons.

Applications of earlier releases have no evidence: what is found of them is found when they are looked at next. Addresses that were
told before have no mark, for migrations have no keys; they get one when they are told again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("applications", sa.Column("evidence", sa.JSON(), nullable=True))
    op.create_table(
        "borrower_marks",
        sa.Column("borrower_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("mark", sa.String(), nullable=False),
        sa.Column("first_at", TIME, nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["borrower_id"], ["borrowers.id"], name=op.f("fk_borrower_marks_borrower_id")),
        sa.PrimaryKeyConstraint("borrower_id", "kind", "mark", name=op.f("pk_borrower_marks")),
    )
    op.create_index("ix_borrower_marks_mark", "borrower_marks", ["kind", "mark", "last_at"])
    op.create_table(
        "study_told",
        sa.Column("borrower_id", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("told_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["borrower_id"], ["borrowers.id"], name=op.f("fk_study_told_borrower_id")),
        sa.PrimaryKeyConstraint("borrower_id", "source", name=op.f("pk_study_told")),
    )
    op.create_table(
        "related_persons",
        sa.Column("number_index", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("listed_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("number_index", name=op.f("pk_related_persons")),
    )
    op.create_table(
        "related_lists",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("loaded_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_related_lists")),
    )


def downgrade() -> None:
    for table in ("related_lists", "related_persons", "study_told", "borrower_marks"):
        op.drop_table(table)
    op.drop_column("applications", "evidence")
