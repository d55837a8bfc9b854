"""How transfers end: as the provider says, at once, late, or undone by the bank."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy.orm import Session

from backend.ledger.service import Entry, post
from backend.loans.postings import claim_of, credit_of, surplus_entries
from backend.loans.repaying import disburse, repay
from backend.loans.repaying import redate as move_payment
from backend.loans.reversing import reverse_payment
from backend.loans.service import locked_loan
from backend.outbox import add_event
from backend.payments.errors import CallbackMismatch, PaymentNotPosted, TransferAlreadySettled
from backend.payments.failures import FOR_GOOD, RETURNED, TAKEN_BACK, OwnFailure
from backend.payments.findings import note
from backend.payments.models import TransferRow
from backend.payments.provider import Fate
from backend.payments.refunds import level_refunds, tell_of_claim
from backend.payments.rules import ValueDay, value_day
from backend.payments.suspense import Movement, set_aside
from backend.payments.transfers import can_be_stopped, locked_transfer, stop, transfers_of
from backend.policy.groups import Policy
from backend.policy.rules import SHIPPED
from contract.dates import lender_day
from contract.lending.payments import ON_ITS_WAY, Callback, ProviderEvent
from contract.money import Money
from servicekit.problems import NotFound


def settle(session: Session, callback: Callback, now: datetime, policy: Policy | None = None) -> None:
    """End a transfer as the provider says. The same callback again changes nothing.

    What had failed may succeed after all; any other end after the first is refused, and a payment that comes back is told
    of by `reverse`.
    """
    transfer = locked_transfer(session, callback.transfer_id)
    if differs(transfer, callback):
        raise CallbackMismatch()
    if transfer.status == callback.status:
        return
    if transfer.status not in ON_ITS_WAY and not (transfer.status == "failed" and transfer.failure not in FOR_GOOD):
        raise TransferAlreadySettled(status=transfer.status)
    late = transfer.status == "failed"
    transfer.status, transfer.settled_at, transfer.ended_at = callback.status, now, callback.ended_at
    transfer.failure = callback.failure if callback.status == "failed" else None
    if callback.status == "failed":
        _tell_of_failure(session, transfer, now)
        return
    value = _value_day(transfer, now, policy or SHIPPED.on(lender_day(now)))
    transfer.value_day = value.day
    ends = {"payout": _end_payout, "debit": _end_debit, "refund": _end_late_refund if late else _end_refund}
    ends[transfer.direction](session, transfer, value, now)


def reverse(session: Session, event: ProviderEvent, now: datetime) -> None:
    """The bank undid a transfer that had succeeded; safe to repeat."""
    transfer = locked_transfer(session, event.transfer_id)
    if event.amount != Money(transfer.minor, transfer.currency):
        raise CallbackMismatch()
    if transfer.status == "failed":
        return
    if transfer.direction == "debit":
        _take_back(session, transfer, now)
    elif transfer.status == "succeeded":
        _come_back(session, transfer, now)
    else:
        raise PaymentNotPosted(status=transfer.status)


def take_back(session: Session, payment_id: str, now: datetime) -> None:
    """The bank took a payment back that had succeeded: it failed after all, and the loan is as if it had never come.

    Safe to repeat. Raises `PaymentNotPosted` for what is not a payment that succeeded.
    """
    transfer = locked_transfer(session, payment_id)
    if transfer.direction != "debit":
        raise NotFound()
    if transfer.failure == TAKEN_BACK:
        return
    if transfer.status != "succeeded":
        raise PaymentNotPosted(status=transfer.status)
    _take_back(session, transfer, now)


def redate(session: Session, transfer_id: str, ended_at: datetime, now: datetime) -> None:
    """The provider's file says when a payment moved of which nothing was told but that it had: let it count then."""
    transfer = locked_transfer(session, transfer_id)
    if transfer.status != "succeeded" or transfer.ended_at is not None:
        return
    transfer.ended_at, told = ended_at, transfer.settled_at or now
    value = value_day(
        lender_day(transfer.created_at), lender_day(told), lender_day(ended_at), at_once=False, most_days=0
    )
    if not value.sure:
        note(session, transfer, "time_differs", now)
    if transfer.value_day is None or value.day == transfer.value_day:
        return
    row = locked_loan(session, transfer.loan_id)
    before, counted = claim_of(session, row), None
    if transfer.direction == "debit":
        counted = move_payment(session, transfer.loan_id, transfer.id, value.day, now)
        level_refunds(session, row, transfer, now)
        tell_of_claim(session, row, before, now)
    if counted is None and transfer.direction != "refund":
        note(session, transfer, "time_differs", now)
    transfer.value_day = counted or transfer.value_day


def end_as_failed(session: Session, transfer: TransferRow, failure: OwnFailure, now: datetime) -> None:
    """The order is over, and posts nothing: the provider never had it, or moved another amount. Locked by the caller."""
    transfer.status, transfer.failure, transfer.settled_at = "failed", failure, now
    _tell_of_failure(session, transfer, now)


def differs(transfer: TransferRow, fate: Fate) -> bool:
    """Whether the provider says that it moved another amount than was ordered: a person looks, nothing is posted."""
    return not isinstance(fate, str) and fate.amount != Money(transfer.minor, transfer.currency)


def _take_back(session: Session, transfer: TransferRow, now: datetime) -> None:
    row = locked_loan(session, transfer.loan_id)
    before = claim_of(session, row)
    if transfer.status == "succeeded":
        reverse_payment(session, transfer.loan_id, transfer.id, now)
        level_refunds(session, row, transfer, now)
        tell_of_claim(session, row, before, now)
    transfer.status, transfer.failure, transfer.settled_at = "failed", TAKEN_BACK, transfer.settled_at or now
    _tell_of_failure(session, transfer, now)


def _come_back(session: Session, transfer: TransferRow, now: datetime) -> None:
    """A refund that came back is owed again, and ordered again; a payout waits for a person."""
    amount = Money(transfer.minor, transfer.currency)
    if transfer.direction == "refund":
        row = locked_loan(session, transfer.loan_id)
        back = [Entry("cash", amount), *surplus_entries(session, row, amount.minor)]
        post(session, f"returned:{transfer.id}", now, back)
        transfer.status, transfer.failure, transfer.settled_at = "failed", RETURNED, now
        session.flush()
        level_refunds(session, row, transfer, now)
    else:
        set_aside(session, Movement.of(transfer, "payout_returned", amount), lender_day(now), now)
        note(session, transfer, "payout_returned", now)


def _value_day(transfer: TransferRow, now: datetime, policy: Policy) -> ValueDay:
    ordered, told = lender_day(transfer.created_at), lender_day(now)
    ended = lender_day(transfer.ended_at) if transfer.ended_at else None
    if ended is None and transfer.direction != "debit":
        return ValueDay(told, sure=True)
    at_once, most_days = transfer.card_id is not None, policy.payments.value_day_most_days
    return value_day(ordered, told, ended, at_once=at_once, most_days=most_days)


def _tell_of_failure(session: Session, transfer: TransferRow, now: datetime) -> None:
    facts = {"loan_id": transfer.loan_id, "amount": _json(transfer), "failure": transfer.failure}
    if transfer.direction == "payout":
        add_event(session, "payout.failed", transfer.borrower_id, now, **facts)
    elif transfer.direction == "debit":
        add_event(session, "payment.failed", transfer.borrower_id, now, **facts, payment_id=transfer.id)


def _end_payout(session: Session, transfer: TransferRow, value: ValueDay, now: datetime) -> None:
    """Another order that took its place is stopped, or was too late to be: what moves second is nobody's."""
    for other in transfers_of(session, transfer.loan_id, "payout"):
        if can_be_stopped(other):
            stop(other, now)
    if locked_loan(session, transfer.loan_id).status != "pending_payout":
        _moved_twice(session, transfer, value, now)
        return
    disburse(session, transfer.loan_id, transfer.id, now, value.day)
    if not value.sure:
        note(session, transfer, "time_differs", now)
    facts = {"loan_id": transfer.loan_id, "amount": _json(transfer)}
    add_event(session, "loan.disbursed", transfer.borrower_id, now, **facts)


def _end_debit(session: Session, transfer: TransferRow, value: ValueDay, now: datetime) -> None:
    row, amount = locked_loan(session, transfer.loan_id), Money(transfer.minor, transfer.currency)
    before = claim_of(session, row)
    counted = transfer.value_day = repay(session, row.id, transfer.id, amount, now, value.day)
    if counted > value.day:
        note(session, transfer, "counted_later", now)
    elif counted == value.day and not value.sure:
        note(session, transfer, "time_differs", now)
    facts = {"loan_id": transfer.loan_id, "payment_id": transfer.id, "amount": _json(transfer)}
    add_event(session, "payment.succeeded", transfer.borrower_id, now, **facts)
    level_refunds(session, row, transfer, now)
    tell_of_claim(session, row, before, now)


def _end_refund(session: Session, transfer: TransferRow, _value: ValueDay, now: datetime) -> None:
    """What went back though it was owed no more, since the provider had been asked already, is a claim."""
    row = locked_loan(session, transfer.loan_id)
    before, amount = claim_of(session, row), Money(transfer.minor, transfer.currency)
    post(session, transfer.id, now, [Entry("cash", -amount), *surplus_entries(session, row, -amount.minor)])
    tell_of_claim(session, row, before, now)
    facts = {"loan_id": transfer.loan_id, "amount": _json(transfer)}
    add_event(session, "payment.refunded", transfer.borrower_id, now, **facts)


def _end_late_refund(session: Session, transfer: TransferRow, value: ValueDay, now: datetime) -> None:
    """Another try that took its place is stopped, or was too late to be."""
    row = locked_loan(session, transfer.loan_id)
    for again in transfers_of(session, transfer.loan_id, "refund"):
        if again.stands_in_for == transfer.id and can_be_stopped(again):
            stop(again, now)
    if credit_of(session, row) < transfer.minor:
        _moved_twice(session, transfer, value, now)
    else:
        _end_refund(session, transfer, value, now)


def _moved_twice(session: Session, transfer: TransferRow, value: ValueDay, now: datetime) -> None:
    """Money went out a second time: it waits in suspense to be got back."""
    amount = Money(-transfer.minor, transfer.currency)
    set_aside(session, Movement.of(transfer, "paid_out_twice", amount), value.day, now)
    note(session, transfer, "paid_out_twice", now)


def _json(transfer: TransferRow) -> dict[str, object]:
    return asdict(Money(transfer.minor, transfer.currency))
