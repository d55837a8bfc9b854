"""Money that moved and belongs to nobody known: kept apart until a person says whose it is, two above the policy's bound."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.db import insert_if_absent
from backend.ids import new_id
from backend.ledger.service import Entry, post
from backend.loans.postings import claim_of
from backend.loans.repaying import repay
from backend.loans.service import locked_loan
from backend.outbox import add_event
from backend.payments.errors import NotAssignable, SuspenseOver
from backend.payments.findings import mark_resolved, note
from backend.payments.models import FindingRow, SuspenseRow, TransferRow
from backend.payments.refunds import level_refunds, tell_of_claim
from backend.payments.rules import Verdict
from backend.policy.groups import Policy
from backend.policy.rules import SHIPPED
from backend.staff_acts.service import StaffAct, agreed
from contract.dates import lender_day
from contract.lending.loans import PAID_OUT
from contract.money import Money
from servicekit.problems import NotFound


@dataclass(frozen=True, slots=True)
class Movement:
    """Money that came in, or went out where `amount` is below zero; `reference` names it once."""

    reference: str
    transfer_id: str
    reason: Verdict
    amount: Money

    @classmethod
    def of(cls, transfer: TransferRow, reason: Verdict, amount: Money) -> Self:
        return cls(f"{transfer.id}:{reason}", transfer.id, reason, amount)


def set_aside(session: Session, movement: Movement, moved_on: date, now: datetime) -> None:
    """Into suspense, once for a reference."""
    item_id, amount = new_id("suspense"), movement.amount
    is_new = insert_if_absent(
        session,
        SuspenseRow,
        id=item_id,
        reference=movement.reference,
        told=movement.transfer_id,
        reason=movement.reason,
        minor=amount.minor,
        currency=amount.currency,
        moved_on=moved_on,
        status="open",
        created_at=now,
    )
    if is_new:
        post(session, item_id, now, [Entry("cash", amount), Entry("suspense", -amount, item_id)])


def open_items(session: Session) -> list[SuspenseRow]:
    """The oldest first."""
    waiting = select(SuspenseRow).where(SuspenseRow.status == "open")
    return list(session.scalars(waiting.order_by(SuspenseRow.created_at, SuspenseRow.id)))


def open_amounts(session: Session) -> dict[str, Money]:
    return {item.id: Money(item.minor, item.currency) for item in open_items(session)}


def assign(
    session: Session,
    item_id: str,
    loan_id: str,
    staff_id: str,
    reason: str,
    now: datetime,
    policy: Policy | None = None,
) -> bool:
    """It was a payment of this loan, on the day it moved or that of a later change of the loan.

    False while it waits for a second person.

    Raises `SuspenseOver`, `NotAssignable`, `SecondPersonNeeded`.
    """
    row = locked_loan(session, loan_id)
    item = _locked(session, item_id)
    if item.minor <= 0 or item.currency != row.currency or row.status not in PAID_OUT:
        raise NotAssignable(item_id=item_id, loan_id=loan_id)
    act = StaffAct("assign", item_id, staff_id, reason, {"loan_id": loan_id})
    if not _agreed(session, item, act, now, policy):
        return False
    before, amount = claim_of(session, row), Money(item.minor, item.currency)
    payment = _payment(session, item, row.id, row.borrower_id, now)
    _release(session, item, now)
    payment.value_day = repay(session, row.id, payment.id, amount, now, item.moved_on)
    if payment.value_day > item.moved_on:
        note(session, payment, "counted_later", now)
    item.loan_id = row.id
    _close(session, item, "assigned", act, now)
    facts = {"loan_id": row.id, "payment_id": payment.id, "amount": {"minor": item.minor, "currency": item.currency}}
    add_event(session, "payment.succeeded", row.borrower_id, now, **facts)
    level_refunds(session, row, payment, now)
    tell_of_claim(session, row, before, now)
    return True


def give_back(
    session: Session, item_id: str, staff_id: str, reason: str, now: datetime, policy: Policy | None = None
) -> bool:
    """What came in was sent back, or what went out came back, outside of our orders. False while it waits for a second
    person. Raises `SuspenseOver`, `SecondPersonNeeded`."""
    item = _locked(session, item_id)
    act = StaffAct("return", item_id, staff_id, reason)
    if not _agreed(session, item, act, now, policy):
        return False
    _release(session, item, now)
    _close(session, item, "returned", act, now)
    return True


def _locked(session: Session, item_id: str) -> SuspenseRow:
    item = session.get(SuspenseRow, item_id, with_for_update=True, populate_existing=True)
    if item is None:
        raise NotFound()
    if item.status != "open":
        raise SuspenseOver(status=item.status)
    return item


def _agreed(session: Session, item: SuspenseRow, act: StaffAct, now: datetime, policy: Policy | None) -> bool:
    policy = policy or SHIPPED.on(lender_day(now))
    bound = policy.approvals.money_second_person_above
    return agreed(session, act, now, policy, two_persons=abs(item.minor) > bound.minor)


def _release(session: Session, item: SuspenseRow, now: datetime) -> None:
    """Out of suspense, into what the provider holds: from there it goes on."""
    amount = Money(item.minor, item.currency)
    post(session, f"released:{item.id}", now, [Entry("suspense", amount, item.id), Entry("cash", -amount)])


def _close(session: Session, item: SuspenseRow, status: str, act: StaffAct, now: datetime) -> None:
    item.status = status
    for finding in session.scalars(select(FindingRow).where(FindingRow.reference == item.reference)):
        mark_resolved(finding, act.staff_id, act.reason, now)
    session.flush()


def _payment(session: Session, item: SuspenseRow, loan_id: str, borrower_id: str, now: datetime) -> TransferRow:
    """The debit that it would have been; no card of the borrower's is known."""
    payment = TransferRow(
        id=new_id("payment"),
        loan_id=loan_id,
        borrower_id=borrower_id,
        direction="debit",
        minor=item.minor,
        currency=item.currency,
        status="succeeded",
        intent=f"suspense:{item.id}",
        reference=item.reference,
        created_at=now,
        settled_at=now,
    )
    session.add(payment)
    session.flush()
    return payment
