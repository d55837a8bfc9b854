"""What a borrower owes here, read under the borrower's lock, and whether an offer is possible beside it."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.applications.errors import OfferNoLongerPossible, OfferNotPossible, OfferStillOpen
from backend.applications.limits import Bar, Exposure, Obligation, headroom
from backend.applications.models import ApplicationRow
from backend.applications.refusals import Refusal, refusal_text
from backend.holds.service import is_held
from backend.identity.service import proof_of
from backend.identity.versions import Identities
from backend.loans.owed import own_loans, was_written_off_since
from backend.products.caps import check_cap
from backend.products.errors import RateAboveCap
from backend.products.quotes import Lender
from backend.products.service import offered_products, product_version
from backend.products.terms import ProductTerms
from backend.referrals.rules import lives_elsewhere
from backend.referrals.service import person_of
from backend.reviews.service import newest_review
from backend.scoring.rules import burden_of
from contract.dates import lender_day
from contract.lending.applications import OPEN_OFFER, Offer
from contract.money import Money


def exposure_of(
    session: Session, identities: Identities, borrower_id: str, but: str, lender: Lender, now: datetime
) -> Exposure:
    """All that is owed, offered or under review but the application `but`. The borrower must be locked; complaints are
    never looked at."""
    owed = owed_by(session, identities, borrower_id, lender, now)
    open_rows = _open_applications(session, borrower_id, but)
    offers = {row.id: offer for row in open_rows if (offer := standing_offer(row, now))}
    offered = [_of_offer(session, row, offers[row.id]) for row in open_rows if row.id in offers]
    waiting = [_of_review(session, row) for row in open_rows if _is_referred(session, row)]
    return replace(owed, obligations=(*owed.obligations, *offered, *waiting), open_offers=tuple(offers))


def owed_by(session: Session, identities: Identities, borrower_id: str, lender: Lender, now: datetime) -> Exposure:
    """What is owed on loans alone, paid out or about to be. The borrower must be locked."""
    loans = own_loans(session, borrower_id, now)
    return Exposure(
        obligations=tuple(
            Obligation(
                one.lending_class, one.principal, burden_of(one.principal, one.months, one.rate_percent, one.method)
            )
            for one in loans
        ),
        bar=_bar(session, identities, borrower_id, lender, now, late=any(one.late for one in loans)),
        weakly_known=proof_of(session, borrower_id) == "card_and_photo",
    )


def check_open_offers(exposure: Exposure, lender: Lender, now: datetime) -> None:
    """Raises `OfferStillOpen` where the borrower holds as many offers as one may."""
    if len(exposure.open_offers) >= lender.policy(lender_day(now)).exposure.open_offers:
        raise OfferStillOpen(application_id=exposure.open_offers[0])


def check_may_offer(exposure: Exposure, product: ProductTerms, amount: Money, lender: Lender, now: datetime) -> None:
    """For a reviewer: raises `OfferStillOpen`, or `OfferNotPossible` with the reason."""
    check_open_offers(exposure, lender, now)
    if (refusal := _refusal(exposure, product, amount, lender, now)) is not None:
        raise OfferNotPossible(**refusal_data(refusal, headroom_for(exposure, product, lender, now)))


def check_still_possible(
    session: Session, identities: Identities, row: ApplicationRow, offer: Offer, lender: Lender, now: datetime
) -> None:
    """Raises `OfferNoLongerPossible`: what has changed since the offer was made. Other offers do not count: the first that is
    accepted takes the room, and the others are looked at when they are accepted."""
    terms = todays_version(session, row, lender, now)
    if terms is None:
        raise OfferNoLongerPossible(**refusal_data("product_changed"))
    exposure = owed_by(session, identities, row.borrower_id, lender, now)
    refusal = _refusal(exposure, terms, offer.quote.amount, lender, now) or _dearer(offer, lender, now)
    if refusal is not None:
        raise OfferNoLongerPossible(**refusal_data(refusal, headroom_for(exposure, terms, lender, now)))


def headroom_for(exposure: Exposure, product: ProductTerms, lender: Lender, now: datetime) -> Money | None:
    return headroom(exposure, product.lending_class, lender.policy(lender_day(now)))


def refusal_data(refusal: Refusal, room: Money | None = None) -> dict[str, object]:
    """`most`: what may still be lent, where that is the reason."""
    most = room if refusal == "limit_reached" else None
    return {
        "reason": refusal,
        "text": refusal_text(refusal, room).model_dump(),
        "most": {"minor": most.minor, "currency": most.currency} if most else None,
    }


def todays_version(session: Session, row: ApplicationRow, lender: Lender, now: datetime) -> ProductTerms | None:
    """The version of the application's product that is offered today, whichever it was begun with; None where there is none."""
    offered = offered_products(session, lender, lender_day(now))
    return next((product for product in offered if product.id == row.product_id), None)


def standing_offer(row: ApplicationRow, now: datetime) -> Offer | None:
    """The offer, unless it has run out: the row stays as it was."""
    offer = row.decision.offer if row.decision and row.status in OPEN_OFFER else None
    return offer if offer and now < offer.expires_at else None


def _refusal(exposure: Exposure, product: ProductTerms, amount: Money, lender: Lender, now: datetime) -> Refusal | None:
    if exposure.bar is not None:
        return exposure.bar
    if not lender.knows_limits(lender_day(now)):
        return "limits_unknown"
    room = headroom_for(exposure, product, lender, now)
    return "limit_reached" if room is not None and room < amount else None


def _dearer(offer: Offer, lender: Lender, now: datetime) -> Refusal | None:
    """The cap is that of the day on which the contract is made."""
    try:
        check_cap(lender.cap.on(lender_day(now)), offer.quote.apr_compound_percent)
    except RateAboveCap:
        return "product_changed"
    return None


def _bar(
    session: Session, identities: Identities, borrower_id: str, lender: Lender, now: datetime, *, late: bool
) -> Bar | None:
    policy = lender.policy(lender_day(now))
    days = policy.exposure.written_off_bars_days
    if is_held(session, borrower_id, now):
        return "on_hold"
    if late:
        return "late"
    if was_written_off_since(session, borrower_id, now - timedelta(days=days)):
        return "written_off"
    elsewhere = lives_elsewhere(person_of(session, identities, borrower_id), policy.referrals)
    return "region_not_served" if elsewhere else None


def _open_applications(session: Session, borrower_id: str, but: str) -> list[ApplicationRow]:
    rows = select(ApplicationRow).where(ApplicationRow.borrower_id == borrower_id, ApplicationRow.id != but)
    mine = rows.where(ApplicationRow.status.in_({*OPEN_OFFER, "referred"}))
    return list(session.scalars(mine.order_by(ApplicationRow.created_at, ApplicationRow.id)))


def _is_referred(session: Session, row: ApplicationRow) -> bool:
    """A review that the borrower asked for counts once it has ended in an offer."""
    review = newest_review(session, row.id) if row.status == "referred" else None
    return review is not None and review.cause == "referred"


def _of_offer(session: Session, row: ApplicationRow, offer: Offer) -> Obligation:
    quote = offer.quote
    monthly = burden_of(quote.amount, quote.term_months, quote.rate_percent, quote.method)
    return Obligation(_product(session, row).lending_class, quote.amount, monthly)


def _of_review(session: Session, row: ApplicationRow) -> Obligation:
    assert row.fields.amount is not None  # noqa: S101 - it was submitted
    return Obligation(_product(session, row).lending_class, row.fields.amount)


def _product(session: Session, row: ApplicationRow) -> ProductTerms:
    assert row.product_id is not None and row.product_version is not None  # noqa: S101, PT018 - it was submitted
    return product_version(session, row.product_id, row.product_version)
