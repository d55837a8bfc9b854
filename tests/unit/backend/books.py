"""Books of loans, as they are on the day of payout."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from backend.loans.book import Book, Rules, opening
from backend.products.schedules import Terms, plan
from contract.lending.products import DayCount, Method, Respread
from contract.money import Money


def opened(
    principal: int = 100_000_00,
    rate: str = "12",
    months: int = 12,
    method: Method = "equal_instalment",
    day_count: DayCount = "30/360",
    start: date = date(2026, 1, 31),
    fee: int = 0,
    late_rate: str = "0",
    grace_days: int = 0,
    prepayment: Respread = "smaller",
) -> Book:
    instalments = plan(Terms(Money(principal), Decimal(rate), months, method, day_count, start, Money(fee)))
    rules = Rules(start, Decimal(rate), method, day_count, Decimal(late_rate), grace_days, prepayment)
    return opening(rules, months, instalments)


def lent(book: Book) -> int:
    return sum(line.principal for line in book.lines)


BOOKS = st.builds(
    opened,
    principal=st.integers(1_000_00, 200_000_00),
    rate=st.decimals(0, 24, places=4).map(str),
    months=st.integers(1, 24),
    method=st.sampled_from(["equal_instalment", "equal_principal", "interest_only", "bullet"]),
    day_count=st.sampled_from(["30/360", "actual/365"]),
    start=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    fee=st.integers(0, 1_000_00),
    late_rate=st.decimals(0, 24, places=4).map(str),
    grace_days=st.integers(0, 5),
    prepayment=st.sampled_from(["smaller", "shorter"]),
)
