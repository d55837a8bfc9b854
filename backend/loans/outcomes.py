"""What became of loans, for whoever judges the models that let them be made."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.loans.models import InstalmentRow, LoanRow

# It was paid out, and nobody took it back.
LENT = ("active", "settled", "written_off")


def went_bad(session: Session, today: date, *, bad_days: int, mature_days: int) -> dict[str, bool]:
    """By application whether its loan went bad: written off, or an instalment ever `bad_days` past its day.

    Loans that neither did nor have run for `mature_days` are left out, unless they are settled: they cannot tell yet.
    """
    worst = _worst_days(session, today)
    told = {}
    for loan in session.scalars(select(LoanRow).where(LoanRow.status.in_(LENT), LoanRow.disbursed_on.is_not(None))):
        assert loan.disbursed_on is not None  # noqa: S101 - asked for above
        bad = loan.status == "written_off" or worst.get(loan.id, 0) >= bad_days
        if bad or loan.status == "settled" or (today - loan.disbursed_on).days >= mature_days:
            told[loan.application_id] = bad
    return told


def _worst_days(session: Session, today: date) -> dict[str, int]:
    """By loan the most days that an instalment was or is past its day; overdue interest is counted for each of them."""
    late = select(InstalmentRow.loan_id, InstalmentRow.pay_by, InstalmentRow.late_through)
    worst: dict[str, int] = {}
    for loan_id, pay_by, through in session.execute(late):
        if through is not None:
            worst[loan_id] = max(worst.get(loan_id, 0), (min(through, today) - pay_by).days)
    return worst
