"""How applications were judged before, so that a decision of that time can be made again. Pure.

Rule 1 took an answer that was not given at a cautious guess (half of the income for expenses, three months' income for debt), and so
approved now and then where the truth would not have been. Since rule 2 silence is taken at its worst (`silence.py`).
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from backend.scoring.rules import find_counter
from backend.scoring.schemas import ApplicationFacts, CounterOffer
from contract.lending.applications import Outcome
from contract.money import Money

T = TypeVar("T")
Holds = Callable[[ApplicationFacts], bool]


def judge_by_rule_1(facts: ApplicationFacts, passes: Holds, is_grey: Holds) -> tuple[Outcome, CounterOffer | None]:
    if passes(facts):
        return "approve", None
    best = _in_a_good_light(facts)
    if is_grey(facts) or passes(best):
        return "refer", None
    if counter := find_counter(facts, passes):
        return "counter", counter
    return ("refer" if best != facts and find_counter(best, passes) else "decline"), None


def _in_a_good_light(facts: ApplicationFacts) -> ApplicationFacts:
    income = facts.monthly_income
    return replace(
        facts,
        monthly_expenses=_or(facts.monthly_expenses, income.times(Decimal("0.3"))),
        employment=_or(facts.employment, "employed"),
        employment_years=_or(facts.employment_years, Decimal(10)),
        housing=_or(facts.housing, "own"),
        assets=_or(facts.assets, facts.amount),
        debt=_or(facts.debt, Money(0, income.currency)),
    )


def _or(told: T | None, assumed: T) -> T:
    return assumed if told is None else told
