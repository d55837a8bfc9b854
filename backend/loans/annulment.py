"""Annulling a loan that was never its borrower's: nothing is owed on it, what was paid is owed back, the rest is lost."""

from datetime import datetime

from sqlalchemy.orm import Session

from backend.ledger.service import Account, Entry, balance, post
from backend.loans.books import add_loan_event, read_book, revoke_certificates
from backend.loans.history import remade_now
from backend.loans.models import LoanRow, ReceiptRow
from backend.loans.postings import claim_of, new_receipt
from backend.loans.rules import Allocation, Share, merged
from backend.loans.written_off import recoveries
from backend.outbox import add_event
from contract.dates import lender_day
from contract.lending.products import ALLOCATION, Part
from contract.money import Money

INCOME: dict[Part, Account] = {"penalty": "penalty_income", "fee": "fee_income", "interest": "interest_income"}


def annul(session: Session, row: LoanRow, now: datetime) -> None:
    """The loan is locked, and no payout of it is on its way. Receipts stay; a second annulment changes nothing."""
    if row.status == "annulled":
        return
    if row.disbursed_on is not None:
        _post(session, row, now)
    revoke_certificates(session, row, lender_day(now))
    add_loan_event(session, row, "annulment", lender_day(now), {})
    row.instalments.clear()
    row.status, row.settled_on, row.days_past_due, row.bucket = "annulled", None, 0, "M0"
    session.flush()
    add_event(session, "loan.annulled", row.borrower_id, now, loan_id=row.id)


def _post(session: Session, row: LoanRow, now: datetime) -> None:
    """Income is given up; the principal is a loss, and so is a claim."""
    paid, recovered = _paid(session, row)
    back = Money(sum(share.minor for share in paid.shares) + recovered, row.currency)
    lost = Money(read_book(session, row).principal if row.status == "written_off" else 0, row.currency)
    claim = Money(claim_of(session, row), row.currency)
    entries = [
        *(Entry(account, Money(paid.total(part), row.currency)) for part, account in INCOME.items()),
        Entry("recovery_income", Money(recovered, row.currency)),
        Entry("loans_receivable", -balance(session, "loans_receivable", row.id, row.currency), row.id),
        Entry("loan_losses", -lost),
        Entry("borrower_debt", -claim, row.id),
        Entry("borrower_credit", -back, row.id),
        Entry("fraud_losses", Money(row.principal, row.currency) + claim),
    ]
    key = f"annulment:{row.id}"
    number = post(session, key, now, entries)
    session.add(_receipt(row, key, number, paid, recovered, now))


def _paid(session: Session, row: LoanRow) -> tuple[Allocation, int]:
    """Where the money of all payments is, and what was recovered after a write-off."""
    made = remade_now(session, row)
    shares = merged(*(allocation.shares for allocation in made.allocations.values()))
    recovered = recoveries(session, row) if row.status == "written_off" else []
    return Allocation(shares, 0), sum(receipt.principal for receipt in recovered)


def _receipt(row: LoanRow, key: str, number: int, paid: Allocation, recovered: int, now: datetime) -> ReceiptRow:
    """All that was paid is now owed back: less of each part, more of the surplus."""
    parts = {part: -paid.total(part) for part in ALLOCATION}
    parts["principal"] -= recovered
    receipt = new_receipt(row, key, number, now, "annulment", amount=0, surplus=-sum(parts.values()), **parts)
    receipt.shares = [Share(share.number, share.part, -share.minor) for share in paid.shares]
    return receipt
