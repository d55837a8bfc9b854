"""What the model looks at: ratios that mean the same in any currency. All point one way: more is riskier.

Sex, age, marital status and anything else about who the borrower is are not features.
"""

import math
from dataclasses import dataclass

from backend.scoring.schemas import ApplicationFacts
from contract.lending.applications import Employment, FieldName, Housing
from contract.money import Money

# What the model takes an answer not given for. Whether silence helps is `silence.py`'s to see to.
ASSUMED_EXPENSE_SHARE = 0.5
ASSUMED_DEBT_MONTHS = 3.0
ASSUMED_YEARS = 1.0
# The training data knows no longer loan; past it the term says nothing more.
LONGEST_TERM_YEARS = 6.0
# Which of the borrower's answers stands behind a feature, if the feature rests on one that can be skipped.
ANSWER: dict[str, FieldName] = {
    "expense_share": "monthly_expenses",
    "debt_months": "debt",
    "assets_short": "assets",
    "years_short": "employment_years",
    "part_time": "employment",
    "self_employed": "employment",
    "other_work": "employment",
    "rents": "housing",
}
FEATURES = ("repayment_share", "term_years", *ANSWER)


@dataclass(frozen=True, slots=True)
class Figures:
    """One applicant in plain numbers. Amounts are in any one unit, income and expenses per month; None: not told."""

    amount: float
    term_months: int
    income: float
    expenses: float | None
    debt: float | None
    assets: float | None
    years: float | None
    employment: Employment | None
    housing: Housing | None


def figures_of(facts: ApplicationFacts) -> Figures:
    return Figures(
        amount=float(facts.amount.minor),
        term_months=facts.term_months,
        income=float(facts.monthly_income.minor),
        expenses=_minor(facts.monthly_expenses),
        debt=_minor(facts.debt),
        assets=_minor(facts.assets),
        years=None if facts.employment_years is None else float(facts.employment_years),
        employment=facts.employment,
        housing=facts.housing,
    )


def untold(figures: Figures) -> set[FieldName]:
    """The borrower's answers that are missing and so assumed."""
    told: dict[FieldName, object] = {
        "monthly_expenses": figures.expenses,
        "debt": figures.debt,
        "assets": figures.assets,
        "employment_years": figures.years,
        "employment": figures.employment,
        "housing": figures.housing,
    }
    return {name for name, value in told.items() if value is None}


def features_of(figures: Figures) -> list[float]:
    """The values of `FEATURES`, in that order. Logarithms keep single huge ratios from drowning the rest."""
    income = max(figures.income, 1.0)
    expenses = ASSUMED_EXPENSE_SHARE * income if figures.expenses is None else figures.expenses
    debt = ASSUMED_DEBT_MONTHS * income if figures.debt is None else figures.debt
    years = ASSUMED_YEARS if figures.years is None else figures.years
    # A tenth of the income stands in when expenses leave nothing.
    left_each_month = max(income - expenses, income / 10)
    share = figures.amount / figures.term_months / left_each_month
    values = {
        "repayment_share": math.log(min(max(share, 0.01), 3.0)),
        "term_years": min(figures.term_months / 12, LONGEST_TERM_YEARS),
        "expense_share": min(expenses / income, 1.5),
        "debt_months": math.log1p(debt / income),
        "assets_short": -math.log1p(min((figures.assets or 0.0) / figures.amount, 100.0)),
        "years_short": -math.log1p(min(years, 20.0)),
        **_work(figures.employment),
        **_home(figures.housing),
    }
    return [values[name] for name in FEATURES]


def _work(employment: Employment | None) -> dict[str, float]:
    """A steady job is the reference. No job counts as the riskiest kind of work the data knows."""
    return {
        "part_time": float(employment in ("part_time", "unemployed")),
        "self_employed": float(employment == "self_employed"),
        "other_work": float(employment in ("other", "retired", None)),
    }


def _home(housing: Housing | None) -> dict[str, float]:
    """One's own or the family's home is the reference."""
    return {"rents": float(housing in ("rent", "other", None))}


def _minor(money: Money | None) -> float | None:
    return None if money is None else float(money.minor)
