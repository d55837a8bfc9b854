"""A quote: the plan of a loan, what it costs in all and a year, and who lends. Pure."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache

from backend.policy.groups import Policy
from backend.policy.rules import Policies, shipped
from backend.products.caps import CAPS, Caps, RateCap, check_cap
from backend.products.costs import PERCENT_STEP, YearlyCost, yearly_cost
from backend.products.errors import AmountOutOfRange, TermOutOfRange
from backend.products.schedules import Terms, plan
from backend.products.terms import ProductTerms, check_amount, check_currency, check_licence, check_method, check_term
from contract.lending.products import ExtraPayment, Instalment, LateTerms, Method, Quote
from contract.money import Money
from contract.texts import LocalText

# Of development: every real lender has its own.
DEFAULT_LENDER_NAME = LocalText(zh="贷话小额贷款有限公司", en="Loantalk Microloan Co., Ltd.")


@dataclass(frozen=True, slots=True)
class Lender:
    """Who lends, up to which yearly cost, and by which rules: without `policies`, by those shipped for the licence.

    `must_know_net_assets`: while they are not set no limit can be told, and nothing is offered.
    """

    name: LocalText
    cap: Caps
    policies: Policies | None = None
    must_know_net_assets: bool = False

    def policy(self, today: date) -> Policy:
        return (self.policies or shipped(self.cap.licence)).on(today)

    def knows_limits(self, today: date) -> bool:
        """Whether it can be told how much one person may owe."""
        return not self.must_know_net_assets or self.policy(today).exposure.net_assets is not None


DEFAULT_LENDER = Lender(DEFAULT_LENDER_NAME, CAPS["microlender"])


@dataclass(frozen=True, slots=True)
class Ask:
    """What the borrower wants of a product."""

    amount: Money
    term_months: int
    method: Method


def quote(product: ProductTerms, ask: Ask, lender: Lender, today: date, rate: Decimal | None = None) -> Quote:
    """The quote at the borrower's own `rate`, or, indicative, at the product's highest: later it only gets better.

    Raises what is wrong with the ask, or `RateAboveCap`. The compound rate is held against the cap, as the higher.
    """
    check_amount(ask.amount, [product])
    check_term(ask.term_months, [product])
    check_method(ask.method, [product])
    check_licence(product, lender.cap.licence)
    terms = plan_terms(product, ask, product.highest_rate if rate is None else rate, today)
    instalments = plan(terms)
    cost = _cost(terms, instalments)
    cap = lender.cap.on(today)
    check_cap(cap, cost.compound)
    interest = Money(sum(part.interest.minor for part in instalments), ask.amount.currency)
    return Quote(
        product_id=product.id,
        product_name=product.name,
        lender=lender.name,
        indicative=rate is None,
        amount=ask.amount,
        term_months=ask.term_months,
        method=ask.method,
        rate_percent=terms.rate_percent,
        instalments=instalments,
        total_interest=interest,
        total_fees=terms.fee,
        total_cost=interest + terms.fee,
        apr_simple_percent=cost.simple,
        apr_compound_percent=cost.compound,
        from_date=today,
        late=late_terms(product, terms.rate_percent, cap),
        early=product.early,
        allocation=product.allocation,
    )


def check_dearest(product: ProductTerms, lender: Lender, today: date) -> None:
    """Raises `RateAboveCap` when the product at its dearest is above the cap: a fee weighs most on the shortest term."""
    cap = lender.cap.on(today)
    for method in product.methods:
        ask = Ask(product.amount_max, product.term_min_months, method)
        check_cap(cap, _compound_cost(plan_terms(product, ask, product.highest_rate, today)))


@lru_cache(256)
def _compound_cost(terms: Terms) -> Decimal:
    return _cost(terms, plan(terms)).compound


def _cost(terms: Terms, instalments: list[Instalment]) -> YearlyCost:
    """Counted by days where interest is."""
    by_days = terms.start if terms.day_count == "actual/365" else None
    return yearly_cost(terms.principal.minor, instalments, terms.months, by_days)


def check_extra(extra: ExtraPayment, ask: Ask) -> None:
    """Raises `CurrencyNotOffered`, `AmountOutOfRange` or `TermOutOfRange`."""
    check_currency("extra.amount", extra.amount, ask.amount.currency)
    lowest = Money(1, ask.amount.currency)
    if not lowest <= extra.amount <= ask.amount:
        raise AmountOutOfRange(field="extra.amount", min=asdict(lowest), max=asdict(ask.amount))
    if extra.first_month > ask.term_months:
        raise TermOutOfRange(field="extra.first_month", min=1, max=ask.term_months)


def late_terms(product: ProductTerms, rate_percent: Decimal, cap: RateCap) -> LateTerms | None:
    """What being late costs: the product's factor on the contract's rate, but never more than the cap allows."""
    if product.late is None:
        return None
    rate = min(rate_percent * product.late.rate_factor, cap.percent).quantize(PERCENT_STEP, ROUND_FLOOR)
    return LateTerms(rate_percent=rate, grace_days=product.late.grace_days, rule=f"{cap.since}: {cap.source}")


def plan_terms(product: ProductTerms, ask: Ask, rate: Decimal, start: date) -> Terms:
    fee = ask.amount.times(product.fee_percent / 100)
    return Terms(ask.amount, rate, ask.term_months, ask.method, product.day_count, start, fee)
