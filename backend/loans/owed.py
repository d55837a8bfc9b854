"""What a borrower owes on loans of ours, as new business asks. Read without locks: the borrower's lock is held."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.loans.book import Book, owes_nothing
from backend.loans.books import read_book
from backend.loans.models import LoanRow, ReceiptRow
from backend.loans.views import loan_view
from backend.products.service import product_version
from backend.products.terms import LendingClass
from contract.dates import lender_day
from contract.lending.loans import RUNNING
from contract.lending.products import Method
from contract.money import Money

DAYS_IN_MONTH = 30


@dataclass(frozen=True, slots=True)
class OwnLoan:
    """A loan that is paid out or waits for it: what is still to repay, over how many months. `late`: beyond its days of
    grace, today."""

    lending_class: LendingClass
    principal: Money
    months: int
    rate_percent: Decimal
    method: Method
    late: bool


def own_loans(session: Session, borrower_id: str, now: datetime) -> list[OwnLoan]:
    running = select(LoanRow).where(LoanRow.borrower_id == borrower_id, LoanRow.status.in_(RUNNING))
    return [_own_loan(session, row, lender_day(now)) for row in session.scalars(running.order_by(LoanRow.id))]


def was_written_off_since(session: Session, borrower_id: str, since: datetime) -> bool:
    """A write-off that was undone does not count."""
    lost = (
        select(ReceiptRow.id)
        .join(LoanRow, LoanRow.id == ReceiptRow.loan_id)
        .where(LoanRow.borrower_id == borrower_id, LoanRow.status == "written_off")
        .where(ReceiptRow.kind == "write_off", ReceiptRow.posted_at >= since)
    )
    return session.scalars(lost.limit(1)).first() is not None


def _own_loan(session: Session, row: LoanRow, today: date) -> OwnLoan:
    product = product_version(session, row.product_id, row.product_version)
    book = read_book(session, row)
    shown = loan_view(row, book, product.name, today)
    return OwnLoan(
        lending_class=product.lending_class,
        principal=shown.outstanding_principal,
        months=_months_left(book, today) or row.term_months,
        rate_percent=row.rate_percent,
        method=cast(Method, row.method),
        late=shown.days_past_due > 0,
    )


def _months_left(book: Book, today: date) -> int:
    """Those of the instalments that are not paid; a bullet's until its day. 0 before the payout."""
    unpaid = [line for line in book.lines if not owes_nothing(book.owed(line))]
    if book.rules.method != "bullet":
        return len(unpaid)
    return max([1, *(-(-(line.due_date - today).days // DAYS_IN_MONTH) for line in unpaid)]) if unpaid else 0
