"""What a loan costs a year: the internal rate of return on the principal actually outstanding, all fees in. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from backend.products.schemas import Instalment

PRECISION = 40
PERCENT_STEP = Decimal("0.0001")
CLOSE_ENOUGH = Decimal("1e-18")
MAX_STEPS = 200


@dataclass(frozen=True, slots=True)
class YearlyCost:
    """Percent a year to 0.0001: `simple` is twelve times the monthly rate, `compound` is it compounded."""

    simple: Decimal
    compound: Decimal


def yearly_cost(principal: int, instalments: Sequence[Instalment], months: int) -> YearlyCost:
    """The cost of a plan of `months` monthly periods, as `plan` makes it."""
    payments = [0] * (months - len(instalments)) + [instalment.payment.minor for instalment in instalments]
    with localcontext(prec=PRECISION):
        monthly = periodic_rate(principal, payments)
        compound = (1 + monthly) ** 12 - 1
        return YearlyCost((monthly * 1200).quantize(PERCENT_STEP), (compound * 100).quantize(PERCENT_STEP))


def periodic_rate(advance: int, payments: Sequence[int]) -> Decimal:
    """The rate per period at which `payments`, one at each period's end, are worth `advance` now.

    Newton's method from zero: the value falls and is convex in the rate, so each step stays below the answer and
    comes closer. Payments must be at least 0 and sum to at least the advance.
    """
    with localcontext(prec=PRECISION):
        rate = Decimal(0)
        for _ in range(MAX_STEPS):
            value, slope = _present_value(rate, payments)
            step = (value - advance) / slope
            rate += step
            if step < CLOSE_ENOUGH:
                return rate
    raise ArithmeticError("no rate found")


def _present_value(rate: Decimal, payments: Sequence[int]) -> tuple[Decimal, Decimal]:
    """The value of the payments and minus its derivative in the rate, by Horner's rule."""
    discount = 1 / (1 + rate)
    value, by_discount = Decimal(0), Decimal(0)
    for payment in reversed(payments):
        by_discount = by_discount * discount + value + payment
        value = (value + payment) * discount
    return value, by_discount * discount * discount
