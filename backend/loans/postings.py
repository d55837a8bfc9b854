"""What a loan's money does in the ledger, and the receipts that say so.

What is paid beyond a loan's debts is owed back (`borrower_credit`). What came back to the borrower though it was owed is
a claim (`borrower_debt`), which the next money beyond the debts pays.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from backend.ids import new_id
from backend.ledger.service import Account, Entry, balance
from backend.loans.models import LoanRow, ReceiptRow
from backend.loans.rules import Allocation
from contract.money import Money


@dataclass(frozen=True, slots=True)
class Arrived:
    """Money paid on a loan under a transfer; `facts` are those of its event."""

    transfer_id: str
    amount: Money
    facts: dict[str, Any]


def credit_of(session: Session, row: LoanRow) -> int:
    """What is owed back to the borrower."""
    return -balance(session, "borrower_credit", row.id, row.currency).minor


def claim_of(session: Session, row: LoanRow) -> int:
    """What the borrower was given back though it was owed."""
    return balance(session, "borrower_debt", row.id, row.currency).minor


def payment_entries(row: LoanRow, amount: Money, allocation: Allocation) -> list[Entry]:
    """`amount` may be zero or below: of a correction, or of a payment that was taken back."""

    def credit(minor: int) -> Money:
        return Money(-minor, row.currency)

    return [
        Entry("cash", amount),
        Entry("penalty_income", credit(allocation.total("penalty"))),
        Entry("fee_income", credit(allocation.total("fee"))),
        Entry("interest_income", credit(allocation.total("interest"))),
        Entry("loans_receivable", credit(allocation.total("principal")), row.id),
        Entry("borrower_credit", credit(allocation.surplus), row.id),
    ]


def with_claim(session: Session, row: LoanRow, entries: Sequence[Entry]) -> list[Entry]:
    """The entries with what they owe back, or take from it, held against the claim."""
    surplus = -moved(entries, "borrower_credit")
    others = [entry for entry in entries if entry.account != "borrower_credit"]
    return [*others, *surplus_entries(session, row, surplus)]


def surplus_entries(session: Session, row: LoanRow, minor: int) -> list[Entry]:
    """Above zero a claim is paid first, and the rest owed back. Below zero it leaves what is owed back, and what is not
    there any more becomes a claim; whose loan was annulled owes nothing, so there it is lost."""
    claim = claim_of(session, row)
    if minor < 0:
        left = min(-minor, max(credit_of(session, row), 0))
        debt = Money(-minor - left, row.currency)
        lost = Entry("fraud_losses", debt) if row.status == "annulled" else Entry("borrower_debt", debt, row.id)
        return [Entry("borrower_credit", Money(left, row.currency), row.id), lost]
    paid = min(minor, claim)
    return [
        Entry("borrower_debt", Money(-paid, row.currency), row.id),
        Entry("borrower_credit", Money(paid - minor, row.currency), row.id),
    ]


def moved(entries: Sequence[Entry], account: Account) -> int:
    """What the entries add to the account, a debit above zero."""
    return sum(entry.amount.minor for entry in entries if entry.account == account)


def new_receipt(
    row: LoanRow, transfer_id: str, ledger_number: int, now: datetime, kind: str, **amounts: int
) -> ReceiptRow:
    return ReceiptRow(
        id=new_id("receipt"),
        loan_id=row.id,
        transfer_id=transfer_id,
        ledger_number=ledger_number,
        kind=kind,
        shares=[],
        posted_at=now,
        **amounts,
    )
