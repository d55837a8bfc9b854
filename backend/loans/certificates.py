"""The settlement certificate 结清证明: that a loan was repaid in full and nothing is owed on it any more."""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.db import insert_if_absent
from backend.loans.errors import LoanNotSettled
from backend.loans.models import CertificateRow, LoanRow, ReceiptRow
from backend.loans.postings import claim_of
from backend.loans.service import borrowers_loan
from contract.canonical import canonical_hash
from contract.dates import lender_day
from contract.lending.loans import SettlementCertificate
from contract.money import Money
from contract.texts import LocalText
from servicekit.problems import NotFound


def settlement_certificate(
    session: Session, borrower_id: str, loan_id: str, lender: LocalText, now: datetime
) -> SettlementCertificate:
    """What was issued is kept, so that one of a loan that was opened again is known to be revoked.

    Raises `LoanNotSettled` while anything is owed, also a claim.
    """
    row = borrowers_loan(session, borrower_id, loan_id)
    if row.status != "settled" or claim_of(session, row):
        raise LoanNotSettled(status=row.status)
    settled_on = row.settled_on or _last_posted(session, row)
    repaid = Money(sum(instalment.paid + instalment.paid_penalty for instalment in row.instalments), row.currency)
    text = certificate_text(row, lender, settled_on, repaid)
    issued = canonical_hash(text)
    insert_if_absent(session, CertificateRow, hash=issued, loan_id=row.id, text=text, issued_at=now)
    session.get_one(CertificateRow, issued).revoked_on = None
    return SettlementCertificate(
        loan_id=row.id, settled_on=settled_on, repaid=repaid, text=text, certificate_hash=issued
    )


def revoked_on(session: Session, certificate_hash: str) -> date | None:
    """When the certificate stopped to hold, if it did. Raises `NotFound` for one that was never issued."""
    row = session.get(CertificateRow, certificate_hash)
    if row is None:
        raise NotFound()
    return row.revoked_on


def _last_posted(session: Session, row: LoanRow) -> date:
    """Of a loan that a past release settled."""
    last = session.scalar(select(func.max(ReceiptRow.posted_at)).where(ReceiptRow.loan_id == row.id))
    assert last is not None  # noqa: S101 - a settled loan has been paid
    return lender_day(last)


def certificate_text(row: LoanRow, lender: LocalText, settled_on: date, repaid: Money) -> LocalText:
    principal = Money(row.principal, row.currency)
    return LocalText(
        zh="\n".join(
            [
                f"贷款结清证明（借据编号：{row.id}）",
                f"贷款人：{lender.zh}",
                f"申请编号：{row.application_id}。借款本金{principal}元，放款日{row.disbursed_on}。",
                f"该笔贷款已于{settled_on}全部结清，累计还款{repaid}元，本金、利息及费用均无欠款。",
            ]
        ),
        en="\n".join(
            [
                f"Certificate of settlement (loan {row.id})",
                f"Lender: {lender.en}",
                f"Application {row.application_id}. Principal {principal} {row.currency}, paid out on {row.disbursed_on}.",
                f"The loan was repaid in full on {settled_on}: {repaid} {row.currency} in all. No principal, interest or"
                " fee is owed.",
            ]
        ),
    )
