"""Giving, withdrawing and requiring consents. Whoever changes one holds the borrower's lock."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.borrowers.service import check_borrower, lock_borrower
from backend.consents.errors import ConsentNeeded, ConsentTextChanged, ConsentTextNeeded
from backend.consents.models import ConsentRow
from backend.consents.texts import PRESENT, RECIPIENTS, present_texts
from backend.ids import new_id
from contract.lending.consents import PURPOSES, Consent, ConsentPurpose, ConsentText, HowConsented, SetConsent
from contract.texts import LocalText

# Lasting acts, of a borrower.
WITHDRAWN: Mapping[ConsentPurpose, str] = {purpose: f"consent_withdrawn.{purpose}" for purpose in PURPOSES}


def require(session: Session, borrower_id: str, purpose: ConsentPurpose) -> None:
    """Raises `ConsentNeeded` unless the present text was agreed to and not withdrawn."""
    if not stands(session, borrower_id, purpose):
        raise ConsentNeeded(purpose=purpose)


def stands(session: Session, borrower_id: str, purpose: ConsentPurpose) -> bool:
    return _standing(session, borrower_id, purpose, PRESENT[purpose].version) is not None


def give(session: Session, borrower_id: str, purpose: ConsentPurpose, how: HowConsented, now: datetime) -> None:
    """To the present text; what stands already is left as it was given."""
    borrower = lock_borrower(session, borrower_id)
    version = PRESENT[purpose].version
    if _standing(session, borrower_id, purpose, version) is not None:
        return
    row = ConsentRow(
        id=new_id("consent"),
        borrower_id=borrower_id,
        purpose=purpose,
        recipient=RECIPIENTS[purpose],
        text_version=version,
        language=how.language or borrower.language,
        way=how.way,
        given_at=now,
    )
    session.add(row)
    session.flush()


def withdraw(session: Session, borrower_id: str, purpose: ConsentPurpose, now: datetime) -> None:
    """Whatever version was agreed to; without a consent nothing happens."""
    lock_borrower(session, borrower_id)
    for row in _rows(session, borrower_id):
        if row.purpose == purpose and row.withdrawn_at is None:
            row.withdrawn_at = now
    session.flush()


def set_consent(
    session: Session, borrower_id: str, body: SetConsent, lender: LocalText, now: datetime
) -> list[Consent]:
    """Safe to repeat. Raises `ConsentTextNeeded`, and `ConsentTextChanged` for a text that is no longer shown."""
    if not body.given:
        withdraw(session, borrower_id, body.purpose, now)
    elif body.text_version is None:
        raise ConsentTextNeeded()
    elif body.text_version != (present := PRESENT[body.purpose].version):
        raise ConsentTextChanged(text_version=present)
    else:
        give(session, borrower_id, body.purpose, body, now)
    return consents_of(session, borrower_id, lender)


def consents_of(session: Session, borrower_id: str, lender: LocalText) -> list[Consent]:
    """Every purpose, in the order in which they are listed."""
    check_borrower(session, borrower_id)
    rows = _rows(session, borrower_id)
    return [_shown(text, [row for row in rows if row.purpose == text.purpose]) for text in present_texts(lender)]


def _shown(text: ConsentText, history: Sequence[ConsentRow]) -> Consent:
    standing = [row for row in history if row.withdrawn_at is None]
    newest = standing[-1] if standing else None
    ended = [row.withdrawn_at for row in history if row.withdrawn_at is not None]
    return Consent(
        **text.model_dump(),
        given=any(row.text_version == text.text_version for row in standing),
        consented_version=newest.text_version if newest else None,
        given_at=newest.given_at if newest else None,
        withdrawn_at=max(ended) if ended and newest is None else None,
    )


def _rows(session: Session, borrower_id: str) -> Sequence[ConsentRow]:
    """The oldest first."""
    mine = select(ConsentRow).where(ConsentRow.borrower_id == borrower_id)
    return session.scalars(mine.order_by(ConsentRow.given_at, ConsentRow.id)).all()


def _standing(session: Session, borrower_id: str, purpose: ConsentPurpose, version: str) -> ConsentRow | None:
    row = select(ConsentRow).where(
        ConsentRow.borrower_id == borrower_id,
        ConsentRow.purpose == purpose,
        ConsentRow.text_version == version,
        ConsentRow.withdrawn_at.is_(None),
    )
    return session.scalars(row).one_or_none()
