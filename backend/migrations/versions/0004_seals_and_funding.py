"""Seals of the ledger, append-only like it; what is posted waits for its seal by a trigger. Funders, first the lender."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SEALED = ("ledger_keys", "ledger_seals", "ledger_leaves")

FUNDING = ("funding_cursor", "funding_shares", "funding_policies", "funders")


def upgrade() -> None:
    create_seals()
    create_funding()
    if op.get_bind().dialect.name == "postgresql":
        guard_on_postgresql()
    else:
        guard_on_sqlite()
    op.execute("INSERT INTO ledger_unsealed (transaction_id) SELECT id FROM ledger_transactions")


def create_seals() -> None:
    op.create_table(
        "ledger_keys",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("public_key", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_keys")),
    )
    op.create_table(
        "ledger_seals",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["ledger_keys.id"], name=op.f("fk_ledger_seals_key_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_ledger_seals")),
    )
    op.create_table(
        "ledger_leaves",
        sa.Column("transaction_id", sa.Integer(), nullable=False),
        sa.Column("seal", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["seal"], ["ledger_seals.number"], name=op.f("fk_ledger_leaves_seal")),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["ledger_transactions.id"], name=op.f("fk_ledger_leaves_transaction_id")
        ),
        sa.PrimaryKeyConstraint("transaction_id", name=op.f("pk_ledger_leaves")),
        sa.UniqueConstraint("seal", "position", name=op.f("uq_ledger_leaves_seal_position")),
    )
    op.create_table(
        "ledger_unsealed",
        sa.Column("transaction_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["transaction_id"], ["ledger_transactions.id"], name=op.f("fk_ledger_unsealed_transaction_id")
        ),
        sa.PrimaryKeyConstraint("transaction_id", name=op.f("pk_ledger_unsealed")),
    )


def create_funding() -> None:
    # Sharing out asks for the receipt of a ledger transaction.
    op.create_index(op.f("ix_receipts_ledger_number"), "receipts", ["ledger_number"], unique=False)
    funders = op.create_table(
        "funders",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funders")),
    )
    policies = op.create_table(
        "funding_policies",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shares", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_funding_policies")),
    )
    op.create_table(
        "funding_shares",
        sa.Column("loan_id", sa.String(), nullable=False),
        sa.Column("funder_id", sa.String(), nullable=False),
        sa.Column("ppm", sa.Integer(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["funder_id"], ["funders.id"], name=op.f("fk_funding_shares_funder_id")),
        sa.ForeignKeyConstraint(["loan_id"], ["loans.id"], name=op.f("fk_funding_shares_loan_id")),
        sa.PrimaryKeyConstraint("loan_id", "funder_id", name=op.f("pk_funding_shares")),
    )
    cursor = op.create_table(
        "funding_cursor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seal", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_funding_cursor")),
    )
    own = {"id": "own", "kind": "own", "name": {"zh": "自有资金", "en": "Own funds"}}
    op.bulk_insert(funders, [own])
    op.bulk_insert(policies, [{"since": datetime(2000, 1, 1, tzinfo=UTC), "shares": {"own": 1_000_000}}])
    op.bulk_insert(cursor, [{"id": 1, "seal": 0, "position": 0}])


def guard_on_postgresql() -> None:
    for table in SEALED:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change()"
        )
    op.execute(
        "CREATE FUNCTION wait_for_seal() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN INSERT INTO ledger_unsealed (transaction_id) VALUES (NEW.id); RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER ledger_transactions_wait AFTER INSERT ON ledger_transactions "
        "FOR EACH ROW EXECUTE FUNCTION wait_for_seal()"
    )


def guard_on_sqlite() -> None:
    for table in SEALED:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
            )
    op.execute(
        "CREATE TRIGGER ledger_transactions_wait AFTER INSERT ON ledger_transactions "
        "BEGIN INSERT INTO ledger_unsealed (transaction_id) VALUES (NEW.id); END"
    )


def downgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute("DROP TRIGGER ledger_transactions_wait" + (" ON ledger_transactions" if on_postgresql else ""))
    op.drop_index(op.f("ix_receipts_ledger_number"), table_name="receipts")
    if on_postgresql:
        op.execute("DROP FUNCTION wait_for_seal")
    for table in ("ledger_unsealed", "ledger_leaves", "ledger_seals", "ledger_keys", *FUNDING):
        op.drop_table(table)
