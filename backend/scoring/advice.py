"""What would change the result: the least change of an answer that brings approval, found by the deciding rule itself. Pure.

A lever is an answer that the borrower can change, from its present value in whole steps to as far as can be asked.
Every step makes approval likelier or leaves it, so the least change is found by halving.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from backend.scoring.rules import COUNTER_STEP_MAJOR, LEAST_COUNTER_SHARE
from backend.scoring.schemas import ApplicationFacts
from contract.lending.applications import FieldName
from contract.money import Money

Value = Money | Decimal
Passes = Callable[[ApplicationFacts], bool]

MONTHLY_STEP_MAJOR = 100
MOST_YEARS_MORE = 10
# Nobody lives on nothing.
LEAST_EXPENSE_SHARE = Decimal("0.3")
MOST_INCOME_TIMES = 3
# A plan asks every lever for the same part of its way, in hundredths.
PLAN_STEPS = 100
# Helps where the answers behind the reasons do not go far enough.
FURTHER: tuple[FieldName, ...] = ("amount", "monthly_expenses", "monthly_income")


@dataclass(frozen=True, slots=True)
class Lever:
    """`first` is the value after one step, `steps` how many there are, each of `step` (below zero: downwards). Amounts are
    in minor units of `currency`; without one the value is a number of years."""

    field: FieldName
    step: Decimal
    steps: int
    first: Decimal
    currency: str | None

    def after(self, steps: int) -> Value:
        """The value after 1…`steps` steps."""
        value = self.first + self.step * (steps - 1)
        return value if self.currency is None else Money(int(value), self.currency)

    def part(self, hundredths: int) -> Value:
        """The value after that part of the way, at least one step."""
        return self.after(max(1, -(-self.steps * hundredths // PLAN_STEPS)))


@dataclass(frozen=True, slots=True)
class Advice:
    """Values with which the application would be approved: each `alone`, or else all of them together."""

    values: dict[FieldName, Value]
    alone: bool


def advise(facts: ApplicationFacts, fields: Iterable[FieldName], passes: Passes) -> Advice | None:
    """`fields` are the answers behind the reasons, weightiest first. None when no plan within reason would do.

    `passes` must not turn false when any lever goes further.
    """
    levers = [lever for field in dict.fromkeys(fields) if (lever := lever_on(facts, field))]
    alone = {lever.field: value for lever in levers if (value := _least(facts, lever, passes)) is not None}
    if alone:
        return Advice(alone, alone=True)
    missing = [lever for field in FURTHER if (lever := lever_on(facts, field)) and lever not in levers]
    for more in range(len(missing) + 1):
        if values := _plan(facts, [*levers, *missing[:more]], passes):
            return Advice(values, alone=False)
    return None


def with_answers(facts: ApplicationFacts, values: dict[FieldName, Value]) -> ApplicationFacts:
    # Every lever's field has the name of a fact.
    return replace(facts, **values)  # type: ignore[arg-type]


def lever_on(facts: ApplicationFacts, field: FieldName) -> Lever | None:
    """None where the answer was not given, cannot be changed by the borrower, or is already as good as can be asked."""
    value = getattr(facts, field, None)
    if isinstance(value, Decimal) and field == "employment_years":
        return Lever(field, Decimal(1), MOST_YEARS_MORE, value + 1, None)
    if not isinstance(value, Money):
        return None
    least = max(facts.amount_min, facts.amount.times(LEAST_COUNTER_SHARE), _major(COUNTER_STEP_MAJOR, value.currency))
    expenses_least = facts.monthly_income.times(LEAST_EXPENSE_SHARE)
    match field:
        case "amount":
            return _down(field, value, least, COUNTER_STEP_MAJOR)
        case "debt":
            return _down(field, value, Money(0, value.currency), COUNTER_STEP_MAJOR)
        case "monthly_expenses":
            return _down(field, value, expenses_least, MONTHLY_STEP_MAJOR)
        case "assets":
            return _up(field, value, facts.amount, COUNTER_STEP_MAJOR)
        case "monthly_income":
            enough = max(Money(value.minor * MOST_INCOME_TIMES, value.currency), facts.amount)
            return _up(field, value, enough, MONTHLY_STEP_MAJOR)
    return None


def _down(field: FieldName, value: Money, least: Money, step_major: int) -> Lever | None:
    step = _major(step_major, value.currency).minor
    first, last = (value.minor - 1) // step, -(-least.minor // step)
    return _lever(field, -step, first * step, first - last + 1, value.currency)


def _up(field: FieldName, value: Money, most: Money, step_major: int) -> Lever | None:
    step = _major(step_major, value.currency).minor
    first, last = value.minor // step + 1, -(-most.minor // step)
    return _lever(field, step, first * step, last - first + 1, value.currency)


def _lever(field: FieldName, step: int, first: int, steps: int, currency: str) -> Lever | None:
    return Lever(field, Decimal(step), steps, Decimal(first), currency) if steps > 0 else None


def _major(amount: int, currency: str) -> Money:
    return Money.parse(str(amount), currency)


def _least(facts: ApplicationFacts, lever: Lever, passes: Passes) -> Value | None:
    found = _first_true(lever.steps, lambda steps: passes(with_answers(facts, {lever.field: lever.after(steps)})))
    return None if found is None else lever.after(found)


def _plan(facts: ApplicationFacts, levers: Sequence[Lever], passes: Passes) -> dict[FieldName, Value]:
    def at(hundredths: int) -> dict[FieldName, Value]:
        return {lever.field: lever.part(hundredths) for lever in levers}

    found = _first_true(PLAN_STEPS, lambda hundredths: passes(with_answers(facts, at(hundredths))))
    return {} if found is None else at(found)


def _first_true(last: int, holds: Callable[[int], bool]) -> int | None:
    """The first of 1…last for which it holds, if it holds for the last; it never turns false again."""
    if not holds(last):
        return None
    low, high = 1, last
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return low
