"""From a submitted draft to a decision with its offer. Pure but for the scorer it is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from backend.applications.limits import Exposure, headroom
from backend.applications.refusals import refusal_reason
from backend.identity.versions import Identities
from backend.products.quotes import Ask, Lender, quote
from backend.products.terms import ProductTerms
from backend.reviews.rules import Deadlines
from backend.scoring.reasons import REVIEW_BY_A_PERSON, make_reason
from backend.scoring.schemas import ApplicationFacts, ScoredDecision
from contract.dates import lender_day
from contract.lending.applications import ApplicationFields, Decision, Offer, Outcome, Reason, Status
from contract.money import Money

# Answers None while no model could be loaded.
Decide = Callable[[ApplicationFacts], ScoredDecision | None]

STATUS_AFTER: dict[Outcome, Status] = {
    "approve": "approved",
    "counter": "counter_offered",
    "refer": "referred",
    "decline": "declined",
}
NO_MODEL = "none"
NOTHING_OWED = Exposure()
SCORING_UNAVAILABLE = make_reason(
    "scoring_unavailable",
    "自动审批暂时不可用，已转人工审核",
    "Automatic decisions are not available now; a person will decide",
    "您无需做任何事，我们会尽快答复",
    "You need not do anything; we will answer as soon as we can",
)


@dataclass(frozen=True, slots=True)
class DecisionRules:
    """What decides, in whose name, and by when a person does. `demo_may_decide`: the scorer was loaded so. `identities`: how to read who
    the borrower is."""

    decide: Decide
    demo_may_decide: bool
    lender: Lender
    deadlines: Deadlines
    identities: Identities


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision with what it rests on. `scored` is None where no model answered."""

    facts: ApplicationFacts
    scored: ScoredDecision | None
    decision: Decision


def judge(
    rules: DecisionRules,
    product: ProductTerms,
    fields: ApplicationFields,
    ask: Ask,
    now: datetime,
    exposure: Exposure = NOTHING_OWED,
) -> Judged:
    """Score the answers, beside what the borrower owes here; who may not borrow now is declined unscored."""
    room = headroom(exposure, product.lending_class, rules.lender.policy(lender_day(now)))
    facts = facts_of(product, fields, ask, exposure, room)
    no_room = room is not None and room < product.amount_min
    if (refusal := exposure.bar or ("limit_reached" if no_room else None)) is not None:
        return Judged(facts, None, _unscored("decline", refusal_reason(refusal, room), now))
    scored = rules.decide(facts)
    decision = decision_on(scored, rules.lender, product, ask, now)
    if decision.offer is not None and (why := _why_a_person(rules, exposure, now)) is not None:
        decision = decision.model_copy(update={"outcome": "refer", "reasons": [why], "offer": None})
    return Judged(facts, scored, decision)


def decision_on(
    scored: ScoredDecision | None, lender: Lender, product: ProductTerms, ask: Ask, now: datetime
) -> Decision:
    """Approval and counter-offer carry an offer at the grade's rate."""
    if scored is None:
        return _unscored("refer", SCORING_UNAVAILABLE, now)
    return Decision(
        outcome=scored.outcome,
        grade=scored.grade,
        grade_text=scored.grade_text,
        reasons=scored.reasons,
        offer=_offer(lender, product, ask, scored, now),
        model_version=scored.model_version,
        decided_at=now,
    )


def _why_a_person(rules: DecisionRules, exposure: Exposure, now: datetime) -> Reason | None:
    """Why the model's offer is left to a person, as the borrower hears it: of a suspicion only that a person looks."""
    if exposure.flags:
        return REVIEW_BY_A_PERSON
    return None if rules.lender.knows_limits(lender_day(now)) else refusal_reason("limits_unknown")


def _unscored(outcome: Outcome, reason: Reason, now: datetime) -> Decision:
    return Decision(outcome=outcome, grade=None, reasons=[reason], offer=None, model_version=NO_MODEL, decided_at=now)


def facts_of(
    product: ProductTerms,
    fields: ApplicationFields,
    ask: Ask,
    exposure: Exposure = NOTHING_OWED,
    room: Money | None = None,
) -> ApplicationFacts:
    """All that the scorer may see. The vital fields must be set. `room`: what may be lent beside what is owed here."""
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
        own_instalments=exposure.own_instalments,
        headroom=room,
    )


def _offer(lender: Lender, product: ProductTerms, ask: Ask, scored: ScoredDecision, now: datetime) -> Offer | None:
    if scored.outcome == "counter" and scored.counter:
        ask = Ask(scored.counter.amount, scored.counter.term_months, ask.method)
    elif scored.outcome != "approve":
        return None
    return offer_at(product.rate_for(scored.grade), lender, product, ask, now)


def offer_at(rate: Decimal, lender: Lender, product: ProductTerms, ask: Ask, now: datetime) -> Offer:
    """Stands for the lender's days. Raises what the product's limits or the cap forbid."""
    today = lender_day(now)
    stands = timedelta(days=lender.policy(today).exposure.offer_stands_days)
    return Offer(quote=quote(product, ask, lender, today, rate), expires_at=now + stands)
