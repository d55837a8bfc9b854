"""What funding asks of loans: which loan a posting moved, and what will come in and go out."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.loans.models import InstalmentRow, LoanRow, ReceiptRow
from contract.money import Money

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
    """By loan, what its instalments to be paid from the day after `after` up to `until` still ask for.

    Nobody counts on a loan that is late: it is left out until it has caught up.
    """
    due = select(InstalmentRow.loan_id, func.sum(STILL_OWED)).join(LoanRow, LoanRow.id == InstalmentRow.loan_id)
    performing = (LoanRow.status == "active", LoanRow.days_past_due == 0)
    ahead = due.where(*performing, InstalmentRow.pay_by > after, InstalmentRow.pay_by <= until)
    return {loan_id: int(minor) for loan_id, minor in session.execute(ahead.group_by(InstalmentRow.loan_id))}


def principal_by_loan(session: Session) -> dict[str, Money]:
    """What borrowers still owe of the principal; of a loan that was written off or annulled it is a loss."""
    unpaid = func.sum(InstalmentRow.principal - InstalmentRow.paid_principal)
    rows = select(LoanRow.id, LoanRow.currency, unpaid).join(InstalmentRow, InstalmentRow.loan_id == LoanRow.id)
    owing = rows.where(LoanRow.status.in_(("active", "settled"))).group_by(LoanRow.id, LoanRow.currency)
    return {loan_id: Money(int(minor), currency) for loan_id, currency, minor in session.execute(owing)}


def waiting_payouts(session: Session) -> list[int]:
    """The principal of each loan that waits for its payout."""
    return list(session.scalars(select(LoanRow.principal).where(LoanRow.status == "pending_payout")))
