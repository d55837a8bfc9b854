"""What a reviewer sees, and the three ends of a review: approve, counter-offer, decline.

A person is bound by what binds the model: the product's limits, the cap, and what the borrower can afford.
"""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.applications.decisions import NOTHING_OWED, DecisionRules, Judged, facts_of, offer_at
from backend.applications.decline_reasons import DECLINE_REASONS, reasons_named
from backend.applications.errors import IncomeNotVerified, NotAffordable
from backend.applications.exposure import check_may_offer, exposure_of, todays_version
from backend.applications.limits import Exposure
from backend.applications.models import ApplicationRow, DecisionRow
from backend.applications.records import record_decision
from backend.applications.review_schemas import (
    Affordability,
    ApproveReview,
    CounterReview,
    DeclineReview,
    QueuedReview,
    ReviewEvidence,
    VerifiedFigures,
)
from backend.applications.rules import ask_of
from backend.applications.schemas import Decision, Offer, Outcome, Reason
from backend.applications.service import locked_application, product_of, require_status, shown
from backend.borrowers.service import lock_borrower
from backend.documents.service import documents_of
from backend.products.errors import ProductNotOffered
from backend.products.quotes import Ask, Lender
from backend.products.terms import ProductTerms
from backend.reviews.schemas import ActKind, RequestDocument, Review, StaffAct
from backend.reviews.service import (
    acts_of,
    end_review,
    open_reviews,
    request_document,
    review_of,
    review_row,
    start_act,
)
from backend.scoring.rules import affordable_instalment, monthly_burden
from backend.scoring.schemas import ApplicationFacts


def queue(session: Session) -> list[QueuedReview]:
    """Those that are open, the earliest deadline first."""
    reviews = open_reviews(session)
    wanted = select(ApplicationRow).where(ApplicationRow.id.in_([one.application_id for one in reviews]))
    asked = {row.id: row.fields for row in session.scalars(wanted)}
    return [
        QueuedReview.model_validate({**asked[one.application_id].model_dump(), **one.model_dump()}) for one in reviews
    ]


def evidence(session: Session, review_id: str, lender: Lender, now: datetime) -> ReviewEvidence:
    """Raises `NotFound`."""
    review = review_row(session, review_id)
    row = session.get_one(ApplicationRow, review.application_id)
    kept = _decisions(session, row.id)
    product, ask = _asked(session, row)
    scored = [one.scored for one in kept if one.scored]
    exposure = exposure_of(session, row.borrower_id, row.id, lender, now)
    return ReviewEvidence(
        review=review_of(review),
        application=shown(session, row, lender, now),
        decisions=[one.decision for one in kept],
        probability=scored[-1].probability if scored else None,
        affordability=_affordability(_facts(row, product, ask, VerifiedFigures(), exposure)),
        documents=documents_of(session, row.id),
        acts=acts_of(session, review_id),
        decline_reasons=list(DECLINE_REASONS),
    )


def ask_for_document(
    session: Session, review_id: str, body: RequestDocument, rules: DecisionRules, now: datetime
) -> Review:
    lock_borrower(session, review_row(session, review_id).borrower_id)
    return request_document(session, review_id, body, rules.deadlines, now)


def approve(session: Session, review_id: str, body: ApproveReview, rules: DecisionRules, now: datetime) -> Review:
    """Offer what was asked for. Raises `IncomeNotVerified`, `NotAffordable`, `OfferNotPossible`, `OfferStillOpen`, and what
    the product's limits or the cap forbid."""

    def decide(row: ApplicationRow) -> Judged:
        _, ask = _asked(session, row)
        product, exposure = _may_be_offered(session, row, ask, rules.lender, now)
        return _offered(row, product, ask, body.verified, "approve", rules.lender, now, exposure)

    return _end(session, review_id, "approved", body, decide, now)


def counter(session: Session, review_id: str, body: CounterReview, rules: DecisionRules, now: datetime) -> Review:
    """Offer another amount or term. Raises as `approve` does."""

    def decide(row: ApplicationRow) -> Judged:
        _, asked = _asked(session, row)
        ask = Ask(body.amount, body.term_months, asked.method)
        product, exposure = _may_be_offered(session, row, ask, rules.lender, now)
        return _offered(row, product, ask, body.verified, "counter", rules.lender, now, exposure)

    return _end(session, review_id, "countered", body, decide, now)


def decline(session: Session, review_id: str, body: DeclineReview, now: datetime) -> Review:
    """Raises `UnknownReason`."""

    def decide(row: ApplicationRow) -> Judged:
        product, ask = _asked(session, row)
        facts = _facts(row, product, ask, VerifiedFigures())
        return Judged(facts, None, _decision(row, "decline", reasons_named(body.reasons), None, now))

    return _end(session, review_id, "declined", body, decide, now)


def _end(
    session: Session,
    review_id: str,
    kind: ActKind,
    body: StaffAct,
    decide: Callable[[ApplicationRow], Judged],
    now: datetime,
) -> Review:
    """Carry the act out once; repeated, it answers the review as it is."""
    found = review_row(session, review_id)
    row = locked_application(session, found.borrower_id, found.application_id)
    review = review_row(session, review_id)
    if start_act(session, review, kind, body, now):
        require_status(row, {"referred"})
        record_decision(session, row, decide(row), now, staff_id=body.staff_id)
        end_review(review, now)
    return review_of(review)


def _offered(
    row: ApplicationRow,
    product: ProductTerms,
    ask: Ask,
    verified: VerifiedFigures,
    outcome: Outcome,
    lender: Lender,
    now: datetime,
    exposure: Exposure,
) -> Judged:
    if verified.monthly_income is None:
        raise IncomeNotVerified()
    offer = offer_at(product.rate_for(_grade(row)), lender, product, ask, now)
    facts = _facts(row, product, ask, verified, exposure)
    burden = _affordability(facts)
    if burden.affordable < burden.instalment:
        raise NotAffordable(instalment=asdict(burden.instalment), affordable=asdict(burden.affordable))
    reasons = row.decision.reasons if row.decision and outcome == "counter" else []
    return Judged(facts, None, _decision(row, outcome, reasons, offer, now))


def _may_be_offered(
    session: Session, row: ApplicationRow, ask: Ask, lender: Lender, now: datetime
) -> tuple[ProductTerms, Exposure]:
    """The product on today's terms, and what is owed beside it. Raises `ProductNotOffered`, or as `check_may_offer`."""
    product = todays_version(session, row, lender, now)
    if product is None:
        raise ProductNotOffered(product_id=row.product_id)
    row.product_version = product.version
    exposure = exposure_of(session, row.borrower_id, row.id, lender, now)
    check_may_offer(exposure, product, ask.amount, lender, now)
    return product, exposure


def _decision(
    row: ApplicationRow, outcome: Outcome, reasons: list[Reason], offer: Offer | None, now: datetime
) -> Decision:
    assert row.decision is not None  # noqa: S101 - only a decided application is reviewed
    return Decision(
        outcome=outcome,
        grade=row.decision.grade,
        grade_text=row.decision.grade_text,
        reasons=reasons,
        offer=offer,
        model_version=row.decision.model_version,
        decided_at=now,
        decided_by="person",
    )


def _asked(session: Session, row: ApplicationRow) -> tuple[ProductTerms, Ask]:
    product, ask = product_of(session, row), ask_of(row.fields)
    assert product is not None and ask is not None  # noqa: S101, PT018 - only a submitted application is reviewed
    return product, ask


def _facts(
    row: ApplicationRow,
    product: ProductTerms,
    ask: Ask,
    verified: VerifiedFigures,
    exposure: Exposure = NOTHING_OWED,
) -> ApplicationFacts:
    """What is judged: the borrower's answers, verified where they are, at the rate that the offer would have."""
    proven = verified.model_dump(exclude_none=True)
    fields = row.fields.model_copy(update={name: getattr(verified, name) for name in proven})
    return replace(facts_of(product, fields, ask, exposure), rate_percent=product.rate_for(_grade(row)))


def _grade(row: ApplicationRow) -> str:
    """Empty where no model graded it: the product then names its highest rate."""
    return (row.decision.grade if row.decision else None) or ""


def _affordability(facts: ApplicationFacts) -> Affordability:
    return Affordability(instalment=monthly_burden(facts), affordable=affordable_instalment(facts))


def _decisions(session: Session, application_id: str) -> list[DecisionRow]:
    rows = select(DecisionRow).where(DecisionRow.application_id == application_id)
    return list(session.scalars(rows.order_by(DecisionRow.number)))
