"""Instalment plans in four methods, exact to the minor unit: integers and ratios of integers, rounded once. Pure.

Interest of a period is the balance times the period's factor, rounded half-even. With 30/360 a month's factor is a
twelfth of the yearly rate; with actual/365 it is the days between the due dates over 365. The last instalment repays
whatever is left, so principal always sums to the amount lent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from pydantic import TypeAdapter

from contract.dates import add_months
from contract.lending.products import DayCount, Instalment, Method
from contract.money import Money, round_ratio

# One call for all the rows of a plan takes a good part of its time less than one a row.
INSTALMENTS = TypeAdapter(list[Instalment])


@dataclass(frozen=True, slots=True)
class Factors:
    """A period's interest is its balance times its `numerators` over `unit`, exactly."""

    numerators: list[int]
    unit: int


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
    due = due_dates(terms)
    factors = interest_factors(terms, due)
    parts = _repay(terms.principal.minor, factors, _wanted_principal(terms, factors))
    return _instalments(terms, due, parts)


def due_dates(terms: Terms) -> list[date]:
    """Counted from the start, so that the 31st comes back after a short month."""
    if terms.method == "bullet":
        return [add_months(terms.start, terms.months)]
    return [add_months(terms.start, month) for month in range(1, terms.months + 1)]


def level_instalment(principal: int, factors: Factors) -> int:
    """The equal payment, rounded half-even: principal · Π(1+fᵢ) / Σₖ Π_{i>k}(1+fᵢ), which for equal factors is the annuity."""
    growth, annuity = annuities(factors)[0]
    return round_ratio(principal * growth, factors.unit * annuity)


def annuities(factors: Factors) -> list[tuple[int, int]]:
    """Growth and annuity from each period to the last one, as integers: times the powers of `unit` that clear their fractions."""
    growth, annuity, found = 1, 0, []
    for numerator in reversed(factors.numerators):
        annuity = annuity * factors.unit + growth
        growth *= factors.unit + numerator
        found.append((growth, annuity))
    return found[::-1]


def interest_factors(terms: Terms, due: list[date]) -> Factors:
    rate, scale = terms.rate_percent.as_integer_ratio()
    if terms.day_count == "30/360":
        months = terms.months if terms.method == "bullet" else 1
        return Factors([rate * months] * len(due), scale * 1200)
    return Factors([rate * (until - since).days for since, until in pairwise([terms.start, *due])], scale * 36500)


def _wanted_principal(terms: Terms, factors: Factors) -> Callable[[int], int]:
    """For a period's interest, the principal that its instalment should repay."""
    principal = terms.principal.minor
    if terms.method == "equal_instalment":
        payment = level_instalment(principal, factors)
        # A long month at a high rate may cost more than the level payment: then only interest is paid.
        return lambda interest: max(payment - interest, 0)
    if terms.method == "equal_principal":
        share = round_ratio(principal, terms.months)
        return lambda _: share
    return lambda _: 0


def _repay(principal: int, factors: Factors, wanted: Callable[[int], int]) -> list[tuple[int, int]]:
    """(principal, interest) of each period in minor units; the last one repays the rest."""
    parts, balance = [], principal
    remaining = len(factors.numerators)
    for numerator in factors.numerators:
        remaining -= 1
        interest = round_ratio(balance * numerator, factors.unit)
        repaid = balance if remaining == 0 else min(wanted(interest), balance)
        parts.append((repaid, interest))
        balance -= repaid
    return parts


def _instalments(terms: Terms, due: list[date], parts: list[tuple[int, int]]) -> list[Instalment]:
    currency, balance = terms.principal.currency, terms.principal.minor
    # Round down: the last instalment absorbs the remainder.
    share, rest = divmod(terms.fee.minor, len(due))
    fees = [Money(share, currency)] * (len(due) - 1) + [Money(share + rest, currency)]
    rows = []
    for number, ((principal, interest), on, fee) in enumerate(zip(parts, due, fees, strict=True), 1):
        balance -= principal
        rows.append(
            {
                "number": number,
                "due_date": on,
                "principal": Money(principal, currency),
                "interest": Money(interest, currency),
                "fee": fee,
                "payment": Money(principal + interest + fee.minor, currency),
                "balance": Money(balance, currency),
            }
        )
    return INSTALMENTS.validate_python(rows)
