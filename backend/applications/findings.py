"""What leaves an application to a person, whatever the model says; and what binds that person with one of the lender's own related
persons. To the borrower no more is told than that a person looks."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from backend.applications.errors import OfferNoLongerPossible, RelatedLimitReached, RelatedTermsBetter
from backend.applications.exposure import exposure_of, refusal_data
from backend.applications.limits import related_limit, total
from backend.applications.models import ApplicationRow
from backend.identity.versions import Identities
from backend.products.quotes import Lender
from backend.products.terms import ProductTerms
from backend.referrals.rules import unknown_to
from backend.referrals.service import find_evidence
from backend.related.service import lock_list, related_borrowers
from contract.dates import lender_day
from contract.lending.underwriting import Evidence, OfferTerms, ReviewFlag
from contract.money import Money


def note_evidence(
    session: Session, identities: Identities, row: ApplicationRow, lender: Lender, now: datetime
) -> list[Evidence]:
    """Keep what is found of a submitted application; answers what was not known. The borrower must be locked."""
    assert row.submitted_at is not None  # noqa: S101 - drafts are not looked at
    policy = lender.policy(lender_day(now)).referrals
    found = find_evidence(session, identities, row.borrower_id, row.fields, row.submitted_at, policy, now)
    if new := unknown_to(evidence_of(row), found):
        row.evidence = [*evidence_of(row), *new]
        session.flush()
    return new


def evidence_of(row: ApplicationRow) -> list[Evidence]:
    """In the order in which it was found."""
    return row.evidence or []


def flags_of(row: ApplicationRow) -> tuple[ReviewFlag, ...]:
    return tuple(dict.fromkeys(one.flag for one in evidence_of(row)))


def check_related_offer(
    session: Session,
    identities: Identities,
    row: ApplicationRow,
    product: ProductTerms,
    terms: OfferTerms,
    lender: Lender,
    now: datetime,
) -> None:
    """For a reviewer's offer to a related person: raises `RelatedLimitReached`, or `RelatedTermsBetter` for a rate below that of the
    model's grade. Of anybody else nothing is asked."""
    if "related" not in flags_of(row):
        return
    usual = product.rate_for((row.decision.grade if row.decision else None) or "")
    if terms.rate_percent < usual:
        raise RelatedTermsBetter(min=str(usual))
    room = _related_room(session, identities, row, lender, now)
    if room is not None and room < terms.amount:
        raise RelatedLimitReached(most=asdict(room))


def check_related_signing(
    session: Session, identities: Identities, row: ApplicationRow, amount: Money, lender: Lender, now: datetime
) -> None:
    """Raises `OfferNoLongerPossible` where others took the room meanwhile: the borrower hears that nothing can be signed for now."""
    if "related" in flags_of(row):
        room = _related_room(session, identities, row, lender, now)
        if room is not None and room < amount:
            raise OfferNoLongerPossible(**refusal_data("limits_unknown"))


def _related_room(
    session: Session, identities: Identities, row: ApplicationRow, lender: Lender, now: datetime
) -> Money | None:
    """What may still be lent to related persons beside what they and this borrower owe or were offered; None without a limit. The list
    is held to the end of the transaction."""
    limit = related_limit(lender.policy(lender_day(now)).exposure)
    if limit is None:
        return None
    lock_list(session, now)
    theirs = {*related_borrowers(session), row.borrower_id}
    owed = [exposure_of(session, identities, one, row.id, lender, now) for one in sorted(theirs)]
    return max(limit - total(one.certain for one in owed), Money(0))
