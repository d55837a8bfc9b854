"""each code has one purpose; sign-ins by voice are counted for all processes; one form for each phone

Revision ID: 0013
Revises: 0012
"""

import logging
import unicodedata
from collections import defaultdict

import phonenumbers
import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

log = logging.getLogger(__name__)
CODES = "one_time_codes"
ACCOUNTS = sa.table("accounts", sa.column("id"), sa.column("phone"), sa.column("created_at"))
INDEXES = (["created_at"], ["borrower_id", "created_at"], ["country", "created_at"])


def upgrade() -> None:
    op.add_column(CODES, sa.Column("country", sa.String(), nullable=False, server_default=""))
    op.add_column(CODES, sa.Column("borrower_id", sa.String(), nullable=True))
    op.add_column(CODES, sa.Column("purpose", sa.String(), nullable=False, server_default="sign_in"))
    op.alter_column(CODES, "contract_hash", new_column_name="about")
    op.execute(
        "UPDATE one_time_codes SET purpose = 'contract', borrower_id = "
        "(SELECT id FROM accounts WHERE accounts.phone = one_time_codes.phone) WHERE about IS NOT NULL"
    )
    for columns in INDEXES:
        op.create_index(op.f(f"ix_{CODES}_{'_'.join(columns)}"), CODES, columns)
    op.create_table(
        "account_tries",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("borrower_id", sa.String(), nullable=False),
        sa.Column("of", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_tries")),
    )
    op.create_index(op.f("ix_account_tries_borrower_id_of_at"), "account_tries", ["borrower_id", "of", "at"])
    op.create_table(
        "sign_in_places",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_places")),
    )
    write_phones_in_one_form()


def write_phones_in_one_form() -> None:
    """Of several accounts of one number the oldest signs in; the others keep their rows: `accounts clashes` lists them."""
    by_number = defaultdict(list)
    for account in op.get_bind().execute(sa.select(ACCOUNTS).order_by(ACCOUNTS.c.created_at, ACCOUNTS.c.id)):
        by_number[normal(account.phone)].append(account)
    for number, (oldest, *others) in by_number.items():
        if oldest.phone != number:
            give_number(oldest, number, others)
        for other in others:
            log.warning("account %s has the number of %s, which is older and signs in from now on", other.id, oldest.id)


def give_number(oldest: sa.Row, number: str, others: list[sa.Row]) -> None:
    """Whoever has it gets the odd form instead, by way of a third: phones are unique."""
    holder = next((account for account in others if account.phone == number), None)
    if holder is not None:
        rename(holder.id, f"{number}:")
    rename(oldest.id, number)
    if holder is not None:
        rename(holder.id, oldest.phone)


def rename(account_id: str, phone: str) -> None:
    op.get_bind().execute(sa.update(ACCOUNTS).where(ACCOUNTS.c.id == account_id).values(phone=phone))


def normal(phone: str) -> str:
    """As this release writes numbers. What can't be a number keeps all but the script of its digits."""
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in unicodedata.normalize("NFKC", phone))
    try:
        number = phonenumbers.parse(plain, "CN")
    except phonenumbers.NumberParseException:
        return plain
    if not phonenumbers.is_possible_number(number):
        return plain
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def downgrade() -> None:
    op.drop_table("sign_in_places")
    op.drop_table("account_tries")
    for columns in INDEXES:
        op.drop_index(op.f(f"ix_{CODES}_{'_'.join(columns)}"), CODES)
    op.alter_column(CODES, "about", new_column_name="contract_hash")
    for column in ("purpose", "borrower_id", "country"):
        op.drop_column(CODES, column)
