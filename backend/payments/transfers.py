"""Orders to the payment provider: made once, handed over once marked, stopped only before."""

from datetime import datetime
from typing import cast

from sqlalchemy import and_, func, not_, or_, select
from sqlalchemy.orm import Session

from backend.cards.service import current_card, tokens_of
from backend.holds.service import held_borrowers, is_held
from backend.ids import new_id
from backend.loans.service import locked_loan
from backend.payments.failures import RETURNED, RETURNED_NOT_OWED, STOPPED, OwnFailure
from backend.payments.models import TransferRow
from contract.lending.payments import ON_ITS_WAY, Direction, TransferOrder
from contract.money import Money
from servicekit.problems import NotFound

BATCH = 100
ID_KINDS: dict[Direction, str] = {"payout": "payout", "debit": "payment", "refund": "refund"}


def new_transfer(
    session: Session,
    loan_id: str,
    borrower_id: str,
    direction: Direction,
    amount: Money,
    now: datetime,
    intent: str | None = None,
) -> TransferRow:
    """To or from the borrower's current card."""
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


def is_ordered(session: Session, intent: str) -> bool:
    return session.scalars(select(TransferRow.id).where(TransferRow.intent == intent)).first() is not None


def tries_of(session: Session, intent: str) -> list[datetime]:
    """When this was ordered, and ordered again under the same intent with a number."""
    tries = select(TransferRow.created_at).where(
        or_(TransferRow.intent == intent, TransferRow.intent.startswith(f"{intent}:", autoescape=True))
    )
    return sorted(session.scalars(tries))


def locked_transfer(session: Session, transfer_id: str) -> TransferRow:
    """Its loan is locked first, as by everything that ends a transfer. Raises `NotFound`."""
    loan_id = session.scalar(select(TransferRow.loan_id).where(TransferRow.id == transfer_id))
    if loan_id is None:
        raise NotFound()
    locked_loan(session, loan_id)
    return session.get_one(TransferRow, transfer_id, with_for_update=True, populate_existing=True)


def transfers_of(session: Session, loan_id: str, direction: Direction) -> list[TransferRow]:
    """Locked with their loan; newest first."""
    rows = select(TransferRow).where(TransferRow.loan_id == loan_id, TransferRow.direction == direction)
    locked = session.scalars(rows.order_by(TransferRow.id).with_for_update().execution_options(populate_existing=True))
    return sorted(locked, key=lambda row: (row.created_at, row.id), reverse=True)


def pending_debits(session: Session, loan_id: str, currency: str = "CNY") -> Money:
    """What is on its way to pay the loan, which is in this currency."""
    pending = select(func.coalesce(func.sum(TransferRow.minor), 0)).where(
        TransferRow.loan_id == loan_id,
        TransferRow.direction == "debit",
        TransferRow.currency == currency,
        TransferRow.status.in_(ON_ITS_WAY),
    )
    return Money(int(session.scalar(pending) or 0), currency)


def waiting_orders(session: Session, now: datetime | None = None, loan_id: str | None = None) -> list[TransferOrder]:
    """Transfers that the provider has not taken yet, of all loans or of one, oldest first. A hold that stands at `now` keeps a
    payout back."""
    waiting = select(TransferRow).where(TransferRow.status == "pending", TransferRow.handed_over_at.is_(None))
    if now is not None:
        held = and_(TransferRow.direction == "payout", TransferRow.borrower_id.in_(held_borrowers(now)))
        waiting = waiting.where(not_(held))
    if loan_id is not None:
        waiting = waiting.where(TransferRow.loan_id == loan_id)
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


def begin_hand_over(session: Session, transfer_id: str, now: datetime) -> bool:
    """Mark that the provider is about to be asked: from here on the order cannot be stopped. False when it was stopped, or a
    hold keeps it back."""
    row = session.get_one(TransferRow, transfer_id, with_for_update=True, populate_existing=True)
    if row.status != "pending" or (row.direction == "payout" and is_held(session, row.borrower_id, now)):
        return False
    row.handing_over_at = row.handing_over_at or now
    return True


def mark_handed_over(session: Session, transfer_id: str, now: datetime) -> None:
    session.get_one(TransferRow, transfer_id, with_for_update=True).handed_over_at = now


def can_be_stopped(transfer: TransferRow) -> bool:
    return transfer.status == "pending" and transfer.handing_over_at is None


def stop(transfer: TransferRow, now: datetime, failure: OwnFailure = STOPPED) -> None:
    """The order is over before the provider had it; one that had come back is not owed any more."""
    if transfer.failure == RETURNED:
        failure = RETURNED_NOT_OWED
    transfer.status, transfer.failure, transfer.settled_at = "failed", failure, transfer.settled_at or now


def lose_sight(session: Session, handed_over_before: datetime) -> int:
    """Call `unknown` what the provider took before then and never told of; answers how many."""
    silent = (TransferRow.status == "pending", TransferRow.handed_over_at < handed_over_before)
    rows = session.scalars(select(TransferRow).where(*silent).limit(BATCH).with_for_update(skip_locked=True)).all()
    for row in rows:
        row.status = "unknown"
    return len(rows)
