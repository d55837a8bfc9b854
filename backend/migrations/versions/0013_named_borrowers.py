"""Versions of identities with sealed values. Rows of hashes alone stay as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

HASHED = sa.table(
    "identities",
    *(sa.column(name, sa.String()) for name in ("borrower_id", "id_number_hash", "name_hash", "masked_name")),
    sa.column("verified_at", sa.DateTime(timezone=True)),
)
IS_CURRENT = sa.text("verified_at IS NOT NULL AND replaced_at IS NULL")


def upgrade() -> None:
    kept = op.get_bind().execute(sa.select(HASHED)).all()
    op.drop_table("identities")
    identities = op.create_table(
        "identities",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("borrower_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number_index", sa.String(), nullable=False),
        sa.Column("name_index", sa.String(), nullable=False),
        sa.Column("masked_name", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("occupation", sa.String(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("long_term", sa.Boolean(), nullable=False),
        sa.Column("proof", sa.String(), nullable=True),
        sa.Column("waits_for", sa.String(), nullable=True),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["borrower_id"], ["borrowers.id"], name=op.f("fk_identities_borrower_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("borrower_id", "version", name=op.f("uq_identities_borrower_id_version")),
    )
    op.create_index(
        "uq_identities_current_number",
        "identities",
        ["number_index"],
        unique=True,
        postgresql_where=IS_CURRENT,
        sqlite_where=IS_CURRENT,
    )
    op.create_index("ix_identities_name_index", "identities", ["name_index"])
    op.create_index("ix_identities_waits_for", "identities", ["waits_for"])
    for borrower_id, number_hash, name_hash, masked_name, verified_at in kept:
        op.execute(
            identities.insert().values(
                id=f"idn_{borrower_id}",
                borrower_id=borrower_id,
                version=1,
                number_index=number_hash,
                name_index=name_hash,
                masked_name=masked_name,
                long_term=False,
                claimed_at=verified_at,
                verified_at=verified_at,
            )
        )
    _create_photos()
    _create_parties()
    op.add_column("cards", sa.Column("identity_id", sa.String(), nullable=True))
    op.create_index("ix_cards_token", "cards", ["token"])


def _create_photos() -> None:
    op.create_table(
        "identity_photos",
        sa.Column("borrower_id", sa.String(), nullable=False),
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["borrower_id"], ["borrowers.id"], name=op.f("fk_identity_photos_borrower_id")),
        sa.PrimaryKeyConstraint("borrower_id", name=op.f("pk_identity_photos")),
    )


def _create_parties() -> None:
    op.create_table(
        "contract_parties",
        sa.Column("application_id", sa.String(), nullable=False),
        sa.Column("identity_id", sa.String(), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("pinned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_contract_parties_application_id")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_contract_parties")),
    )


def downgrade() -> None:
    op.drop_index("ix_cards_token", table_name="cards")
    op.drop_column("cards", "identity_id")
    op.drop_table("contract_parties")
    op.drop_table("identity_photos")
    op.drop_table("identities")
    op.create_table(
        "identities",
        sa.Column("borrower_id", sa.String(), nullable=False),
        sa.Column("id_number_hash", sa.String(), nullable=False),
        sa.Column("name_hash", sa.String(), nullable=False),
        sa.Column("masked_name", sa.String(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["borrower_id"], ["borrowers.id"], name=op.f("fk_identities_borrower_id")),
        sa.PrimaryKeyConstraint("borrower_id", name=op.f("pk_identities")),
        sa.UniqueConstraint("id_number_hash", name=op.f("uq_identities_id_number_hash")),
    )
