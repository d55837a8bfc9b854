"""What is due on a loan by a day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from backend.loans.book import accrued, owes_nothing
from backend.loans.books import read_book
from backend.loans.models import LoanRow
from backend.money import Money


@dataclass(frozen=True, slots=True)
class DueInstalment:
    """`amount` is what is still to pay of it, overdue interest included."""

    number: int
    due_date: date
    amount: Money


def lock_due_instalments(session: Session, loan_id: str, today: date) -> list[DueInstalment] | None:
    """Those due by then and not paid, oldest first; None once the loan is over. The loan stays locked."""
    row = session.get_one(LoanRow, loan_id, with_for_update=True, populate_existing=True)
    if row.status not in ("pending_payout", "active"):
        return None
    book = accrued(read_book(session, row), today)
    owed = [book.owed(line) for line in book.lines if line.due_date <= today]
    return [
        DueInstalment(one.number, one.due_date, Money(one.total, row.currency)) for one in owed if not owes_nothing(one)
    ]
