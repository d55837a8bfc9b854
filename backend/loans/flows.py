"""What funding asks of loans: which loan a posting moved, and what will come in and go out."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.loans.models import InstalmentRow, LoanRow, ReceiptRow

STILL_OWED = (
    InstalmentRow.principal
    + InstalmentRow.interest
    + InstalmentRow.fee
    - InstalmentRow.paid_principal
    - InstalmentRow.paid_interest
    - InstalmentRow.paid_fee
)


@dataclass(frozen=True, slots=True)
class Moved:
    """The loan that a ledger transaction moved; `kind` is its receipt's."""

    loan_id: str
    kind: str


def loan_moved(session: Session, ledger_number: int) -> Moved | None:
    """None where the transaction has no receipt."""
    receipt = select(ReceiptRow.loan_id, ReceiptRow.kind).where(ReceiptRow.ledger_number == ledger_number)
    row = session.execute(receipt.limit(1)).one_or_none()
    return Moved(*row) if row else None


def due_between(session: Session, after: date, until: date) -> dict[str, int]:
    """By loan, what its instalments due from the day after `after` up to `until` still ask for.

    Nobody counts on a loan that is late: it is left out until it has caught up.
    """
    due = select(InstalmentRow.loan_id, func.sum(STILL_OWED)).join(LoanRow, LoanRow.id == InstalmentRow.loan_id)
    performing = (LoanRow.status == "active", LoanRow.days_past_due == 0)
    ahead = due.where(*performing, InstalmentRow.due_date > after, InstalmentRow.due_date <= until)
    return {loan_id: int(minor) for loan_id, minor in session.execute(ahead.group_by(InstalmentRow.loan_id))}


def waiting_payouts(session: Session) -> list[int]:
    """The principal of each loan that waits for its payout."""
    return list(session.scalars(select(LoanRow.principal).where(LoanRow.status == "pending_payout")))
