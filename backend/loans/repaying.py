"""Money of a loan that moved: the payout, and what is paid; each counts on its own day, also when it is told of late."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from backend.ledger.service import Entry, post
from backend.loans.book import Book
from backend.loans.books import (
    add_loan_event,
    free_place,
    opening_book,
    paid_proposal,
    read_book,
    standing_events,
    write_book,
)
from backend.loans.corrections import post_correction
from backend.loans.errors import LoanNotActive
from backend.loans.history import (
    Place,
    differences,
    place_for,
    remade_from,
    remade_now,
    stands_fast,
    write_remade,
)
from backend.loans.models import LoanRow
from backend.loans.paying import rule_for
from backend.loans.postings import Arrived, moved, new_receipt, payment_entries, with_claim
from backend.loans.replay import LoanEvent, replay
from backend.loans.rules import Allocation
from backend.loans.service import locked_loan
from backend.loans.written_off import recover
from contract.dates import lender_day
from contract.lending.products import ALLOCATION
from contract.money import Money


def disburse(session: Session, loan_id: str, transfer_id: str, now: datetime, day: date | None = None) -> None:
    """The payout moved on `day`: date the schedule from it, post, and write the receipt. Raises `LoanNotActive`."""
    row = locked_loan(session, loan_id)
    if row.status != "pending_payout":
        raise LoanNotActive(status=row.status)
    row.disbursed_on = day or lender_day(now)
    write_book(session, row, opening_book(session, row, row.disbursed_on), lender_day(now))
    principal = Money(row.principal, row.currency)
    number = post(session, transfer_id, now, [Entry("loans_receivable", principal, row.id), Entry("cash", -principal)])
    receipt = new_receipt(row, transfer_id, number, now, "payout", amount=row.principal, principal=row.principal)
    receipt.counted_on = row.disbursed_on
    session.add(receipt)


def repay(
    session: Session, loan_id: str, transfer_id: str, amount: Money, now: datetime, day: date | None = None
) -> date:
    """A payment moved on `day`: share it out, post it, and write the receipt. Answers the day from which it counts.

    A payment of figures that were shown counts on their day. One that was told of late counts before the payments of later
    days; what these pay instead is posted as a correction.
    """
    row, proposal = locked_loan(session, loan_id), paid_proposal(session, transfer_id)
    effect = proposal.facts.get("effect") if proposal else None
    payment = Arrived(transfer_id, amount, {"minor": amount.minor, "effect": effect})
    wanted = proposal.day if proposal else day or lender_day(now)
    if proposal:
        proposal.executed_at = now
    place, book = place_for(standing_events(session, row), wanted), read_book(session, row)
    if row.status == "written_off":
        recover(session, row, payment, place, now)
    elif row.status == "annulled":
        _give_back(session, row, payment, place.day, now)
    elif place.before is None and not _is_counted_beyond(book, place.day):
        _repay_now(session, row, payment, book, place.day, now)
    else:
        _repay_late(session, row, payment, place, now)
    return place.day


def redate(session: Session, loan_id: str, transfer_id: str, day: date, now: datetime) -> date | None:
    """A posted payment moved on another day than it counts on: let it count then. Answers the day from which it counts
    now; None where the loan was changed or has ended since."""
    row = locked_loan(session, loan_id)
    events = standing_events(session, row)
    event = next((one for one in events if one.transfer_id == transfer_id), None)
    if event is None or row.status not in ("active", "settled") or stands_fast(events, event):
        return None
    if paid_proposal(session, transfer_id):
        return event.day
    place = place_for([one for one in events if one is not event], day)
    before = remade_now(session, row)
    event.day, event.place = place.day, free_place(session, row, place.before)
    session.flush()
    after = remade_now(session, row)
    write_remade(session, row, after, lender_day(now))
    post_correction(session, row, differences(before, after), now)
    return place.day


def _repay_late(session: Session, row: LoanRow, payment: Arrived, place: Place, now: datetime) -> None:
    before = remade_now(session, row)
    earlier = [one for one in standing_events(session, row) if place.before is None or one.place < place.before.place]
    rule = rule_for(remade_from(session, row, earlier).book, place.day)
    free = free_place(session, row, place.before)
    add_loan_event(session, row, "payment", place.day, payment.facts, payment.transfer_id, rule, free)
    after = remade_now(session, row)
    write_remade(session, row, after, lender_day(now))
    _post(session, row, payment, after.allocations[payment.transfer_id], place.day, now)
    post_correction(session, row, differences(before, after, leaving_out=payment.transfer_id), now)


def _repay_now(session: Session, row: LoanRow, payment: Arrived, book: Book, day: date, now: datetime) -> None:
    event = LoanEvent("payment", day, payment.facts, payment.transfer_id, rule_for(book, day))
    replayed, settled_on = replay(book, [event]), row.settled_on
    write_book(session, row, replayed.book, lender_day(now))
    row.settled_on = (settled_on or day) if replayed.book.settled else None
    add_loan_event(session, row, event.kind, day, payment.facts, payment.transfer_id, event.rule)
    _post(session, row, payment, replayed.allocations[payment.transfer_id], day, now)


def _give_back(session: Session, row: LoanRow, payment: Arrived, day: date, now: datetime) -> None:
    """Of a loan that was annulled nothing is owed."""
    _post(session, row, payment, Allocation([], payment.amount.minor), day, now)


def _post(session: Session, row: LoanRow, payment: Arrived, allocation: Allocation, day: date, now: datetime) -> None:
    entries = with_claim(session, row, payment_entries(row, payment.amount, allocation))
    number = post(session, payment.transfer_id, now, entries)
    parts = {part: allocation.total(part) for part in ALLOCATION}
    receipt = new_receipt(
        row, payment.transfer_id, number, now, "payment",
        amount=payment.amount.minor, surplus=allocation.surplus, claim=-moved(entries, "borrower_debt"), **parts,
    )  # fmt: skip
    receipt.shares, receipt.counted_on = allocation.shares, day
    session.add(receipt)


def _is_counted_beyond(book: Book, day: date) -> bool:
    """Whether overdue interest was counted after that day."""
    return any(line.late_through is not None and line.late_through > day for line in book.lines)
