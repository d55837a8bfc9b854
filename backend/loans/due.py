"""What is due on a loan by a day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from backend.loans.book import accrued, owes_nothing
from backend.loans.books import read_book
from backend.loans.models import LoanRow
from contract.lending.loans import RUNNING
from contract.money import Money


@dataclass(frozen=True, slots=True)
class DueInstalment:
    """`amount` is what is still to pay of it, overdue interest included; `pay_by` the last day on which it is in time."""

    number: int
    due_date: date
    pay_by: date
    amount: Money


def lock_due_instalments(session: Session, loan_id: str, today: date) -> list[DueInstalment] | None:
    """Those to be paid by then and not paid, oldest first; None once the loan is over. The loan stays locked."""
    row = session.get_one(LoanRow, loan_id, with_for_update=True, populate_existing=True)
    if row.status not in RUNNING:
        return None
    book = accrued(read_book(session, row), today)
    due = [(line, book.owed(line)) for line in book.lines if line.pay_by <= today]
    return [
        DueInstalment(line.number, line.due_date, line.pay_by, Money(owed.total, row.currency))
        for line, owed in due
        if not owes_nothing(owed)
    ]
