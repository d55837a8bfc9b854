"""Giving money back: what is owed back is on its way, and nothing more."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from backend.cards.service import current_card
from backend.ledger.service import Entry, post
from backend.loans.postings import claim_of, credit_of
from backend.loans.service import locked_loan
from backend.outbox import add_event
from backend.payments.failures import GIVEN_UP
from backend.payments.models import TransferRow
from backend.payments.transfers import (
    can_be_stopped,
    is_ordered,
    locked_transfer,
    new_transfer,
    stop,
    transfers_of,
)
from contract.lending.payments import ON_ITS_WAY
from contract.money import Money

if TYPE_CHECKING:
    from backend.loans.models import LoanRow


def order_refund(session: Session, source: TransferRow, amount: Money, intent: str, now: datetime) -> None:
    """Once for an intent. It goes back to where it was taken from, whatever card is current now."""
    if is_ordered(session, intent):
        return
    refund = new_transfer(session, source.loan_id, source.borrower_id, "refund", amount, now, intent)
    refund.card_id = source.card_id or current_card(session, source.borrower_id)


def start_refund(session: Session, debit: TransferRow, movement: str, now: datetime) -> None:
    """Give back what the provider took a second time, under its number `movement`; safe to repeat."""
    amount = Money(debit.minor, debit.currency)
    held = Entry("borrower_credit", -amount, debit.loan_id)
    post(session, f"twice:{movement}", now, [Entry("cash", amount), held])
    order_refund(session, debit, amount, f"refund:{movement}", now)


def to_send_back(session: Session, row: "LoanRow") -> int:
    """What is owed back and not on its way; below zero what is on its way though it is owed no more."""
    return credit_of(session, row) - sum(refund.minor for refund in _not_over(session, row))


def level_refunds(session: Session, row: "LoanRow", source: TransferRow, now: datetime) -> None:
    """Order what is owed back and not on its way, to where `source` was taken from; stop what is owed no more, as far as
    the provider was not asked yet."""
    waiting = _not_over(session, row)
    more = credit_of(session, row) - sum(refund.minor for refund in waiting)
    for refund in waiting:
        if more >= 0:
            break
        if can_be_stopped(refund) or refund.status == "failed":
            stop(refund, now)
            more += refund.minor
    if more > 0:
        order_refund(session, source, Money(more, row.currency), _intent(session, source), now)
    session.flush()


def tell_of_claim(session: Session, row: "LoanRow", before: int, now: datetime) -> None:
    """The borrower is told when more than before has to be paid back."""
    claim = claim_of(session, row)
    if claim > before:
        amount = {"minor": claim, "currency": row.currency}
        add_event(session, "loan.claim_opened", row.borrower_id, now, loan_id=row.id, amount=amount)


def order_again(session: Session, refund_id: str, now: datetime, *, to_current_card: bool) -> TransferRow | None:
    """Another try of a refund that failed, of as much as is still owed back; None where it has one, or nothing is."""
    failed = locked_transfer(session, refund_id)
    row = locked_loan(session, failed.loan_id)
    if failed.direction != "refund" or failed.id not in {refund.id for refund in _not_over(session, row)}:
        return None
    if failed.status != "failed":
        return None
    owed = min(failed.minor, failed.minor + to_send_back(session, row))
    if owed <= 0:
        stop(failed, now)
        return None
    again = new_transfer(session, failed.loan_id, failed.borrower_id, "refund", Money(owed, failed.currency), now)
    again.stands_in_for = failed.id
    if not to_current_card:
        again.card_id = failed.card_id
    session.flush()
    return again


def _not_over(session: Session, row: "LoanRow") -> list[TransferRow]:
    """Refunds on their way, and failed ones that wait for another try; newest first."""
    refunds = transfers_of(session, row.id, "refund")
    followed = {refund.stands_in_for for refund in refunds}
    return [
        refund
        for refund in refunds
        if refund.status in ON_ITS_WAY
        or (refund.status == "failed" and refund.failure not in GIVEN_UP and refund.id not in followed)
    ]


def _intent(session: Session, source: TransferRow) -> str:
    intent, number = f"surplus:{source.id}", 1
    while is_ordered(session, intent):
        number += 1
        intent = f"surplus:{source.id}:{number}"
    return intent
