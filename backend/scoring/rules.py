"""The lender's rules beside the model. Pure: the same facts always give the same answer."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from backend.scoring.features import ASSUMED_EXPENSE_SHARE
from backend.scoring.grades import grade_of
from backend.scoring.schemas import ApplicationFacts, CounterOffer
from contract.lending.products import Method
from contract.money import Money

# Up to B the model approves; up to the second bound a person looks; beyond it declines.
APPROVE_UP_TO = 0.30
REFER_UP_TO = 0.38
# Of what is left each month after expenses and other debt, this share may go to our instalment.
INSTALMENT_SHARE = Decimal("0.7")
# Other debt is taken as paid off evenly over this long; a mortgage runs longer.
DEBT_MONTHS = 60
MORTGAGE_MONTHS = 240
TERMS = (3, 6, 9, 12, 18, 24, 36, 48, 60, 84, 120, 180, 240, 360)
COUNTER_STEP_MAJOR = 1000
# A smaller part of what was asked is no answer to the borrower's need.
LEAST_COUNTER_SHARE = Decimal("0.1")


def monthly_burden(facts: ApplicationFacts) -> Money:
    """The heaviest monthly payment the loan asks for; where principal falls due later, what must be put by for it."""
    return burden_of(facts.amount, facts.term_months, facts.rate_percent, facts.method)


def burden_of(amount: Money, months: int, rate_percent: Decimal, method: Method) -> Money:
    """As `monthly_burden`, of any amount still to be repaid over so many months."""
    rate = rate_percent / 1200
    if method == "equal_principal":
        return amount.times(Decimal(1) / months + rate)
    if rate == 0:
        return amount.times(Decimal(1) / months)
    return amount.times(rate / (1 - (1 + rate) ** -months))


def affordable_instalment(facts: ApplicationFacts) -> Money:
    """What the borrower can pay each month beside expenses and all other debt, here and elsewhere; never below zero."""
    income = facts.monthly_income
    expenses = (
        income.times(Decimal(ASSUMED_EXPENSE_SHARE)) if facts.monthly_expenses is None else facts.monthly_expenses
    )
    months = MORTGAGE_MONTHS if facts.housing == "mortgage" else DEBT_MONTHS
    other_debt = Money(0, income.currency) if facts.debt is None else facts.debt.times(Decimal(1) / months)
    left = income - expenses - other_debt - (facts.own_instalments or Money(0, income.currency))
    return max(left, Money(0, income.currency)).times(INSTALMENT_SHARE)


def is_affordable(facts: ApplicationFacts) -> bool:
    return monthly_burden(facts) <= affordable_instalment(facts)


def is_within_headroom(facts: ApplicationFacts) -> bool:
    """What one person may owe here bounds what is lent beside what is owed already."""
    return facts.headroom is None or facts.amount <= facts.headroom


def is_within_limit(facts: ApplicationFacts, probability: float) -> bool:
    """The grade bounds what is lent, in monthly incomes."""
    return facts.amount <= grade_of(probability).limit(facts.monthly_income)


def find_counter(facts: ApplicationFacts, passes: Callable[[ApplicationFacts], bool]) -> CounterOffer | None:
    """The passing offer nearest to what was asked: the same amount over the shortest longer term, else the largest
    smaller amount. `passes` must not turn true when the amount grows."""
    terms = list(_longer_terms(facts))
    for term in terms[1:]:
        if passes(replace(facts, term_months=term)):
            return CounterOffer(facts.amount, term)
    offers = [(_largest_amount(replace(facts, term_months=term), passes), term) for term in terms]
    found = [(amount, term) for amount, term in offers if amount is not None]
    if not found:
        return None
    amount, term = max(found, key=lambda offer: (offer[0].minor, -offer[1]))
    return CounterOffer(amount, term)


def _longer_terms(facts: ApplicationFacts) -> Iterator[int]:
    yield facts.term_months
    yield from (t for t in TERMS if facts.term_months < t <= facts.term_max_months)


def _largest_amount(facts: ApplicationFacts, passes: Callable[[ApplicationFacts], bool]) -> Money | None:
    """The largest whole step below the asked amount, and not below the least worth offering, that passes."""
    asked = facts.amount
    step = Money.parse(str(COUNTER_STEP_MAJOR), asked.currency).minor
    least = max(facts.amount_min, asked.times(LEAST_COUNTER_SHARE))
    low, high = -(-least.minor // step), (asked.minor - 1) // step

    def passes_at(steps: int) -> bool:
        return passes(replace(facts, amount=Money(steps * step, asked.currency)))

    if low > high or not passes_at(low):
        return None
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if passes_at(middle) else (low, middle - 1)
    return Money(low * step, asked.currency)
