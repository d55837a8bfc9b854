"""Payouts and debits: ordered here, ended only by the provider."""

from dataclasses import asdict
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.cards.service import check_card
from backend.loans.proposals import bind_payment, bound_payment
from backend.loans.service import borrowers_loan, due_now, lock_principal, payable
from backend.payments.ending import reverse, settle, take_back
from backend.payments.errors import FiguresBeingPaid, PaymentOutOfRange, PayoutUnderWay
from backend.payments.failures import STOPPED, failure_text
from backend.payments.models import TransferRow
from backend.payments.transfers import (
    is_ordered,
    lose_sight,
    mark_handed_over,
    new_transfer,
    pending_debits,
    waiting_orders,
)
from backend.policy.groups import Policy
from backend.policy.rules import SHIPPED
from backend.products.terms import check_currency
from contract.dates import lender_day
from contract.lending.loans import Payment
from contract.lending.payments import ON_ITS_WAY, Payout, TransferStatus
from contract.money import Money

__all__ = [
    "lose_sight",
    "mark_handed_over",
    "order_once",
    "payments_of",
    "payout_of",
    "pending_debits",
    "retry_payout",
    "reverse",
    "settle",
    "start_payment",
    "start_payout",
    "take_back",
    "waiting_orders",
]


def start_payout(session: Session, loan_id: str, borrower_id: str, amount: Money, now: datetime) -> None:
    """To the borrower's current card. Raises `CardNeeded` where there is none."""
    check_card(session, borrower_id)
    new_transfer(session, loan_id, borrower_id, "payout", amount, now)


def retry_payout(session: Session, borrower_id: str, loan_id: str, now: datetime) -> Payout:
    """Order the payout again after a failed one, to the card that is current now. Raises `PayoutUnderWay`, also for one
    that was stopped: somebody looks at whose loan it is."""
    amount = lock_principal(session, borrower_id, loan_id)
    last = _last_payout(session, loan_id)
    if last.status != "failed" or last.failure == STOPPED:
        raise PayoutUnderWay(status=last.status)
    return _payout(new_transfer(session, loan_id, borrower_id, "payout", amount, now))


def payout_of(session: Session, borrower_id: str, loan_id: str) -> Payout:
    return _payout(_last_payout(session, borrowers_loan(session, borrower_id, loan_id).id))


def start_payment(
    session: Session,
    borrower_id: str,
    loan_id: str,
    amount: Money,
    now: datetime,
    proposal_hash: str | None = None,
    policy: Policy | None = None,
) -> Payment:
    """Order a debit. It may not exceed what settles the loan less the debits that are still on their way, nor be less than
    the policy's minimum, unless that much is not owed or due.

    With `proposal_hash` it pays figures that were shown: raises what is wrong with them.
    """
    owed = payable(session, borrower_id, loan_id, now)
    if proposal_hash is not None:
        _check_not_being_paid(session, loan_id, proposal_hash)
    check_currency("amount", amount, owed.currency)
    highest = owed - pending_debits(session, loan_id, owed.currency)
    minimum = Money((policy or SHIPPED.on(lender_day(now))).payments.minimum_payment.minor, owed.currency)
    lowest = min(minimum, highest) if proposal_hash is None else Money(1, owed.currency)
    is_all_due = amount.minor > 0 and amount == due_now(session, loan_id, now)
    if not (lowest <= amount or is_all_due) or not Money(1, owed.currency) <= amount <= highest:
        raise PaymentOutOfRange(field="amount", min=asdict(lowest), max=asdict(highest))
    transfer = new_transfer(session, loan_id, borrower_id, "debit", amount, now)
    if proposal_hash is not None:
        bind_payment(session, loan_id, transfer.id, proposal_hash, amount, now)
    return _payment(transfer)


def order_once(session: Session, borrower_id: str, loan_id: str, amount: Money, intent: str, now: datetime) -> None:
    """Order a debit unless its intent was ordered before. The caller holds the loan's lock, and owes the amount's truth."""
    if not is_ordered(session, intent):
        new_transfer(session, loan_id, borrower_id, "debit", amount, now, intent)


def payments_of(session: Session, borrower_id: str, loan_id: str) -> list[Payment]:
    """Newest first."""
    loan = borrowers_loan(session, borrower_id, loan_id)
    debits = select(TransferRow).where(TransferRow.loan_id == loan.id, TransferRow.direction == "debit")
    newest_first = debits.order_by(TransferRow.created_at.desc(), TransferRow.id)
    return [_payment(row) for row in session.scalars(newest_first)]


def _check_not_being_paid(session: Session, loan_id: str, proposal_hash: str) -> None:
    """Raises `FiguresBeingPaid`: another payment would take the figures from one that still counts on them."""
    bound = bound_payment(session, loan_id, proposal_hash)
    if bound is not None and session.get_one(TransferRow, bound).status in ON_ITS_WAY:
        raise FiguresBeingPaid(payment_id=bound)


def _payment(row: TransferRow) -> Payment:
    return Payment.model_validate(
        {
            "id": row.id,
            "loan_id": row.loan_id,
            "amount": Money(row.minor, row.currency),
            "status": row.status,
            "failure": row.failure,
            "failure_text": failure_text(row.failure),
            "created_at": row.created_at,
        }
    )


def _payout(row: TransferRow) -> Payout:
    return Payout(
        id=row.id,
        loan_id=row.loan_id,
        amount=Money(row.minor, row.currency),
        status=cast(TransferStatus, row.status),
        failure=row.failure,
        failure_text=failure_text(row.failure),
        created_at=row.created_at,
    )


def _last_payout(session: Session, loan_id: str) -> TransferRow:
    """The one that did not fail, if any; else the newest."""
    tries = select(TransferRow).where(TransferRow.loan_id == loan_id, TransferRow.direction == "payout")
    return session.scalars(tries.order_by(TransferRow.status == "failed", TransferRow.created_at.desc()).limit(1)).one()
