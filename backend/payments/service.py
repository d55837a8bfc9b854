"""Payouts and debits: ordered here, ended only by the provider's signed callback."""

from dataclasses import asdict
from datetime import datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.canonical import new_id
from backend.loans.proposals import bind_payment
from backend.loans.schemas import Payment
from backend.loans.service import borrowers_loan, disburse, payable, repay
from backend.money import Money
from backend.outbox import add_event
from backend.payments.errors import CallbackMismatch, PaymentOutOfRange, TransferAlreadySettled
from backend.payments.models import TransferRow
from backend.payments.schemas import Callback, Direction, TransferOrder
from backend.products.terms import check_currency
from servicekit.problems import NotFound

BATCH = 100


def start_payout(session: Session, loan_id: str, borrower_id: str, amount: Money, now: datetime) -> None:
    _new_transfer(session, loan_id, borrower_id, "payout", amount, now)


def start_payment(
    session: Session, borrower_id: str, loan_id: str, amount: Money, now: datetime, proposal_hash: str | None = None
) -> Payment:
    """Order a debit. It may not exceed what settles the loan less the debits that are still on their way.

    With `proposal_hash` it pays figures that were shown: raises what is wrong with them.
    """
    owed = payable(session, borrower_id, loan_id, now)
    check_currency("amount", amount, owed.currency)
    highest = owed - _pending_debits(session, loan_id, owed.currency)
    lowest = Money(1, owed.currency)
    if not lowest <= amount <= highest:
        raise PaymentOutOfRange(field="amount", min=asdict(lowest), max=asdict(highest))
    transfer = _new_transfer(session, loan_id, borrower_id, "debit", amount, now)
    if proposal_hash is not None:
        bind_payment(session, loan_id, transfer.id, proposal_hash, amount, now)
    return _payment(transfer)


def payments_of(session: Session, borrower_id: str, loan_id: str) -> list[Payment]:
    """Newest first."""
    loan = borrowers_loan(session, borrower_id, loan_id)
    debits = select(TransferRow).where(TransferRow.loan_id == loan.id, TransferRow.direction == "debit")
    newest_first = debits.order_by(TransferRow.created_at.desc(), TransferRow.id)
    return [_payment(row) for row in session.scalars(newest_first)]


def settle(session: Session, callback: Callback, now: datetime) -> None:
    """End a transfer as the provider says. The same callback again changes nothing; another end is refused."""
    transfer = session.get(TransferRow, callback.transfer_id, with_for_update=True)
    if transfer is None:
        raise NotFound()
    if callback.amount != Money(transfer.minor, transfer.currency):
        raise CallbackMismatch()
    if transfer.status == callback.status:
        return
    if transfer.status != "pending":
        raise TransferAlreadySettled(status=transfer.status)
    transfer.status, transfer.failure, transfer.settled_at = callback.status, callback.failure, now
    if transfer.direction == "payout":
        _end_payout(session, transfer, now)
    else:
        _end_debit(session, transfer, now)


def waiting_orders(session: Session) -> list[TransferOrder]:
    """Transfers that the provider has not taken yet, oldest first."""
    waiting = select(TransferRow).where(TransferRow.status == "pending", TransferRow.handed_over_at.is_(None))
    rows = session.scalars(waiting.order_by(TransferRow.created_at).limit(BATCH))
    return [
        TransferOrder(
            transfer_id=row.id, direction=cast(Direction, row.direction), amount=Money(row.minor, row.currency)
        )
        for row in rows
    ]


def mark_handed_over(session: Session, transfer_id: str, now: datetime) -> None:
    session.get_one(TransferRow, transfer_id, with_for_update=True).handed_over_at = now


def _end_payout(session: Session, transfer: TransferRow, now: datetime) -> None:
    if transfer.status == "succeeded":
        disburse(session, transfer.loan_id, transfer.id, now)
        add_event(
            session, "loan.disbursed", transfer.borrower_id, now, loan_id=transfer.loan_id, amount=_json(transfer)
        )


def _end_debit(session: Session, transfer: TransferRow, now: datetime) -> None:
    facts = {"loan_id": transfer.loan_id, "payment_id": transfer.id, "amount": _json(transfer)}
    if transfer.status == "succeeded":
        repay(session, transfer.loan_id, transfer.id, Money(transfer.minor, transfer.currency), now)
        add_event(session, "payment.succeeded", transfer.borrower_id, now, **facts)
    else:
        add_event(session, "payment.failed", transfer.borrower_id, now, **facts, failure=transfer.failure)


def _new_transfer(
    session: Session, loan_id: str, borrower_id: str, direction: Direction, amount: Money, now: datetime
) -> TransferRow:
    row = TransferRow(
        id=new_id("payout" if direction == "payout" else "payment"),
        loan_id=loan_id,
        borrower_id=borrower_id,
        direction=direction,
        minor=amount.minor,
        currency=amount.currency,
        status="pending",
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _pending_debits(session: Session, loan_id: str, currency: str) -> Money:
    pending = select(func.coalesce(func.sum(TransferRow.minor), 0)).where(
        TransferRow.loan_id == loan_id, TransferRow.direction == "debit", TransferRow.status == "pending"
    )
    return Money(int(session.scalar(pending) or 0), currency)


def _payment(row: TransferRow) -> Payment:
    return Payment.model_validate(
        {
            "id": row.id,
            "loan_id": row.loan_id,
            "amount": Money(row.minor, row.currency),
            "status": row.status,
            "failure": row.failure,
            "created_at": row.created_at,
        }
    )


def _json(transfer: TransferRow) -> dict[str, object]:
    return asdict(Money(transfer.minor, transfer.currency))
