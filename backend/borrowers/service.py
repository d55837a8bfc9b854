"""Registering borrowers."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.borrowers.errors import CardChangeHeld
from backend.borrowers.models import BorrowerRow
from backend.db import insert_if_absent
from backend.policy.groups import IdentityPolicy
from contract.lending.borrowers import Borrower, CardHold, RegisterBorrower
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


def hold_cards(session: Session, borrower_id: str, policy: IdentityPolicy, now: datetime) -> CardHold:
    """The borrower gets another phone number: from now on no card is changed for a while. Safe to repeat."""
    lock_borrower(session, borrower_id).phone_changed_at = now
    return CardHold(until=now + timedelta(hours=policy.phone_change_hold_hours))


def check_cards_free(session: Session, borrower_id: str, policy: IdentityPolicy, now: datetime) -> None:
    """Raises `CardChangeHeld` where the phone number was changed too short a while ago."""
    borrower = session.get(BorrowerRow, borrower_id)
    if borrower is None or borrower.phone_changed_at is None:
        return
    until = borrower.phone_changed_at + timedelta(hours=policy.phone_change_hold_hours)
    if now < until:
        raise CardChangeHeld(until=until.isoformat())


def known_borrowers(session: Session) -> set[str]:
    """Of all, the ids."""
    return set(session.scalars(select(BorrowerRow.id)))


def check_borrower(session: Session, borrower_id: str) -> None:
    """Raises `NotFound` for an unknown borrower."""
    if session.get(BorrowerRow, borrower_id) is None:
        raise NotFound()
