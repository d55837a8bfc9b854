"""What later payments pay instead, once one before them came, went or changed its day: one posting, one receipt."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.ledger.service import post
from backend.loans.models import LoanRow, ReceiptRow
from backend.loans.postings import new_receipt, payment_entries, with_claim
from backend.loans.rules import Allocation
from backend.outbox import add_event
from contract.lending.products import ALLOCATION
from contract.money import Money


def post_correction(session: Session, row: LoanRow, changes: Allocation, now: datetime) -> None:
    """Receipts stay as they were posted; this one holds the differences. The borrower is told. No change, no posting."""
    if not changes.shares and not changes.surplus:
        return
    key = next_key(session, row)
    entries = with_claim(session, row, payment_entries(row, Money(0, row.currency), changes))
    number = post(session, key, now, entries)
    add_correction_receipt(session, row, key, number, changes, now)


def next_key(session: Session, row: LoanRow) -> str:
    made = select(func.count()).where(ReceiptRow.loan_id == row.id, ReceiptRow.kind == "correction")
    return f"correction:{row.id}:{(session.scalar(made) or 0) + 1}"


def add_correction_receipt(
    session: Session,
    row: LoanRow,
    key: str,
    number: int,
    changes: Allocation,
    now: datetime,
    said_principal: int = 0,
) -> None:
    """`said_principal` is what earlier receipts called principal without saying of which instalment."""
    parts = {part: changes.total(part) for part in ALLOCATION}
    parts["principal"] -= said_principal
    receipt = new_receipt(row, key, number, now, "correction", amount=0, surplus=changes.surplus, **parts)
    receipt.shares = changes.shares
    session.add(receipt)
    session.flush()
    add_event(session, "loan.corrected", row.borrower_id, now, loan_id=row.id, receipt_id=receipt.id)
