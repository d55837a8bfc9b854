"""Stopping a payout that nobody has carried out."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.payments.errors import PayoutUnderWay
from backend.payments.failures import CANCELLED
from backend.payments.models import TransferRow
from backend.payments.transfers import can_be_stopped


def cancel_payout(session: Session, loan_id: str, now: datetime) -> None:
    """No order of the loan's payout stands any more. The borrower and the loan are locked.

    Raises `PayoutUnderWay` for one that the provider may have, or has ended.
    """
    payouts = select(TransferRow).where(TransferRow.loan_id == loan_id, TransferRow.direction == "payout")
    for payout in session.scalars(payouts.order_by(TransferRow.id).with_for_update()):
        if payout.status == "failed":
            continue
        if not can_be_stopped(payout):
            raise PayoutUnderWay(status=payout.status)
        payout.status, payout.failure, payout.settled_at = "failed", CANCELLED, now
    session.flush()
