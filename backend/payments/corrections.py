"""What two persons may undo: a loan that was never its borrower's, and a write-off."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlalchemy.orm import Session

from backend.borrowers.service import lock_borrower
from backend.loans.annulment import annul as annul_loan
from backend.loans.errors import LoanMoneyUnderWay
from backend.loans.postings import claim_of
from backend.loans.service import borrower_of, locked_loan
from backend.loans.written_off import undo_write_off as undo
from backend.payments.models import AutopayConsentRow, TransferRow
from backend.payments.refunds import level_refunds, order_refund, tell_of_claim, to_send_back
from backend.payments.transfers import can_be_stopped, stop, transfers_of
from backend.policy.groups import Policy
from backend.policy.rules import SHIPPED
from backend.staff_acts.service import StaffAct, agreed
from contract.dates import lender_day
from contract.lending.payments import ON_ITS_WAY, Direction
from contract.money import Money

if TYPE_CHECKING:
    from backend.loans.models import LoanRow


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which loan, by whom and why."""

    loan_id: str
    staff_id: str
    reason: str


def annul(session: Session, asked: Asked, now: datetime, policy: Policy | None = None) -> bool:
    """The loan is not its borrower's: nothing is owed, what was paid goes back to the cards it came from.

    False while it waits for a second person. Raises `LoanMoneyUnderWay` while a payout may still arrive.
    """
    row, policy = _locked(session, asked.loan_id), policy or SHIPPED.on(lender_day(now))
    if not agreed(session, StaffAct("annul", row.id, asked.staff_id, asked.reason), now, policy, two_persons=True):
        return False
    _stop_orders(session, row, now)
    standing = [debit for debit in transfers_of(session, row.id, "debit") if debit.status == "succeeded"]
    annul_loan(session, row, now)
    _end_autopay(session, row, now)
    _send_back(session, row, standing, now)
    return True


def undo_write_off(session: Session, asked: Asked, now: datetime, policy: Policy | None = None) -> bool:
    """The loan is repaid again; what was recovered are payments on their days. False while it waits for a second person.

    Raises `LoanNotWrittenOff`.
    """
    row, policy = _locked(session, asked.loan_id), policy or SHIPPED.on(lender_day(now))
    bound = policy.approvals.money_second_person_above
    act = StaffAct("undo_write_off", row.id, asked.staff_id, asked.reason)
    if not agreed(session, act, now, policy, two_persons=row.principal > bound.minor):
        return False
    before = claim_of(session, row)
    undo(session, row, now)
    paid = transfers_of(session, row.id, "debit")
    if paid:
        level_refunds(session, row, paid[0], now)
    tell_of_claim(session, row, before, now)
    return True


def _locked(session: Session, loan_id: str) -> "LoanRow":
    """The borrower first, as by everything that lends."""
    lock_borrower(session, borrower_of(session, loan_id))
    return locked_loan(session, loan_id)


def _stop_orders(session: Session, row: "LoanRow", now: datetime) -> None:
    """Nothing more goes to or comes from somebody whose loan this may not be; what the provider was asked for already is
    waited for where it is a payout."""
    directions: tuple[Direction, ...] = ("payout", "debit")
    for direction in directions:
        for transfer in transfers_of(session, row.id, direction):
            if can_be_stopped(transfer):
                stop(transfer, now)
            elif direction == "payout" and transfer.status in ON_ITS_WAY:
                raise LoanMoneyUnderWay(transfer_id=transfer.id)


def _end_autopay(session: Session, row: "LoanRow", now: datetime) -> None:
    standing = (AutopayConsentRow.loan_id == row.id, AutopayConsentRow.ended_at.is_(None))
    session.execute(update(AutopayConsentRow).where(*standing).values(ended_at=now))


def _send_back(session: Session, row: "LoanRow", payments: list[TransferRow], now: datetime) -> None:
    """To the cards the payments came from, the newest first, as much as is owed back and not on its way."""
    owed = to_send_back(session, row)
    for payment in payments:
        amount = min(payment.minor, owed)
        if amount > 0:
            order_refund(session, payment, Money(amount, row.currency), f"annulled:{payment.id}", now)
            owed -= amount
