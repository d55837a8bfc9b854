"""What a reviewer sees, and the three ends of a review: approve, counter-offer, decline.

A person is bound by what binds the model: the product's limits, the cap, and what the borrower can afford. An offer above
the lender's bound is proposed by one reviewer and confirmed by another.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.applications.decisions import NOTHING_OWED, DecisionRules, Judged
from backend.applications.decline_reasons import DECLINE_REASONS, reasons_named
from backend.applications.errors import NothingProposed
from backend.applications.exposure import check_may_offer, exposure_of, todays_version
from backend.applications.findings import check_related_offer, evidence_of, flags_of, note_evidence
from backend.applications.limits import Exposure
from backend.applications.models import ApplicationRow, DecisionRow
from backend.applications.offers import (
    affordability_of,
    bands_of,
    decided,
    facts_at,
    judge_offer,
    offered_ask,
    terms_of,
)
from backend.applications.records import record_decision
from backend.applications.rules import ask_of
from backend.applications.service import locked_application, product_of, require_status, shown
from backend.borrowers.service import lock_borrower
from backend.consents.service import require
from backend.documents.service import documents_of
from backend.identity.service import confirmed_by
from backend.identity.versions import Identities
from backend.policy.groups import ApprovalPolicy
from backend.products.errors import ProductNotOffered
from backend.products.quotes import Ask, Lender
from backend.products.terms import ProductTerms
from backend.reviews.errors import ReviewChanged
from backend.reviews.service import (
    acts_of,
    ask_second_person,
    end_review,
    give_back,
    is_repeated,
    open_reviews,
    proposed_offer,
    request_document,
    review_of,
    review_row,
    start_act,
)
from backend.scoring.schemas import ApplicationFacts
from backend.staff_acts.rules import check_second_person
from contract.dates import lender_day
from contract.lending.applications import Decision
from contract.lending.reviews import ActKind, RequestDocument, Review, ReviewAct, StaffAct
from contract.lending.underwriting import (
    ApproveReview,
    ConfirmReview,
    CounterReview,
    DeclineReview,
    OfferTerms,
    ProposedOffer,
    QueuedReview,
    ReviewEvidence,
    VerifiedFigures,
)

if TYPE_CHECKING:
    from backend.reviews.models import ReviewRow

OfferOutcome = Literal["approve", "counter"]
DONE: dict[OfferOutcome, ActKind] = {"approve": "approved", "counter": "countered"}
WAITING: dict[OfferOutcome, ActKind] = {"approve": "approval_proposed", "counter": "counter_proposed"}


def queue(session: Session) -> list[QueuedReview]:
    """Those that are open, the earliest deadline first."""
    reviews = open_reviews(session)
    wanted = select(ApplicationRow).where(ApplicationRow.id.in_([one.application_id for one in reviews]))
    asked = {row.id: row.fields for row in session.scalars(wanted)}
    return [
        QueuedReview.model_validate({**asked[one.application_id].model_dump(), **one.model_dump()}) for one in reviews
    ]


def evidence(session: Session, identities: Identities, review_id: str, lender: Lender, now: datetime) -> ReviewEvidence:
    """What is found now is kept: whoever decides after this has seen it. Raises `NotFound`."""
    row = _locked(session, review_id)
    review = review_row(session, review_id)
    if row.status == "referred":
        note_evidence(session, identities, row, lender, now)
    kept, approvals = _decisions(session, row.id), _approvals(lender, now)
    product, _ = _asked(session, row)
    scored = [one.scored for one in kept if one.scored]
    proposal = proposed_offer(session, review)
    exposure = exposure_of(session, identities, row.borrower_id, row.id, lender, now)
    return ReviewEvidence(
        review=review_of(review),
        application=shown(session, row, lender, now),
        decisions=[one.decision for one in kept],
        probability=scored[-1].probability if scored else None,
        affordability=affordability_of(_facts_as_asked(session, row, exposure)),
        documents=documents_of(session, row.id),
        acts=acts_of(session, review_id),
        decline_reasons=list(DECLINE_REASONS),
        bands=bands_of(product, approvals),
        second_person_above=approvals.second_person_above,
        proposed=_proposed(row, product, proposal, exposure) if proposal else None,
        flags=list(flags_of(row)),
        evidence=evidence_of(row),
    )


def ask_for_document(
    session: Session, review_id: str, body: RequestDocument, rules: DecisionRules, now: datetime
) -> Review:
    lock_borrower(session, review_row(session, review_id).borrower_id)
    return request_document(session, review_id, body, rules.deadlines, now)


def approve(
    session: Session,
    review_id: str,
    body: ApproveReview,
    rules: DecisionRules,
    now: datetime,
) -> Review:
    """Offer what was asked for; above the lender's bound it waits for a second person.

    Raises `IncomeNotVerified`, `NotAffordable`, `GradeNotOffered`, `RateOutOfRange`, `ProductNotOffered`, `OfferNotPossible`,
    `OfferStillOpen`, `SecondPersonNeeded`, `ReviewChanged`, `RelatedLimitReached`, `RelatedTermsBetter`, and what the product's limits or the cap forbid.
    """
    return _offer(session, review_id, "approve", body, rules, now)


def counter(
    session: Session,
    review_id: str,
    body: CounterReview,
    rules: DecisionRules,
    now: datetime,
) -> Review:
    """Offer a smaller amount or another term. Otherwise as `approve`."""
    return _offer(session, review_id, "counter", body, rules, now)


def confirm(
    session: Session,
    review_id: str,
    body: ConfirmReview,
    rules: DecisionRules,
    now: datetime,
) -> Review:
    """Make the offer that waits, judged again today. Raises as `approve`, `NothingProposed` and `SecondPersonNeeded`."""
    row = _locked(session, review_id)
    check_may_decide(session, row, body.staff_id)
    review = review_row(session, review_id)
    proposal = proposed_offer(session, review)
    if start_act(session, review, "confirmed", body, now):
        proposed_by, terms = _waiting(proposal)
        check_second_person(proposed_by, body.staff_id)
        judged = _judged(session, review, row, terms, rules, now)
        record_decision(session, row, judged, now, staff_id=proposed_by, confirmed_by=body.staff_id)
        end_review(review, now)
    return review_of(review)


def send_back(session: Session, review_id: str, body: StaffAct, now: datetime) -> Review:
    """The offer that waits is looked at again. Raises `NothingProposed`."""
    _locked(session, review_id)
    review = review_row(session, review_id)
    proposal = proposed_offer(session, review)
    if start_act(session, review, "returned", body, now):
        _waiting(proposal)
        give_back(review)
    return review_of(review)


def decline(session: Session, review_id: str, body: DeclineReview, now: datetime) -> Review:
    """Also of an offer that waits. Raises `UnknownReason` and `SecondPersonNeeded`."""
    row = _locked(session, review_id)
    check_may_decide(session, row, body.staff_id)
    review = review_row(session, review_id)
    if start_act(session, review, "declined", body, now):
        require_status(row, {"referred"})
        earlier = _earlier(row)
        decision = decided(earlier, "decline", reasons_named(body.reasons), None, now, earlier.grade)
        judged = Judged(_facts_as_asked(session, row), None, decision)
        record_decision(session, row, judged, now, staff_id=body.staff_id)
        end_review(review, now)
    return review_of(review)


def check_may_decide(session: Session, row: ApplicationRow, staff_id: str) -> None:
    """Raises `SecondPersonNeeded` for the one who confirmed who the borrower is: nobody does both."""
    if (known_to := confirmed_by(session, row.borrower_id)) is not None:
        check_second_person(known_to, staff_id)


def _offer(
    session: Session,
    review_id: str,
    outcome: OfferOutcome,
    body: ApproveReview,
    rules: DecisionRules,
    now: datetime,
) -> Review:
    """Carry the act out once; repeated, it answers the review as it is."""
    row = _locked(session, review_id)
    check_may_decide(session, row, body.staff_id)
    review, approvals = review_row(session, review_id), _approvals(rules.lender, now)
    if is_repeated(session, review, (DONE[outcome], WAITING[outcome]), body):
        return review_of(review)
    _, asked = _asked(session, row)
    product = _offered_product(session, row, rules.lender, now)
    terms = terms_of(outcome, body, product, asked, _earlier(row).grade, approvals)
    # What the borrower would owe in all: else one person could lend in parts what needs two.
    owed = exposure_of(session, rules.identities, row.borrower_id, row.id, rules.lender, now).owed
    alone = owed + terms.amount <= approvals.second_person_above
    kind = (DONE if alone else WAITING)[outcome]
    if start_act(session, review, kind, body, now, terms.model_dump(mode="json")):
        judged = _judged(session, review, row, terms, rules, now)
        if alone:
            record_decision(session, row, judged, now, staff_id=body.staff_id)
            end_review(review, now)
        else:
            ask_second_person(review)
    return review_of(review)


def _judged(
    session: Session, review: "ReviewRow", row: ApplicationRow, terms: OfferTerms, rules: DecisionRules, now: datetime
) -> Judged:
    """Raises `ReviewChanged` where something was found that nobody was shown: it is when the review is opened again."""
    require_status(row, {"referred"})
    require(session, row.borrower_id, "credit_check")
    lender, identities = rules.lender, rules.identities
    if note_evidence(session, identities, row, lender, now):
        raise ReviewChanged(version=review.version)
    product = _offered_product(session, row, lender, now)
    exposure = exposure_of(session, identities, row.borrower_id, row.id, lender, now)
    check_may_offer(exposure, product, terms.amount, lender, now)
    check_related_offer(session, identities, row, product, terms, lender, now)
    row.product_version = product.version
    return judge_offer(terms, _earlier(row), row.fields, product, lender, now, _approvals(lender, now), exposure)


def _offered_product(session: Session, row: ApplicationRow, lender: Lender, now: datetime) -> ProductTerms:
    """The product on today's terms. Raises `ProductNotOffered`."""
    product = todays_version(session, row, lender, now)
    if product is None:
        raise ProductNotOffered(product_id=row.product_id)
    return product


def _locked(session: Session, review_id: str) -> ApplicationRow:
    """The review's application, once nobody else can act on either."""
    review = review_row(session, review_id)
    return locked_application(session, review.borrower_id, review.application_id)


def _waiting(proposal: ReviewAct | None) -> tuple[str, OfferTerms]:
    """Who proposed which offer."""
    if proposal is None or proposal.staff_id is None:
        raise NothingProposed()
    return proposal.staff_id, OfferTerms.model_validate(proposal.facts)


def _proposed(row: ApplicationRow, product: ProductTerms, proposal: ReviewAct, exposure: Exposure) -> ProposedOffer:
    proposed_by, terms = _waiting(proposal)
    facts = facts_at(terms.rate_percent, product, row.fields, offered_ask(terms, row.fields), terms.verified, exposure)
    return ProposedOffer(
        **terms.model_dump(),
        proposed_by=proposed_by,
        proposed_at=proposal.at,
        note=proposal.note,
        affordability=affordability_of(facts),
    )


def _asked(session: Session, row: ApplicationRow) -> tuple[ProductTerms, Ask]:
    product, ask = product_of(session, row), ask_of(row.fields)
    assert product is not None and ask is not None  # noqa: S101, PT018 - only a submitted application is reviewed
    return product, ask


def _facts_as_asked(session: Session, row: ApplicationRow, exposure: Exposure = NOTHING_OWED) -> ApplicationFacts:
    """The borrower's answers as they are. Where no model graded it, the product's highest rate counts."""
    product, ask = _asked(session, row)
    return facts_at(product.rate_for(_earlier(row).grade or ""), product, row.fields, ask, VerifiedFigures(), exposure)


def _earlier(row: ApplicationRow) -> Decision:
    assert row.decision is not None  # noqa: S101 - only a decided application is reviewed
    return row.decision


def _approvals(lender: Lender, now: datetime) -> ApprovalPolicy:
    return lender.policy(lender_day(now)).approvals


def _decisions(session: Session, application_id: str) -> list[DecisionRow]:
    rows = select(DecisionRow).where(DecisionRow.application_id == application_id)
    return list(session.scalars(rows.order_by(DecisionRow.number)))
