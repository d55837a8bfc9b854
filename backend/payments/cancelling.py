"""Stopping a payout that nobody has carried out."""

from datetime import datetime

from sqlalchemy.orm import Session

from backend.payments.errors import PayoutUnderWay
from backend.payments.failures import CANCELLED
from backend.payments.transfers import can_be_stopped, stop, transfers_of


def cancel_payout(session: Session, loan_id: str, now: datetime) -> None:
    """No order of the loan's payout stands any more. The borrower and the loan are locked.

    Raises `PayoutUnderWay` for one that the provider may have, or has ended.
    """
    for payout in transfers_of(session, loan_id, "payout"):
        if payout.status == "failed":
            continue
        if not can_be_stopped(payout):
            raise PayoutUnderWay(status=payout.status)
        stop(payout, now, CANCELLED)
    session.flush()
