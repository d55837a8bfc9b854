"""What the scorer is asked and what it answers. No HTTP: the applications domain calls it in the same process."""

from dataclasses import dataclass
from decimal import Decimal

from contract.lending.applications import Employment, Housing, Outcome, Reason
from contract.lending.products import Method
from contract.money import Money
from contract.texts import LocalText


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """One application as the scorer sees it: nothing that names, dates or places the borrower.

    All amounts share one currency. `rate_percent` is the yearly rate at which instalments are estimated (the
    product's highest, while the borrower's own is not known). None means "not given". The limits are the product's
    and bound a counter-offer. `debt` is what the borrower owes elsewhere. Of what is owed here, `own_instalments` is what it
    takes a month, and `headroom` what may be lent beside it; facts of the first release have neither.
    """

    amount: Money
    term_months: int
    method: Method
    rate_percent: Decimal
    monthly_income: Money
    amount_min: Money
    amount_max: Money
    term_min_months: int
    term_max_months: int
    monthly_expenses: Money | None = None
    employment: Employment | None = None
    employment_years: Decimal | None = None
    housing: Housing | None = None
    assets: Money | None = None
    debt: Money | None = None
    own_instalments: Money | None = None
    headroom: Money | None = None


@dataclass(frozen=True, slots=True)
class CounterOffer:
    """A smaller amount or a longer term, within the product's limits, that would pass."""

    amount: Money
    term_months: int


@dataclass(frozen=True, slots=True)
class Shadow:
    """What the challenger would have said of the application as asked. It never decides."""

    model_version: str
    probability: float


@dataclass(frozen=True, slots=True)
class ScoredDecision:
    """`probability` is the calibrated chance that the loan goes bad, 0…1; `counter` is set only with outcome "counter".

    With a counter-offer, `grade` and `probability` are those of the counter-offer; otherwise of what was asked.
    `reasons` has up to four, the weightiest first; it is empty for a clear approval. `rule` is the one it was judged by; decisions of
    the first releases name none.
    """

    outcome: Outcome
    grade: str
    probability: float
    reasons: list[Reason]
    counter: CounterOffer | None
    model_version: str
    grade_text: LocalText | None = None
    shadow: Shadow | None = None
    rule: int = 1
