"""Loans as they travel: what is owed, next, late and paid."""

from datetime import date
from typing import Literal, cast

from backend.loans.models import InstalmentRow, LoanRow, ReceiptRow
from backend.loans.rules import days_past_due
from backend.loans.schemas import Loan, LoanInstalment, NextPayment, Receipt
from backend.money import Money
from backend.products.schemas import Method
from backend.texts import LocalText

LoanStatus = Literal["pending_payout", "active", "settled"]


def loan_view(row: LoanRow, product_name: LocalText, today: date) -> Loan:
    repaid = sum(instalment.paid_principal for instalment in row.instalments)
    return Loan(
        id=row.id,
        application_id=row.application_id,
        product_id=row.product_id,
        product_name=product_name,
        status=cast(LoanStatus, row.status),
        principal=Money(row.principal, row.currency),
        outstanding_principal=Money(row.principal - repaid, row.currency),
        rate_percent=row.rate_percent,
        term_months=row.term_months,
        method=cast(Method, row.method),
        disbursed_on=row.disbursed_on,
        next_payment=_next_payment(row, today),
    )


def instalment_views(row: LoanRow, today: date) -> list[LoanInstalment]:
    views, balance = [], row.principal
    for instalment in row.instalments:
        balance -= instalment.principal
        views.append(_instalment_view(instalment, balance, row.currency, today))
    return views


def receipt_view(row: ReceiptRow, currency: str) -> Receipt:
    return Receipt(
        id=row.id,
        loan_id=row.loan_id,
        kind=cast(Literal["payout", "payment"], row.kind),
        amount=Money(row.amount, currency),
        principal=Money(row.principal, currency),
        interest=Money(row.interest, currency),
        fee=Money(row.fee, currency),
        posted_at=row.posted_at,
    )


def _next_payment(row: LoanRow, today: date) -> NextPayment | None:
    unpaid = (instalment for instalment in row.instalments if instalment.paid < instalment.payment)
    first = next(unpaid, None)
    if first is None:
        return None
    return NextPayment(
        number=first.number,
        due_date=first.due_date,
        amount=Money(first.payment - first.paid, row.currency),
        days_past_due=days_past_due(first.due_date, today),
    )


def _instalment_view(row: InstalmentRow, balance: int, currency: str, today: date) -> LoanInstalment:
    return LoanInstalment(
        number=row.number,
        due_date=row.due_date,
        principal=Money(row.principal, currency),
        interest=Money(row.interest, currency),
        fee=Money(row.fee, currency),
        payment=Money(row.payment, currency),
        balance=Money(balance, currency),
        paid=Money(row.paid, currency),
        status=_instalment_status(row, today),
    )


def _instalment_status(row: InstalmentRow, today: date) -> Literal["due", "part_paid", "paid", "overdue"]:
    if row.paid >= row.payment:
        return "paid"
    if row.due_date < today:
        return "overdue"
    return "part_paid" if row.paid else "due"
