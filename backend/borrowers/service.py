"""Registering borrowers."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.borrowers.models import BorrowerRow
from backend.db import insert_if_absent
from contract.lending.borrowers import Borrower, RegisterBorrower
from servicekit.problems import NotFound


def register_borrower(session: Session, borrower_id: str, body: RegisterBorrower, now: datetime) -> Borrower:
    """Create the borrower, or set the language; safe to repeat and to race."""
    insert_if_absent(session, BorrowerRow, id=borrower_id, language=body.language, created_at=now)
    borrower = lock_borrower(session, borrower_id)
    borrower.language = body.language
    return Borrower.model_validate(borrower, from_attributes=True)


def lock_borrower(session: Session, borrower_id: str) -> BorrowerRow:
    """Hold the borrower's row to the end of the transaction: one change to a borrower's things at a time."""
    borrower = session.get(BorrowerRow, borrower_id, with_for_update=True)
    if borrower is None:
        raise NotFound()
    return borrower


def known_borrowers(session: Session) -> set[str]:
    """Of all, the ids."""
    return set(session.scalars(select(BorrowerRow.id)))


def check_borrower(session: Session, borrower_id: str) -> None:
    """Raises `NotFound` for an unknown borrower."""
    if session.get(BorrowerRow, borrower_id) is None:
        raise NotFound()
