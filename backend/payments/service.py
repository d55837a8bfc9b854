"""Payouts and debits: ordered here, ended only by the provider's signed callback."""

from dataclasses import asdict
from datetime import datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.canonical import new_id
from backend.cards.binder import BoundCard
from backend.cards.service import card_for_payout, current_card, tokens_of
from backend.ledger.service import Entry, post
from backend.loans.proposals import bind_payment, bound_payment
from backend.loans.reversing import reverse_payment
from backend.loans.schemas import Payment
from backend.loans.service import borrowers_loan, disburse, lock_principal, payable, repay
from backend.money import Money
from backend.outbox import add_event
from backend.payments.errors import (
    CallbackMismatch,
    FiguresBeingPaid,
    PaymentNotPosted,
    PaymentOutOfRange,
    PayoutUnderWay,
    TransferAlreadySettled,
)
from backend.payments.failures import TAKEN_BACK, failure_text
from backend.payments.models import TransferRow
from backend.payments.rules import ON_ITS_WAY
from backend.payments.schemas import Callback, Direction, Payout, TransferOrder, TransferStatus
from backend.products.terms import check_currency
from servicekit.problems import NotFound

BATCH = 100
ID_KINDS: dict[Direction, str] = {"payout": "payout", "debit": "payment", "refund": "refund"}


def start_payout(
    session: Session, loan_id: str, borrower_id: str, amount: Money, default_card: BoundCard | None, now: datetime
) -> None:
    """To the borrower's current card. Raises `CardNeeded` where there is none, nor a default one."""
    card_for_payout(session, borrower_id, default_card, now)
    _new_transfer(session, loan_id, borrower_id, "payout", amount, now)


def retry_payout(session: Session, borrower_id: str, loan_id: str, now: datetime) -> Payout:
    """Order the payout again after a failed one, to the card that is current now. Raises `PayoutUnderWay`."""
    amount = lock_principal(session, borrower_id, loan_id)
    last = _last_payout(session, loan_id)
    if last.status != "failed":
        raise PayoutUnderWay(status=last.status)
    return _payout(_new_transfer(session, loan_id, borrower_id, "payout", amount, now))


def payout_of(session: Session, borrower_id: str, loan_id: str) -> Payout:
    return _payout(_last_payout(session, borrowers_loan(session, borrower_id, loan_id).id))


def start_refund(session: Session, debit: TransferRow, movement: str, now: datetime) -> None:
    """Give back what the provider took a second time, under its number `movement`; safe to repeat."""
    amount = Money(debit.minor, debit.currency)
    held = Entry("borrower_credit", -amount, debit.loan_id)
    post(session, f"twice:{movement}", now, [Entry("cash", amount), held])
    _order_refund(session, debit, amount, f"refund:{movement}", now)


def start_payment(
    session: Session, borrower_id: str, loan_id: str, amount: Money, now: datetime, proposal_hash: str | None = None
) -> Payment:
    """Order a debit. It may not exceed what settles the loan less the debits that are still on their way.

    With `proposal_hash` it pays figures that were shown: raises what is wrong with them.
    """
    owed = payable(session, borrower_id, loan_id, now)
    if proposal_hash is not None:
        _check_not_being_paid(session, loan_id, proposal_hash)
    check_currency("amount", amount, owed.currency)
    highest = owed - pending_debits(session, loan_id)
    lowest = Money(1, owed.currency)
    if not lowest <= amount <= highest:
        raise PaymentOutOfRange(field="amount", min=asdict(lowest), max=asdict(highest))
    transfer = _new_transfer(session, loan_id, borrower_id, "debit", amount, now)
    if proposal_hash is not None:
        bind_payment(session, loan_id, transfer.id, proposal_hash, amount, now)
    return _payment(transfer)


def order_once(session: Session, borrower_id: str, loan_id: str, amount: Money, intent: str, now: datetime) -> None:
    """Order a debit unless its intent was ordered before. The caller holds the loan's lock, and owes the amount's truth."""
    if not _is_ordered(session, intent):
        _new_transfer(session, loan_id, borrower_id, "debit", amount, now, intent)


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
    if transfer.status not in ON_ITS_WAY:
        raise TransferAlreadySettled(status=transfer.status)
    transfer.status, transfer.settled_at = callback.status, now
    transfer.failure = callback.failure if callback.status == "failed" else None
    ends = {"payout": _end_payout, "debit": _end_debit, "refund": _end_refund}
    ends[transfer.direction](session, transfer, now)


def take_back(session: Session, payment_id: str, now: datetime) -> None:
    """The bank took a payment back that had succeeded: it failed after all, and the loan is as if it had never come.

    Safe to repeat. Raises `PaymentNotPosted` for what is not a payment that succeeded.
    """
    transfer = session.get(TransferRow, payment_id, with_for_update=True)
    if transfer is None or transfer.direction != "debit":
        raise NotFound()
    if transfer.failure == TAKEN_BACK:
        return
    if transfer.status != "succeeded":
        raise PaymentNotPosted(status=transfer.status)
    reverse_payment(session, transfer.loan_id, transfer.id, now)
    transfer.status, transfer.failure = "failed", TAKEN_BACK
    facts = {"loan_id": transfer.loan_id, "payment_id": transfer.id, "amount": _json(transfer)}
    add_event(session, "payment.failed", transfer.borrower_id, now, **facts, failure=TAKEN_BACK)


def waiting_orders(session: Session) -> list[TransferOrder]:
    """Transfers that the provider has not taken yet, oldest first."""
    waiting = select(TransferRow).where(TransferRow.status == "pending", TransferRow.handed_over_at.is_(None))
    rows = session.scalars(waiting.order_by(TransferRow.created_at).limit(BATCH)).all()
    tokens = tokens_of(session, {row.card_id for row in rows if row.card_id})
    return [
        TransferOrder(
            transfer_id=row.id,
            direction=cast(Direction, row.direction),
            amount=Money(row.minor, row.currency),
            card_token=tokens.get(row.card_id or ""),
        )
        for row in rows
    ]


def mark_handed_over(session: Session, transfer_id: str, now: datetime) -> None:
    session.get_one(TransferRow, transfer_id, with_for_update=True).handed_over_at = now


def lose_sight(session: Session, handed_over_before: datetime) -> int:
    """Call `unknown` what the provider took before then and never told of; answers how many."""
    silent = (TransferRow.status == "pending", TransferRow.handed_over_at < handed_over_before)
    rows = session.scalars(select(TransferRow).where(*silent).limit(BATCH).with_for_update(skip_locked=True)).all()
    for row in rows:
        row.status = "unknown"
    return len(rows)


def _end_payout(session: Session, transfer: TransferRow, now: datetime) -> None:
    facts = {"loan_id": transfer.loan_id, "amount": _json(transfer)}
    if transfer.status == "succeeded":
        disburse(session, transfer.loan_id, transfer.id, now)
        add_event(session, "loan.disbursed", transfer.borrower_id, now, **facts)
    else:
        add_event(session, "payout.failed", transfer.borrower_id, now, **facts, failure=transfer.failure)


def _end_debit(session: Session, transfer: TransferRow, now: datetime) -> None:
    facts = {"loan_id": transfer.loan_id, "payment_id": transfer.id, "amount": _json(transfer)}
    if transfer.status == "succeeded":
        surplus = repay(session, transfer.loan_id, transfer.id, Money(transfer.minor, transfer.currency), now)
        add_event(session, "payment.succeeded", transfer.borrower_id, now, **facts)
        if surplus.minor:
            _order_refund(session, transfer, surplus, f"surplus:{transfer.id}", now)
    else:
        add_event(session, "payment.failed", transfer.borrower_id, now, **facts, failure=transfer.failure)


def _end_refund(session: Session, transfer: TransferRow, now: datetime) -> None:
    """A refund that failed stays owed to the borrower, in `borrower_credit`."""
    if transfer.status != "succeeded":
        return
    amount = Money(transfer.minor, transfer.currency)
    post(session, transfer.id, now, [Entry("borrower_credit", amount, transfer.loan_id), Entry("cash", -amount)])
    facts = {"loan_id": transfer.loan_id, "amount": _json(transfer)}
    add_event(session, "payment.refunded", transfer.borrower_id, now, **facts)


def _order_refund(session: Session, debit: TransferRow, amount: Money, intent: str, now: datetime) -> None:
    """Once for an intent. It goes back to where it was taken from, whatever card is current now."""
    if not _is_ordered(session, intent):
        refund = _new_transfer(session, debit.loan_id, debit.borrower_id, "refund", amount, now, intent)
        refund.card_id = debit.card_id


def _check_not_being_paid(session: Session, loan_id: str, proposal_hash: str) -> None:
    """Raises `FiguresBeingPaid`: another payment would take the figures from one that still counts on them."""
    bound = bound_payment(session, loan_id, proposal_hash)
    if bound is not None and session.get_one(TransferRow, bound).status in ON_ITS_WAY:
        raise FiguresBeingPaid(payment_id=bound)


def _is_ordered(session: Session, intent: str) -> bool:
    return session.scalars(select(TransferRow.id).where(TransferRow.intent == intent)).first() is not None


def _new_transfer(
    session: Session,
    loan_id: str,
    borrower_id: str,
    direction: Direction,
    amount: Money,
    now: datetime,
    intent: str | None = None,
) -> TransferRow:
    row = TransferRow(
        id=new_id(ID_KINDS[direction]),
        loan_id=loan_id,
        borrower_id=borrower_id,
        direction=direction,
        minor=amount.minor,
        currency=amount.currency,
        status="pending",
        card_id=current_card(session, borrower_id),
        intent=intent,
        created_at=now,
    )
    session.add(row)
    session.flush()
    return row


def pending_debits(session: Session, loan_id: str) -> Money:
    """What is on its way to pay the loan."""
    pending = select(func.coalesce(func.sum(TransferRow.minor), 0)).where(
        TransferRow.loan_id == loan_id, TransferRow.direction == "debit", TransferRow.status.in_(ON_ITS_WAY)
    )
    return Money(int(session.scalar(pending) or 0))


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


def _json(transfer: TransferRow) -> dict[str, object]:
    return asdict(Money(transfer.minor, transfer.currency))
