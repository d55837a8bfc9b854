"""What an answer that was not given could be: the worst of all, and the best. Pure."""

from collections.abc import Callable, Collection
from dataclasses import replace
from decimal import Decimal
from typing import get_args

from backend.scoring.rules import MORTGAGE_MONTHS
from backend.scoring.schemas import ApplicationFacts
from contract.lending.applications import OPTIONAL, WITHOUT_WORK, Employment, FieldName, Housing
from contract.money import Money

# As far as the model looks: past these it counts no more (`features.py`).
MOST_YEARS = Decimal(20)
MOST_ASSETS_TIMES = 100
MOST_EXPENSES_SHARE = Decimal("1.5")


def untold_of(facts: ApplicationFacts) -> set[FieldName]:
    """What was asked for and not answered; who is not in work is not asked for how long."""
    missing = {name for name in OPTIONAL if getattr(facts, name) is None}
    return missing - {"employment_years"} if facts.employment in WITHOUT_WORK else missing


def at_worst(
    facts: ApplicationFacts, missing: Collection[FieldName], probability: Callable[[ApplicationFacts], float]
) -> ApplicationFacts:
    """No truth behind the missing answers is likelier to go bad, or leaves less to pay from. `probability`: of going bad."""
    income = facts.monthly_income
    worst = _with(
        facts,
        missing,
        monthly_expenses=income.times(MOST_EXPENSES_SHARE),
        employment_years=Decimal(0),
        assets=Money(0, income.currency),
        # Paid off evenly it takes the whole income, however long that may take.
        debt=income.times(Decimal(MORTGAGE_MONTHS)),
    )
    if "employment" in missing:
        kinds = [replace(worst, employment=kind, employment_years=None) for kind in WITHOUT_WORK]
        kinds += [replace(worst, employment=kind) for kind in get_args(Employment)]
        worst = max(kinds, key=probability)
    if "housing" in missing:
        homes = [replace(worst, housing=home) for home in get_args(Housing)]
        # A mortgage runs longer than other debts, so that it leaves more to pay from.
        worst = max((home for home in homes if home.housing != "mortgage"), key=probability)
    return worst


def at_best(facts: ApplicationFacts, missing: Collection[FieldName]) -> list[ApplicationFacts]:
    """If none of these passes, no truth does. A mortgage weighs against somebody in risk and for them in what is left to pay from."""
    income = facts.monthly_income
    best = _with(
        facts,
        missing,
        monthly_expenses=Money(0, income.currency),
        employment="employed",
        employment_years=MOST_YEARS,
        assets=facts.amount.times(Decimal(MOST_ASSETS_TIMES)),
        debt=Money(0, income.currency),
        housing="own",
    )
    return [best, replace(best, housing="mortgage")] if "housing" in missing else [best]


def _with(facts: ApplicationFacts, missing: Collection[FieldName], **answers: object) -> ApplicationFacts:
    # Every answer has the name and the type of a fact.
    return replace(facts, **{name: answers[name] for name in missing if name in answers})  # type: ignore[arg-type]
