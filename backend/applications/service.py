"""Applications: drafts, submission, and the borrower's own decisions about them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.applications.decisions import DecisionRules, judge
from backend.applications.errors import FieldsMissing, ProposalChanged, ReviewsUsedUp, WrongStatus
from backend.applications.exposure import check_open_offers, exposure_of, standing_offer, todays_version
from backend.applications.findings import flags_of, note_evidence
from backend.applications.models import ApplicationRow
from backend.applications.records import record_decision
from backend.applications.rules import (
    ask_of,
    check_answers,
    check_skips,
    choose_product,
    escapes_limits,
    merge_answers,
    missing_fields,
    proposal_hash,
    skipped_fields,
    still_possible,
)
from backend.borrowers.service import check_borrower, lock_borrower
from backend.consents import service as consents
from backend.consents.errors import ConsentNeeded
from backend.ids import new_id
from backend.outbox import add_event
from backend.policy.groups import Policy
from backend.policy.rules import SHIPPED
from backend.products.errors import ProductNotOffered, PurposeNotOffered
from backend.products.quotes import DEFAULT_LENDER, Ask, Lender, quote
from backend.products.service import offered_product, offered_products, product_version
from backend.products.terms import ProductTerms
from backend.reviews.rules import Deadlines
from backend.reviews.service import newest_review, open_review, reviews_asked, withdraw_review
from contract.dates import lender_day
from contract.lending.applications import (
    FIELDS,
    OPEN_OFFER,
    REVIEWABLE,
    VITAL,
    WITHDRAWABLE,
    Application,
    ApplicationFields,
    ChangeApplication,
    StartApplication,
    Status,
    SubmitApplication,
)
from contract.lending.products import Quote
from servicekit.problems import NotFound, Problem


def start_application(
    session: Session, borrower_id: str, body: StartApplication, now: datetime, lender: Lender = DEFAULT_LENDER
) -> ApplicationRow:
    """The borrower's open draft, or a new one, with the given fields set."""
    lock_borrower(session, borrower_id)
    row = _open_draft(session, borrower_id) or _new_draft(session, borrower_id, now)
    if body.product_id is not None:
        _name_product(row, offered_product(session, body.product_id, lender, lender_day(now)))
    _answer(session, row, ChangeApplication(fields=body.fields), lender, now)
    session.flush()
    return row


def change_application(
    session: Session,
    borrower_id: str,
    application_id: str,
    body: ChangeApplication,
    now: datetime,
    lender: Lender = DEFAULT_LENDER,
) -> ApplicationRow:
    row = locked_application(session, borrower_id, application_id)
    require_status(row, {"draft"})
    _answer(session, row, body, lender, now)
    return row


def submit_application(
    session: Session,
    borrower_id: str,
    application_id: str,
    body: SubmitApplication,
    rules: DecisionRules,
    now: datetime,
) -> ApplicationRow:
    """Decide the draft as it was shown. Submitting the same proposal again answers the same decision.

    Raises `OfferStillOpen` while the borrower holds as many offers as one may.
    """
    row = locked_application(session, borrower_id, application_id)
    if row.status != "draft" and row.proposal_hash == body.proposal_hash:
        return row
    require_status(row, {"draft"})
    return _decide(session, row, body.proposal_hash, rules, now)


def apply(
    session: Session, borrower_id: str, body: StartApplication, rules: DecisionRules, now: datetime
) -> ApplicationRow:
    """Submit and decide these answers alone: nothing that an open draft held counts, and least of all its consent."""
    lock_borrower(session, borrower_id)
    row = _open_draft(session, borrower_id) or _new_draft(session, borrower_id, now)
    row.fields, row.skipped = ApplicationFields(), []
    row.product_id, row.product_version, row.product_chosen = None, None, False
    if body.product_id is not None:
        _name_product(row, offered_product(session, body.product_id, rules.lender, lender_day(now)))
    left_out = [name for name in FIELDS if name not in VITAL]
    _answer(session, row, ChangeApplication(fields=body.fields, skip=left_out), rules.lender, now)
    return _decide(session, row, proposal_hash(product_of(session, row), row.fields), rules, now)


def withdraw_application(session: Session, borrower_id: str, application_id: str, now: datetime) -> ApplicationRow:
    row = _move(session, borrower_id, application_id, WITHDRAWABLE, "withdrawn", now)
    withdraw_review(session, row.id, now)
    return row


def decline_offer(session: Session, borrower_id: str, application_id: str, now: datetime) -> ApplicationRow:
    return _move(session, borrower_id, application_id, OPEN_OFFER, "refused_by_borrower", now)


def review_application(
    session: Session,
    borrower_id: str,
    application_id: str,
    deadlines: Deadlines,
    now: datetime,
    policy: Policy | None = None,
) -> ApplicationRow:
    """A person shall look at the decision, whatever it was. While one does, asking again changes nothing.

    Raises `ReviewsUsedUp` for one that was declined when that was asked for as often as the lender allows. An offer can always
    be taken back to a person: that is how one is kept from being signed in danger.
    """
    row = locked_application(session, borrower_id, application_id)
    if row.status != "referred":
        require_status(row, REVIEWABLE)
        most = (policy or SHIPPED.on(lender_day(now))).applications.reviews_asked
        if row.status == "declined" and reviews_asked(session, row.id) >= most:
            raise ReviewsUsedUp(most=most)
        row.status, row.updated_at = "referred", now
        open_review(session, row.id, borrower_id, "asked", deadlines, now)
    return row


def borrowers_application(session: Session, borrower_id: str, application_id: str) -> ApplicationRow:
    """Another's application does not exist."""
    row = session.get(ApplicationRow, application_id)
    if row is None or row.borrower_id != borrower_id:
        raise NotFound()
    return row


def locked_application(session: Session, borrower_id: str, application_id: str) -> ApplicationRow:
    lock_borrower(session, borrower_id)
    return borrowers_application(session, borrower_id, application_id)


def borrowers_applications(session: Session, borrower_id: str) -> list[ApplicationRow]:
    check_borrower(session, borrower_id)
    mine = select(ApplicationRow).where(ApplicationRow.borrower_id == borrower_id)
    return list(session.scalars(mine.order_by(ApplicationRow.created_at.desc(), ApplicationRow.id)))


def product_ids_declined_since(session: Session, borrower_id: str, since: datetime) -> set[str]:
    declined = select(ApplicationRow.product_id).where(
        ApplicationRow.borrower_id == borrower_id,
        ApplicationRow.status == "declined",
        ApplicationRow.submitted_at >= since,
    )
    return {product_id for product_id in session.scalars(declined) if product_id}


def abandon_drafts(session: Session, untouched_since: datetime, now: datetime) -> int:
    """Tell of each draft once that nobody has touched since then; answers how many."""
    forgotten = select(ApplicationRow).where(
        ApplicationRow.status == "draft",
        ApplicationRow.updated_at < untouched_since,
        ApplicationRow.abandoned_at.is_(None),
    )
    rows = session.scalars(forgotten.with_for_update(skip_locked=True)).all()
    for row in rows:
        row.abandoned_at = now
        facts = {"application_id": row.id, "product_id": row.product_id}
        add_event(session, "application.abandoned", row.borrower_id, now, **facts)
    return len(rows)


def product_of(session: Session, row: ApplicationRow) -> ProductTerms | None:
    """The product version that this application is about."""
    if row.product_id is None or row.product_version is None:
        return None
    return product_version(session, row.product_id, row.product_version)


def shown(session: Session, row: ApplicationRow, lender: Lender, now: datetime) -> Application:
    """The application as it travels, with the figures of the day while it is a draft."""
    is_draft = row.status == "draft"
    product = todays_version(session, row, lender, now) if is_draft else None
    fields = _with_what_stands(session, row)
    return Application(
        id=row.id,
        borrower_id=row.borrower_id,
        status=_status_now(row, now),
        product_id=row.product_id,
        fields=fields,
        skipped=row.skipped,
        missing=missing_fields(fields, row.skipped),
        proposal_hash=proposal_hash(product, fields) if is_draft else row.proposal_hash,
        quote=_draft_quote(product, fields, lender, now) if is_draft else None,
        decision=row.decision,
        review=newest_review(session, row.id),
        loan_id=row.loan_id,
        created_at=row.created_at,
        submitted_at=row.submitted_at,
    )


def _open_draft(session: Session, borrower_id: str) -> ApplicationRow | None:
    draft = select(ApplicationRow).where(ApplicationRow.borrower_id == borrower_id, ApplicationRow.status == "draft")
    return session.scalars(draft).one_or_none()


def _new_draft(session: Session, borrower_id: str, now: datetime) -> ApplicationRow:
    row = ApplicationRow(
        id=new_id("app"),
        borrower_id=borrower_id,
        status="draft",
        fields=ApplicationFields(),
        skipped=[],
        product_chosen=False,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    return row


def _name_product(row: ApplicationRow, product: ProductTerms) -> None:
    """The borrower chose this product; with one purpose only, that is the purpose."""
    row.product_id, row.product_version, row.product_chosen = product.id, product.version, True
    if len(product.purposes) == 1:
        row.fields = row.fields.model_copy(update={"purpose": product.purposes[0]})


def _answer(session: Session, row: ApplicationRow, body: ChangeApplication, lender: Lender, now: datetime) -> None:
    """Set the answers, choose the product they ask for, and refuse the whole when one value cannot be."""
    check_skips(body.skip)
    products = offered_products(session, lender, lender_day(now))
    named = next((product for product in products if row.product_chosen and product.id == row.product_id), None)
    fields = merge_answers(still_possible(row.fields, products, named), body.fields)
    if named is not None and fields.purpose is not None and escapes_limits(named, fields.purpose):
        named = None
    product = named or choose_product(products, fields.purpose, fields.amount)
    if fields.purpose is not None and product is None:
        raise PurposeNotOffered(field="purpose", purposes=sorted({one for p in products for one in p.purposes}))
    row.product_id, row.product_version = (product.id, product.version) if product else (None, None)
    row.product_chosen = named is not None
    may_study = lender.policy(lender_day(now)).referrals.students_may_borrow
    check_answers(fields, [product] if product else products, students_may_borrow=may_study)
    row.fields = fields
    if body.fields.credit_check_consent:
        consents.give(session, row.borrower_id, "credit_check", body.consent, now)
    row.skipped = skipped_fields(row.skipped, body.skip, fields)
    row.updated_at = now


def _decide(
    session: Session, row: ApplicationRow, shown_hash: str | None, rules: DecisionRules, now: datetime
) -> ApplicationRow:
    current = todays_version(session, row, rules.lender, now)
    if current is None and row.product_id is not None:
        raise ProductNotOffered(product_id=row.product_id)
    product, ask = _proposed(current, row.fields, shown_hash)
    consents.require(session, row.borrower_id, "credit_check")
    exposure = exposure_of(session, rules.identities, row.borrower_id, row.id, rules.lender, now)
    check_open_offers(exposure, rules.lender, now)
    row.proposal_hash, row.submitted_at, row.product_version = shown_hash, now, product.version
    note_evidence(session, rules.identities, row, rules.lender, now)
    judged = judge(rules, product, row.fields, ask, now, replace(exposure, flags=flags_of(row)))
    record_decision(session, row, judged, now, demo_may_decide=rules.demo_may_decide)
    if row.status == "referred":
        open_review(session, row.id, row.borrower_id, "referred", rules.deadlines, now)
    return row


def _proposed(
    product: ProductTerms | None, fields: ApplicationFields, shown_hash: str | None
) -> tuple[ProductTerms, Ask]:
    """The loan that is asked for, if it is complete, the one that was shown, and consented to."""
    present, ask = proposal_hash(product, fields), ask_of(fields)
    if present is None or product is None or ask is None:
        raise FieldsMissing(fields=[name for name in missing_fields(fields, []) if name in VITAL])
    if present != shown_hash:
        raise ProposalChanged(proposal_hash=present)
    if not fields.credit_check_consent:
        raise ConsentNeeded(purpose="credit_check", field="credit_check_consent")
    return product, ask


def _move(
    session: Session, borrower_id: str, application_id: str, allowed: frozenset[Status], to: Status, now: datetime
) -> ApplicationRow:
    """Change the status; asking for what already is changes nothing."""
    row = locked_application(session, borrower_id, application_id)
    if row.status != to:
        require_status(row, allowed)
        row.status, row.updated_at = to, now
    return row


def require_status(row: ApplicationRow, allowed: Collection[Status]) -> None:
    """Raises `WrongStatus`."""
    if row.status not in allowed:
        raise WrongStatus(status=row.status)


def _status_now(row: ApplicationRow, now: datetime) -> Status:
    """An offer that nobody took runs out by itself."""
    if row.status in OPEN_OFFER and standing_offer(row, now) is None:
        return "expired"
    return cast(Status, row.status)


def _with_what_stands(session: Session, row: ApplicationRow) -> ApplicationFields:
    """The answers as they count: while nothing is decided, a yes to the credit check does only as long as the consent stands."""
    undecided = row.status in ("draft", "referred")
    if (
        not undecided
        or not row.fields.credit_check_consent
        or consents.stands(session, row.borrower_id, "credit_check")
    ):
        return row.fields
    return row.fields.model_copy(update={"credit_check_consent": None})


def _draft_quote(
    product: ProductTerms | None, fields: ApplicationFields, lender: Lender, now: datetime
) -> Quote | None:
    """None also for what today's terms or the cap refuse: it is asked again before anything is decided."""
    ask = ask_of(fields)
    if product is None or ask is None:
        return None
    try:
        return quote(product, ask, lender, lender_day(now))
    except Problem:
        return None
