"""What is due on a loan by a day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from backend.loans.models import LoanRow
from backend.money import Money


@dataclass(frozen=True, slots=True)
class DueInstalment:
    """`amount` is what is still to pay of it."""

    number: int
    amount: Money


def lock_due_instalments(session: Session, loan_id: str, today: date) -> list[DueInstalment] | None:
    """Those due by then and not paid, oldest first; None once the loan is over. The loan stays locked."""
    row = session.get_one(LoanRow, loan_id, with_for_update=True, populate_existing=True)
    if row.status not in ("pending_payout", "active"):
        return None
    return [
        DueInstalment(instalment.number, Money(instalment.payment - instalment.paid, row.currency))
        for instalment in row.instalments
        if instalment.due_date <= today and instalment.paid < instalment.payment
    ]
