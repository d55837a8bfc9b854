"""An offer as a reviewer makes it: its terms, and the judgement on verified figures. Pure."""

from dataclasses import asdict, replace
from datetime import datetime
from decimal import Decimal
from typing import Literal

from backend.applications.decisions import NOTHING_OWED, Judged, facts_of, offer_at
from backend.applications.errors import IncomeNotVerified, NotAffordable
from backend.applications.limits import Exposure
from backend.applications.pricing import band_of, check_grade, priced
from backend.policy.groups import ApprovalPolicy
from backend.products.errors import AmountOutOfRange
from backend.products.quotes import Ask, Lender
from backend.products.terms import ProductTerms, check_currency
from backend.scoring.grades import BY_NAME
from backend.scoring.rules import affordable_instalment, monthly_burden
from backend.scoring.schemas import ApplicationFacts
from contract.lending.applications import ApplicationFields, Decision, Offer, Outcome, Reason
from contract.lending.underwriting import (
    Affordability,
    ApproveReview,
    CounterReview,
    GradeBand,
    OfferTerms,
    VerifiedFigures,
)


def terms_of(
    outcome: Literal["approve", "counter"],
    body: ApproveReview,
    product: ProductTerms,
    asked: Ask,
    grade: str | None,
    rules: ApprovalPolicy,
) -> OfferTerms:
    """`grade` is the model's. Raises `GradeNotOffered`, `RateOutOfRange`, and `AmountOutOfRange` for more than was asked for."""
    if body.grade is not None:
        check_grade(product, body.grade)
    grade = body.grade or grade
    ask = _smaller(body, product, asked) if isinstance(body, CounterReview) else asked
    return OfferTerms(
        outcome=outcome,
        amount=ask.amount,
        term_months=ask.term_months,
        grade=grade,
        rate_percent=priced(product, grade or "", body.rate_percent, rules),
        verified=body.verified,
    )


def judge_offer(
    terms: OfferTerms,
    earlier: Decision,
    fields: ApplicationFields,
    product: ProductTerms,
    lender: Lender,
    now: datetime,
    rules: ApprovalPolicy,
    exposure: Exposure,
) -> Judged:
    """Raises `IncomeNotVerified`, `NotAffordable`, and what the product's limits, the grade's band or the cap forbid."""
    if terms.verified.monthly_income is None:
        raise IncomeNotVerified()
    rate = priced(product, terms.grade or "", terms.rate_percent, rules)
    facts = facts_at(rate, product, fields, offered_ask(terms, fields), terms.verified, exposure)
    offer = offer_at(rate, lender, product, offered_ask(terms, fields), now)
    burden = affordability_of(facts)
    if burden.affordable < burden.instalment:
        raise NotAffordable(instalment=asdict(burden.instalment), affordable=asdict(burden.affordable))
    reasons = earlier.reasons if terms.outcome == "counter" else []
    return Judged(facts, None, decided(earlier, terms.outcome, reasons, offer, now, terms.grade))


def decided(
    earlier: Decision, outcome: Outcome, reasons: list[Reason], offer: Offer | None, now: datetime, grade: str | None
) -> Decision:
    """A person's decision; `model_version` stays that of the model whose answer was looked at."""
    text = BY_NAME[grade].text if grade in BY_NAME and grade != earlier.grade else earlier.grade_text
    return Decision(
        outcome=outcome,
        grade=grade,
        grade_text=text,
        reasons=reasons,
        offer=offer,
        model_version=earlier.model_version,
        decided_at=now,
        decided_by="person",
    )


def facts_at(
    rate: Decimal,
    product: ProductTerms,
    fields: ApplicationFields,
    ask: Ask,
    verified: VerifiedFigures,
    exposure: Exposure = NOTHING_OWED,
) -> ApplicationFacts:
    """What is judged: the borrower's answers, verified where they are, at the rate that the offer would have."""
    proven = verified.model_dump(exclude_none=True)
    fields = fields.model_copy(update={name: getattr(verified, name) for name in proven})
    return replace(facts_of(product, fields, ask, exposure), rate_percent=rate)


def offered_ask(terms: OfferTerms, fields: ApplicationFields) -> Ask:
    """Repaid as asked."""
    assert fields.method is not None  # noqa: S101 - only a submitted application is reviewed
    return Ask(terms.amount, terms.term_months, fields.method)


def affordability_of(facts: ApplicationFacts) -> Affordability:
    return Affordability(instalment=monthly_burden(facts), affordable=affordable_instalment(facts))


def bands_of(product: ProductTerms, rules: ApprovalPolicy) -> list[GradeBand]:
    bands = {grade: band_of(product, grade, rules) for grade in product.rate_by_grade}
    return [
        GradeBand(
            grade=grade,
            text=BY_NAME[grade].text if grade in BY_NAME else None,
            rate_percent=band.rate,
            rate_min_percent=band.lowest,
            rate_max_percent=band.highest,
        )
        for grade, band in bands.items()
    ]


def _smaller(body: CounterReview, product: ProductTerms, asked: Ask) -> Ask:
    check_currency("amount", body.amount, asked.amount.currency)
    if asked.amount < body.amount:
        raise AmountOutOfRange(field="amount", min=asdict(product.amount_min), max=asdict(asked.amount))
    return Ask(body.amount, body.term_months, asked.method)
