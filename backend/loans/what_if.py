"""What paying more than agreed would save: the loan's own rules, played to its end. Pure.

Extra payments fall on due dates, where all that is due is paid. What they do is then a matter of the balance alone, so the
work grows with the months, not with their square; `tests/unit/backend/test_what_if.py` holds it against `paying.pay`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.loans.book import Book, Rules, opening
from backend.loans.paying import pay
from backend.products.schedules import Factors, Terms, annuities, due_dates, interest_factors
from contract.dates import add_months
from contract.lending.products import EarlyRepayment, ExtraPayment, Instalment, Respread, Savings
from contract.money import Money, round_ratio

EVERY_MONTHS = {"month": 1, "year": 12}


@dataclass(frozen=True, slots=True)
class Played:
    """What was paid by the month in which nothing was owed any more."""

    interest: int
    fees: int
    months: int


def savings(terms: Terms, early: EarlyRepayment, agreed: Sequence[Instalment], extra: ExtraPayment) -> Savings:
    """Month by month, what is due is paid with the extra payment that falls on that day, until nothing is owed."""
    effect = extra.effect or early.effect
    if terms.method == "bullet":
        played = played_by_the_book(terms, early, agreed, extra)
    else:
        played = _played(terms, agreed, extra, effect)
    currency = terms.principal.currency
    return Savings(
        interest=Money(sum(part.interest.minor for part in agreed) - played.interest, currency),
        fees=Money(terms.fee.minor - played.fees, currency),
        months_earlier=terms.months - played.months,
        last_payment_on=add_months(terms.start, played.months),
    )


def _played(terms: Terms, agreed: Sequence[Instalment], extra: ExtraPayment, effect: Respread) -> Played:
    spread = _Spread.agreed(terms)
    balance, interest, fees = terms.principal.minor, 0, 0
    to_come = [part.fee.minor for part in agreed]
    for month in range(1, len(agreed) + 1):
        due, repaid = spread.instalment(month, balance)
        interest, fees, left = interest + due, fees + to_come[month - 1], balance - repaid
        more = min(extra.amount.minor, left) if _falls_on(extra, month) else 0
        if left == more:
            return Played(interest, fees, month)
        if more:
            spread.again(month + 1, before=left, after=left - more, effect=effect)
            to_come[month:] = [fee * (left - more) // left for fee in to_come[month:]]
        balance = left - more
    raise AssertionError("the last instalment repays whatever is left")


@dataclass(slots=True)
class _Spread:
    """How the instalments repay a balance: `level` is what each comes to, or `share` of principal; with neither, only
    interest is paid until the end. As `amortise.respread`, one instalment at a time."""

    factors: Factors
    annuities: Sequence[tuple[int, int]]
    level: int | None = None
    share: int | None = None

    @classmethod
    def agreed(cls, terms: Terms) -> "_Spread":
        factors = interest_factors(terms, due_dates(terms))
        spread = cls(factors, annuities(factors))
        if terms.method == "equal_instalment":
            spread.level = spread._level(1, terms.principal.minor)
        elif terms.method == "equal_principal":
            spread.share = round_ratio(terms.principal.minor, terms.months)
        return spread

    def instalment(self, month: int, balance: int) -> tuple[int, int]:
        """Interest and principal due in that month on a balance."""
        interest = round_ratio(balance * self.factors.numerators[month - 1], self.factors.unit)
        wanted = self.share or 0 if self.level is None else max(self.level - interest, 0)
        return interest, balance if month == len(self.annuities) else min(wanted, balance)

    def again(self, month: int, before: int, after: int, effect: Respread) -> None:
        """From that month on repay a balance of `after` in place of `before`."""
        interest, principal = self.instalment(month, before)
        if self.level is not None:
            as_before = interest + principal
            self.level = as_before if effect == "shorter" else min(self._level(month, after), as_before)
        elif self.share is not None:
            smaller = min(round_ratio(after, len(self.annuities) - month + 1), principal)
            self.share = principal if effect == "shorter" else smaller

    def _level(self, month: int, balance: int) -> int:
        growth, annuity = self.annuities[month - 1]
        return round_ratio(balance * growth, self.factors.unit * annuity)


def played_by_the_book(
    terms: Terms, early: EarlyRepayment, agreed: Sequence[Instalment], extra: ExtraPayment
) -> Played:
    """The same, with the book of a running loan."""
    book, month = opening(_rules(terms, early), terms.months, agreed), 0
    while not book.settled:
        month += 1
        book = _month_paid(book, terms, extra, month)
    return Played(sum(line.interest for line in book.lines), sum(line.fee for line in book.lines), month)


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
