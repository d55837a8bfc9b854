"""Verifying who a borrower is."""

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.borrowers.service import check_borrower, lock_borrower
from backend.db import Database
from backend.identity.checker import IdentityChecker
from backend.identity.errors import FullTimeStudent, IdentityAlreadyVerified, IdentityNeeded, IdentityTaken
from backend.identity.models import IdentityRow
from backend.identity.rules import born_on, check_age, masked_name, normal_name
from contract.dates import lender_day
from contract.lending.identity import Identity, VerifyIdentity


def verify_identity(
    database: Database, checker: IdentityChecker, secret: bytes, borrower_id: str, body: VerifyIdentity, now: datetime
) -> Identity:
    """Check and keep an identity; safe to repeat. No transaction is open while the register is asked."""
    if body.full_time_student:
        raise FullTimeStudent()
    id_number = body.id_number.strip().upper()
    check_age(born_on(id_number), lender_day(now))
    with database.reading() as session:
        check_borrower(session, borrower_id)
    checker.check(body.name, id_number)
    with database.writing() as session:
        return _keep(session, secret, borrower_id, body.name, id_number, now)


def identity_of(session: Session, borrower_id: str) -> Identity:
    check_borrower(session, borrower_id)
    row = session.get(IdentityRow, borrower_id)
    return _shown(row) if row else Identity(verified=False)


def is_verified_name(session: Session, secret: bytes, borrower_id: str, name: str) -> bool:
    """Raises `IdentityNeeded` while no identity is verified."""
    check_borrower(session, borrower_id)
    row = session.get(IdentityRow, borrower_id)
    if row is None:
        raise IdentityNeeded()
    return hmac.compare_digest(row.name_hash, _hash(secret, "name", normal_name(name)))


def _keep(session: Session, secret: bytes, borrower_id: str, name: str, id_number: str, now: datetime) -> Identity:
    lock_borrower(session, borrower_id)
    number_hash, name_hash = _hash(secret, "id_number", id_number), _hash(secret, "name", normal_name(name))
    row = session.get(IdentityRow, borrower_id)
    if row is not None:
        if (row.id_number_hash, row.name_hash) != (number_hash, name_hash):
            raise IdentityAlreadyVerified()
        return _shown(row)
    if session.scalars(select(IdentityRow).where(IdentityRow.id_number_hash == number_hash)).first():
        raise IdentityTaken()
    row = IdentityRow(
        borrower_id=borrower_id,
        id_number_hash=number_hash,
        name_hash=name_hash,
        masked_name=masked_name(name),
        verified_at=now,
    )
    session.add(row)
    session.flush()
    return _shown(row)


def _shown(row: IdentityRow) -> Identity:
    return Identity(verified=True, name=row.masked_name, verified_at=row.verified_at)


def _hash(secret: bytes, what: str, value: str) -> str:
    return hmac.new(secret, f"{what}:{value}".encode(), hashlib.sha256).hexdigest()
