"""A contract that ends before its payout: the borrower or staff cancel it, or it lapses when it cannot be paid out."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from backend.applications.models import ApplicationRow
from backend.applications.service import locked_application, require_status
from backend.db import Database
from backend.loans.errors import LoanNotActive
from backend.loans.service import cancel_loan, locked_loan, waiting_since
from backend.outbox import add_event
from backend.payments.cancelling import cancel_payout
from backend.payments.errors import PayoutUnderWay
from backend.policy.rules import Policies
from contract.dates import lender_day
from contract.lending.applications import CancelledBy


def cancel_application(
    session: Session, borrower_id: str, application_id: str, by: CancelledBy, now: datetime
) -> ApplicationRow:
    """Cancelling again changes nothing. Raises `WrongStatus`, `LoanNotActive`, or `PayoutUnderWay` for a payout that the
    provider may have."""
    row = locked_application(session, borrower_id, application_id)
    if row.status == "cancelled":
        return row
    require_status(row, {"accepted"})
    assert row.loan_id is not None  # noqa: S101 - accepting opened the loan
    loan = locked_loan(session, row.loan_id)
    cancel_payout(session, loan.id, now)
    cancel_loan(session, loan)
    row.status, row.updated_at, row.cancelled = "cancelled", now, by
    facts = {"application_id": row.id, "loan_id": loan.id}
    add_event(session, "application.cancelled", row.borrower_id, now, **facts, cancelled_by=by.who)
    session.flush()
    return row


def lapse_contracts(database: Database, policies: Policies, now: datetime) -> int:
    """Cancel what could not be paid out for as long as the lender waits; answers how many. What is on its way is left."""
    days = policies.on(lender_day(now)).applications.contract_lapses_days
    lapsed = 0
    for borrower_id, application_id in _waiting(database, now - timedelta(days=days)):
        try:
            with database.writing() as session:
                cancel_application(session, borrower_id, application_id, CancelledBy(who="lapse"), now)
            lapsed += 1
        except (LoanNotActive, PayoutUnderWay):
            continue
    return lapsed


def _waiting(database: Database, since: datetime) -> list[tuple[str, str]]:
    with database.reading() as session:
        return waiting_since(session, since)
