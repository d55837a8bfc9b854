"""Instalments say what they carry for others and until when they are paid in time; events, by which rule they counted."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

from servicekit.calendar import next_working_day

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# Earlier due dates were closed without regard to holidays: what was charged then stays as it is.
HOLIDAYS_FROM = date(2026, 12, 1)


def columns() -> dict[str, list[sa.Column[Any]]]:
    return {
        "loan_instalments": [
            *(
                sa.Column(n, sa.BigInteger(), nullable=False, server_default="0")
                for n in ("carried_interest", "carried_fee")
            ),
            sa.Column("put_off_fee", sa.BigInteger(), nullable=False, server_default="0"),
            sa.Column("began", sa.Date(), nullable=True),
            sa.Column("pay_by", sa.Date(), nullable=False, server_default=str(date.min)),
        ],
        "loans": [sa.Column("holidays_from", sa.Date(), nullable=False, server_default=str(HOLIDAYS_FROM))],
        # Events of the past were shared out by the first rule.
        "loan_events": [sa.Column("rule", sa.Integer(), nullable=False, server_default="1")],
    }


def upgrade() -> None:
    for table, added in columns().items():
        for column in added:
            op.add_column(table, column)
    _set_pay_by()


def _set_pay_by() -> None:
    lines = sa.table("loan_instalments", sa.column("due_date", sa.Date), sa.column("pay_by", sa.Date))
    op.execute(lines.update().values(pay_by=lines.c.due_date))
    coming = sa.select(lines.c.due_date).where(lines.c.due_date >= HOLIDAYS_FROM).distinct()
    for due in op.get_bind().scalars(coming).all():
        op.execute(lines.update().where(lines.c.due_date == due).values(pay_by=next_working_day(due)))


def downgrade() -> None:
    for table, added in columns().items():
        for column in added:
            op.drop_column(table, column.name)
