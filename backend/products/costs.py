"""What a loan costs a year: the internal rate of return on the principal actually outstanding, all fees in. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from itertools import pairwise

from contract.lending.products import Instalment

PRECISION = 40
PERCENT_STEP = Decimal("0.0001")
CLOSE_ENOUGH = Decimal("1e-18")
MAX_STEPS = 200
DAYS_IN_YEAR = 365


@dataclass(frozen=True, slots=True)
class YearlyCost:
    """Percent a year to 0.0001: `simple` is twelve times the monthly rate, `compound` is it compounded."""

    simple: Decimal
    compound: Decimal


def yearly_cost(
    principal: int, instalments: Sequence[Instalment], months: int, start: date | None = None
) -> YearlyCost:
    """The cost of a plan of `months` monthly periods, as `plan` makes it.

    With `start`, the day of payout, it is counted by days, for interest that runs by days: a month is then a twelfth of 365
    days, and of a single payment the simple cost is what it costs for its days, over 365.
    """
    with localcontext(prec=PRECISION):
        if start is not None:
            return _by_days(principal, instalments, start)
        payments = [0] * (months - len(instalments)) + [instalment.payment.minor for instalment in instalments]
        monthly = periodic_rate(principal, payments)
        return _rounded(monthly * 12, (1 + monthly) ** 12 - 1)


def _by_days(principal: int, instalments: Sequence[Instalment], start: date) -> YearlyCost:
    payments = [instalment.payment.minor for instalment in instalments]
    days = [(until - since).days for since, until in pairwise([start, *(one.due_date for one in instalments)])]
    daily = periodic_rate(principal, payments, days)
    if len(payments) == 1:
        simple = Decimal(payments[0] - principal) / principal * DAYS_IN_YEAR / days[0]
    else:
        simple = ((1 + daily) ** (Decimal(DAYS_IN_YEAR) / 12) - 1) * 12
    return _rounded(simple, (1 + daily) ** DAYS_IN_YEAR - 1)


def _rounded(simple: Decimal, compound: Decimal) -> YearlyCost:
    return YearlyCost((simple * 100).quantize(PERCENT_STEP), (compound * 100).quantize(PERCENT_STEP))


def periodic_rate(advance: int, payments: Sequence[int], gaps: Sequence[int] | None = None) -> Decimal:
    """The rate per period at which `payments`, one at each period's end, are worth `advance` now.

    With `gaps` each is paid so many periods after the one before. Newton's method from zero: the value falls and is convex
    in the rate, so each step stays below the answer and comes closer. Payments must be at least 0 and sum to at least the advance.
    """
    flows = list(zip(payments, gaps or [1] * len(payments), strict=True))[::-1]
    with localcontext(prec=PRECISION):
        rate = Decimal(0)
        for _ in range(MAX_STEPS):
            value, slope = _present_value(rate, flows)
            step = (value - advance) / slope
            rate += step
            if step < CLOSE_ENOUGH:
                return rate
    raise ArithmeticError("no rate found")


def _present_value(rate: Decimal, flows: Sequence[tuple[int, int]]) -> tuple[Decimal, Decimal]:
    """The value of the payments, last first with the periods before each, and minus its derivative in the rate, by
    Horner's rule."""
    discount = 1 / (1 + rate)
    value, by_rate = Decimal(0), Decimal(0)
    for payment, gap in flows:
        value += payment
        worth = discount if gap == 1 else discount**gap
        # d/dr of v·dᵍ, with d = 1/(1+r): (v' + g·v·d)·dᵍ, all below zero.
        by_rate = (by_rate + gap * value * discount) * worth
        value *= worth
    return value, by_rate
