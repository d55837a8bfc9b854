"""What paying more than agreed would save: the loan's own rules, played to its end. Pure."""

from collections.abc import Sequence

from backend.dates import add_months
from backend.loans.book import Book, Rules, opening
from backend.loans.paying import pay
from backend.money import Money
from backend.products.schedules import Terms
from backend.products.schemas import EarlyRepayment, ExtraPayment, Instalment, Savings

EVERY_MONTHS = {"month": 1, "year": 12}


def savings(terms: Terms, early: EarlyRepayment, agreed: Sequence[Instalment], extra: ExtraPayment) -> Savings:
    """Month by month, what is due is paid with the extra payment that falls on that day, until nothing is owed."""
    book, month = opening(_rules(terms, early), terms.months, agreed), 0
    while not book.settled:
        month += 1
        book = _month_paid(book, terms, extra, month)
    currency = terms.principal.currency
    interest = sum(part.interest.minor for part in agreed) - sum(line.interest for line in book.lines)
    fees = terms.fee.minor - sum(line.fee for line in book.lines)
    return Savings(
        interest=Money(interest, currency),
        fees=Money(fees, currency),
        months_earlier=terms.months - month,
        last_payment_on=add_months(terms.start, month),
    )


def _month_paid(book: Book, terms: Terms, extra: ExtraPayment, month: int) -> Book:
    today = add_months(terms.start, month)
    minor = sum(book.owed(line).total for line in book.lines if line.due_date <= today)
    if _falls_on(extra, month):
        minor += extra.amount.minor
    return pay(book, minor, today, extra.effect).book if minor else book


def _falls_on(extra: ExtraPayment, month: int) -> bool:
    later = month - extra.first_month
    return later == 0 or (later > 0 and extra.every != "once" and later % EVERY_MONTHS[extra.every] == 0)


def _rules(terms: Terms, early: EarlyRepayment) -> Rules:
    """Nothing is late here."""
    return Rules(
        start=terms.start,
        rate_percent=terms.rate_percent,
        method=terms.method,
        day_count=terms.day_count,
        late_rate_percent=terms.rate_percent,
        grace_days=0,
        prepayment=early.effect,
    )
