"""The borrower's consent to a hardship plan: to exactly the figures that were shown, kept with text, time and way."""

from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from backend.loans.errors import PlanTextChanged
from backend.loans.models import LoanRow, PlanConsentRow, ProposalRow
from contract.lending.loans import ConsentWay, GiveConsent, PlanConsent
from contract.texts import LocalText

# A new text gets a new version; consents name the version that was read.
TEXT_VERSION = "1"
TEXT = LocalText(
    zh="本人已阅读上述还款安排及新的还款计划，知悉延长还款时间会增加利息，同意按此变更借款合同，合同其他条款不变。",
    en="I have read this repayment plan and its schedule. I understand that paying later costs more interest, and I agree to"
    " change the loan contract in this way. The rest of the contract stays as it is.",
)


def keep_consent(session: Session, row: LoanRow, proposal: ProposalRow, body: GiveConsent, now: datetime) -> None:
    """The first consent to these figures stands. Raises `PlanTextChanged`."""
    if body.text_version != TEXT_VERSION:
        raise PlanTextChanged(text_version=TEXT_VERSION)
    if consent_to(session, proposal) is not None:
        return
    consent = PlanConsentRow(
        proposal_id=proposal.id,
        loan_id=row.id,
        borrower_id=row.borrower_id,
        proposal_hash=proposal.hash,
        text_version=body.text_version,
        way=body.way,
        given_at=now,
        staff_id=body.staff_id,
        note=body.note.strip(),
    )
    session.add(consent)
    session.flush()


def consent_to(session: Session, proposal: ProposalRow) -> PlanConsentRow | None:
    return session.get(PlanConsentRow, proposal.id)


def consent_view(consent: PlanConsentRow | None) -> PlanConsent:
    if consent is None:
        return PlanConsent(text=TEXT, text_version=TEXT_VERSION)
    way = cast(ConsentWay, consent.way)
    return PlanConsent(text=TEXT, text_version=consent.text_version, way=way, given_at=consent.given_at)
