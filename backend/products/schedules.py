"""Instalment plans in four methods, exact to the minor unit. Pure.

Interest of a period is the balance times the period's factor, rounded half-even. With 30/360 a month's factor is a
twelfth of the yearly rate; with actual/365 it is the days between the due dates over 365. The last instalment repays
whatever is left, so principal always sums to the amount lent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from itertools import pairwise

from backend.dates import add_months
from backend.money import Money, round_half_even
from backend.products.schemas import DayCount, Instalment, Method

PRECISION = 40


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan is computed from. `rate_percent` is the nominal yearly rate, `fee` is for the whole term."""

    principal: Money
    rate_percent: Decimal
    months: int
    method: Method
    day_count: DayCount
    start: date
    fee: Money


def plan(terms: Terms) -> list[Instalment]:
    """The instalments in order; a bullet has one, every other method one a month."""
    with localcontext(prec=PRECISION):
        due = due_dates(terms)
        factors = _interest_factors(terms, due)
        parts = _repay(terms.principal.minor, factors, _wanted_principal(terms, factors))
    instalments, balance = [], terms.principal.minor
    for number, ((principal, interest), fee, on) in enumerate(zip(parts, _fees(terms), due, strict=True), 1):
        balance -= principal
        instalments.append(_instalment(terms, number, on, principal, interest, fee, balance))
    return instalments


def due_dates(terms: Terms) -> list[date]:
    """Counted from the start, so that the 31st comes back after a short month."""
    if terms.method == "bullet":
        return [add_months(terms.start, terms.months)]
    return [add_months(terms.start, month) for month in range(1, terms.months + 1)]


def level_payment(principal: int, factors: list[Decimal]) -> Decimal:
    """The unrounded equal payment: principal · Π(1+fᵢ) / Σₖ Π_{i>k}(1+fᵢ), which for equal factors is the annuity."""
    growth, annuity = Decimal(1), Decimal(0)
    for factor in reversed(factors):
        annuity += growth
        growth *= 1 + factor
    return principal * growth / annuity


def _interest_factors(terms: Terms, due: list[date]) -> list[Decimal]:
    yearly = terms.rate_percent / 100
    if terms.day_count == "30/360":
        months = terms.months if terms.method == "bullet" else 1
        return [yearly * months / 12] * len(due)
    return [yearly * (until - since).days / 365 for since, until in pairwise([terms.start, *due])]


def _wanted_principal(terms: Terms, factors: list[Decimal]) -> Callable[[int], int]:
    """For a period's interest, the principal that its instalment should repay."""
    principal = terms.principal.minor
    if terms.method == "equal_instalment":
        payment = round_half_even(level_payment(principal, factors))
        # A long month at a high rate may cost more than the level payment: then only interest is paid.
        return lambda interest: max(payment - interest, 0)
    if terms.method == "equal_principal":
        share = round_half_even(Decimal(principal) / terms.months)
        return lambda _: share
    return lambda _: 0


def _repay(principal: int, factors: list[Decimal], wanted: Callable[[int], int]) -> list[tuple[int, int]]:
    """(principal, interest) of each period in minor units; the last one repays the rest."""
    parts, balance = [], principal
    for remaining, factor in zip(reversed(range(len(factors))), factors, strict=True):
        interest = round_half_even(balance * factor)
        repaid = balance if remaining == 0 else min(wanted(interest), balance)
        parts.append((repaid, interest))
        balance -= repaid
    return parts


def _fees(terms: Terms) -> list[int]:
    """The fee spread evenly. Round down: the last instalment absorbs the remainder."""
    count = 1 if terms.method == "bullet" else terms.months
    share, rest = divmod(terms.fee.minor, count)
    return [share] * (count - 1) + [share + rest]


def _instalment(
    terms: Terms, number: int, due: date, principal: int, interest: int, fee: int, balance: int
) -> Instalment:
    currency = terms.principal.currency
    return Instalment(
        number=number,
        due_date=due,
        principal=Money(principal, currency),
        interest=Money(interest, currency),
        fee=Money(fee, currency),
        payment=Money(principal + interest + fee, currency),
        balance=Money(balance, currency),
    )
