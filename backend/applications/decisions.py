"""From a submitted draft to a decision with its offer. Pure but for the scorer it is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from backend.applications.schemas import ApplicationFields, Decision, Offer, Outcome, Reason, Status
from backend.dates import lender_day
from backend.products.quotes import Ask, Lender, quote
from backend.products.terms import ProductTerms
from backend.scoring.schemas import ApplicationFacts, ScoredDecision
from backend.texts import LocalText

# Answers None while no model could be loaded.
Decide = Callable[[ApplicationFacts], ScoredDecision | None]

OFFER_STANDS = timedelta(days=7)
STATUS_AFTER: dict[Outcome, Status] = {
    "approve": "approved",
    "counter": "counter_offered",
    "refer": "referred",
    "decline": "declined",
}
NO_MODEL = "none"
SCORING_UNAVAILABLE = Reason(
    code="scoring_unavailable",
    text=LocalText(
        zh="自动审批暂时不可用，已转人工审核", en="Automatic decisions are not available now; a person will decide"
    ),
    improve=LocalText(
        zh="您无需做任何事，我们会尽快答复", en="You need not do anything; we will answer as soon as we can"
    ),
)


@dataclass(frozen=True, slots=True)
class DecisionRules:
    """What decides, and in whose name."""

    decide: Decide
    lender: Lender


def make_decision(
    rules: DecisionRules, product: ProductTerms, fields: ApplicationFields, ask: Ask, now: datetime
) -> Decision:
    """Score the answers; approval and counter-offer carry an offer at the grade's rate that stands for a week."""
    scored = rules.decide(facts_of(product, fields, ask))
    if scored is None:
        return Decision(
            outcome="refer",
            grade=None,
            reasons=[SCORING_UNAVAILABLE],
            offer=None,
            model_version=NO_MODEL,
            decided_at=now,
        )
    return Decision(
        outcome=scored.outcome,
        grade=scored.grade,
        grade_text=scored.grade_text,
        reasons=scored.reasons,
        offer=_offer(rules.lender, product, ask, scored, now),
        model_version=scored.model_version,
        decided_at=now,
    )


def facts_of(product: ProductTerms, fields: ApplicationFields, ask: Ask) -> ApplicationFacts:
    """All that the scorer may see. The vital fields must be set."""
    assert fields.monthly_income is not None  # noqa: S101 - a proposal hash exists only with it
    return ApplicationFacts(
        amount=ask.amount,
        term_months=ask.term_months,
        method=ask.method,
        rate_percent=product.highest_rate,
        monthly_income=fields.monthly_income,
        amount_min=product.amount_min,
        amount_max=product.amount_max,
        term_min_months=product.term_min_months,
        term_max_months=product.term_max_months,
        monthly_expenses=fields.monthly_expenses,
        employment=fields.employment,
        employment_years=fields.employment_years,
        housing=fields.housing,
        assets=fields.assets,
        debt=fields.debt,
    )


def _offer(lender: Lender, product: ProductTerms, ask: Ask, scored: ScoredDecision, now: datetime) -> Offer | None:
    if scored.outcome == "counter" and scored.counter:
        ask = Ask(scored.counter.amount, scored.counter.term_months, ask.method)
    elif scored.outcome != "approve":
        return None
    figures = quote(product, ask, lender, lender_day(now), product.rate_for(scored.grade))
    return Offer(quote=figures, expires_at=now + OFFER_STANDS)
