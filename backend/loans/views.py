"""Loans as they travel: what is owed, next, late and paid, on a day."""

from datetime import date
from typing import Literal, cast

from backend.loans.book import Book, Line, accrued, first_unpaid, lateness, owes_nothing
from backend.loans.models import LoanRow, ReceiptRow
from backend.loans.rules import bucket
from backend.loans.written_off import StillOwed
from contract.lending.loans import (
    UNDONE,
    Loan,
    LoanInstalment,
    LoanStatus,
    NextPayment,
    Receipt,
    ReceiptKind,
    ReceiptShare,
)
from contract.lending.products import Method
from contract.money import Money
from contract.texts import LocalText


def loan_view(row: LoanRow, book: Book, product_name: LocalText, today: date, claim: int = 0) -> Loan:
    """`book` may have been counted on an earlier day."""
    book = accrued(book, today)
    next_, days = first_unpaid(book), lateness(book, today)
    overdue = sum(book.owed(line).total for line in book.lines if _is_late(book, line, today))
    return Loan(
        id=row.id,
        application_id=row.application_id,
        product_id=row.product_id,
        product_name=product_name,
        status=cast(LoanStatus, row.status),
        principal=Money(row.principal, row.currency),
        outstanding_principal=Money(_outstanding(row, book), row.currency),
        rate_percent=row.rate_percent,
        term_months=row.term_months,
        method=cast(Method, row.method),
        disbursed_on=row.disbursed_on,
        next_payment=_next_payment(book, next_, row.currency, days),
        overdue=Money(overdue, row.currency),
        days_past_due=days,
        bucket=bucket(days),
        claim=Money(claim, row.currency),
    )


def written_off_view(loan: Loan, row: LoanRow, still: StillOwed) -> Loan:
    """What is still owed of it; nothing more has accrued since."""
    return loan.model_copy(
        update={
            "outstanding_principal": Money(still.principal, row.currency),
            "overdue": Money(still.total, row.currency),
            "next_payment": None,
            "days_past_due": row.days_past_due,
            "bucket": row.bucket,
        }
    )


def instalment_views(book: Book, currency: str, today: date) -> list[LoanInstalment]:
    book = accrued(book, today)
    views, balance = [], sum(line.principal for line in book.lines)
    for line in book.lines:
        balance -= line.principal
        views.append(_instalment_view(book, line, balance, currency, today))
    return views


def receipt_view(row: ReceiptRow, currency: str) -> Receipt:
    return Receipt(
        id=row.id,
        loan_id=row.loan_id,
        kind=cast(ReceiptKind, row.kind),
        amount=Money(row.amount, currency),
        principal=Money(row.principal, currency),
        interest=Money(row.interest, currency),
        fee=Money(row.fee, currency),
        penalty=Money(row.penalty, currency),
        surplus=Money(row.surplus, currency),
        claim=Money(row.claim, currency),
        shares=[ReceiptShare(number=s.number, part=s.part, amount=Money(s.minor, currency)) for s in row.shares],
        counted_on=row.counted_on,
        posted_at=row.posted_at,
    )


def _outstanding(row: LoanRow, book: Book) -> int:
    """All of it before the payout; nothing where that will never come, or where the loan was not the borrower's."""
    if row.status in UNDONE:
        return 0
    return book.principal if book.lines else row.principal


def _next_payment(book: Book, line: Line | None, currency: str, days: int) -> NextPayment | None:
    if line is None:
        return None
    amount = Money(book.owed(line).total, currency)
    return NextPayment(
        number=line.number, due_date=line.due_date, pay_by=line.pay_by, amount=amount, days_past_due=days
    )


def _instalment_view(book: Book, line: Line, balance: int, currency: str, today: date) -> LoanInstalment:
    return LoanInstalment(
        number=line.number,
        due_date=line.due_date,
        principal=Money(line.principal, currency),
        interest=Money(line.interest, currency),
        fee=Money(line.fee, currency),
        penalty=Money(line.penalty(book.rules.late_rate_percent), currency),
        payment=Money(line.principal + line.interest + line.fee, currency),
        balance=Money(balance, currency),
        paid=Money(_paid(line), currency),
        status=_instalment_status(book, line, today),
    )


def _is_late(book: Book, line: Line, today: date) -> bool:
    return today > book.rules.grace_end(line.pay_by)


def _paid(line: Line) -> int:
    return line.paid_principal + line.paid_interest + line.paid_fee + line.paid_penalty


def _instalment_status(book: Book, line: Line, today: date) -> Literal["due", "part_paid", "paid", "overdue"]:
    if owes_nothing(book.owed(line)):
        return "paid"
    if _is_late(book, line, today):
        return "overdue"
    return "part_paid" if _paid(line) else "due"
