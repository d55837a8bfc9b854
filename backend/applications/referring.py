"""Looking once more before a contract is shown or signed: the borrower's identity, card and devices may be known only since the offer."""

from datetime import datetime

from sqlalchemy.orm import Session

from backend.applications.exposure import standing_offer
from backend.applications.findings import note_evidence
from backend.applications.service import borrowers_application, locked_application
from backend.identity.versions import Identities
from backend.products.quotes import Lender
from backend.reviews.rules import Deadlines
from backend.reviews.service import open_review


def refer_if_suspect(
    session: Session,
    identities: Identities,
    borrower_id: str,
    application_id: str,
    lender: Lender,
    deadlines: Deadlines,
    now: datetime,
) -> None:
    """Take an open offer back to a person where something is found that nobody knew when it was made. Safe to repeat."""
    if standing_offer(borrowers_application(session, borrower_id, application_id), now) is None:
        return
    session.expire_all()
    row = locked_application(session, borrower_id, application_id)
    if standing_offer(row, now) is not None and note_evidence(session, identities, row, lender, now):
        row.status, row.updated_at = "referred", now
        open_review(session, row.id, borrower_id, "referred", deadlines, now)
