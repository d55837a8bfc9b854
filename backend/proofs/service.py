"""Proving who a borrower is: the register first, then a face, a call with staff, or a bound card with a photo."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from backend.borrowers.service import check_borrower, lock_borrower
from backend.cards.service import has_card_in_name
from backend.consents.service import require
from backend.db import Database
from backend.documents.service import Archive, check_file, open_file
from backend.identity.claims import (
    Claimed,
    claim_of,
    confirm_claim,
    keep_claim,
    leave_to_staff,
    read_claim,
    waiting_proof,
)
from backend.identity.errors import FullTimeStudent, IdentityNeeded
from backend.identity.service import identity_of
from backend.identity.versions import Identities
from backend.policy.groups import IdentityPolicy, Policy
from backend.proofs.errors import ProofIncomplete
from backend.proofs.faces import FaceChecker
from backend.proofs.models import IdentityPhotoRow
from backend.proofs.register import IdentityChecker
from backend.referrals.service import note_address, note_study
from contract.dates import lender_day
from contract.lending.identity import ConfirmIdentity, Identity, ProofWay, VerifyIdentity
from servicekit.problems import NotFound
from servicekit.sealing import Sealed, bound

# The table and the column where a photo is sealed.
CONTENT = (IdentityPhotoRow.__tablename__, "sealed")


@dataclass(frozen=True, slots=True)
class Provers:
    """Whom we ask whether a claim holds."""

    register: IdentityChecker
    faces: FaceChecker


def verify_identity(
    database: Database,
    identities: Identities,
    provers: Provers,
    policy: Policy,
    borrower_id: str,
    body: VerifyIdentity,
    now: datetime,
) -> Identity:
    """Check a claim at the register, keep it, and prove it in the way that was asked for. Safe to repeat.

    No transaction is open while others are asked. Raises `ConsentNeeded` before the register or a face check is, and
    `FullTimeStudent`, of which is kept that it was told.
    """
    today = lender_day(now)
    if body.full_time_student and not policy.referrals.students_may_borrow:
        with database.writing() as session:
            note_study(session, borrower_id, "identity", now)
        raise FullTimeStudent()
    claimed = read_claim(body, today, policy.identity)
    with database.reading() as session:
        check_borrower(session, borrower_id)
        require(session, borrower_id, "identity_check")
        if body.proof == "face":
            require(session, borrower_id, "face")
    provers.register.check(claimed.name, claimed.number)
    with database.writing() as session:
        claim_id = keep_claim(session, identities, borrower_id, claimed, today, now)
        if body.address is not None:
            note_address(session, identities.indexes, borrower_id, body.address, now)
    if claim_id is not None and body.proof is not None:
        _prove(database, identities, provers, borrower_id, claim_id, claimed, body.proof, now)
    with database.reading() as session:
        return identity_of(session, identities, policy.identity, borrower_id, today)


def keep_photo(database: Database, archive: Archive, borrower_id: str, content: bytes, now: datetime) -> None:
    """Of the identity card, for the open claim; a later one replaces it. Raises `IdentityNeeded` without a claim, or what is
    wrong with the file."""
    checked = check_file(archive, borrower_id, content)
    with database.writing() as session:
        lock_borrower(session, borrower_id)
        if (claim_id := claim_of(session, borrower_id)) is None:
            raise IdentityNeeded(why="none")
        sealed = archive.sealer.seal(bound(*CONTENT, borrower_id), checked.copy.content)
        session.merge(
            IdentityPhotoRow(
                borrower_id=borrower_id,
                claim_id=claim_id,
                media_type=checked.copy.media_type,
                key_id=sealed.key_id,
                sealed=sealed.content,
                received_at=now,
            )
        )


def photo_content(session: Session, archive: Archive, borrower_id: str) -> tuple[str, bytes]:
    """Media type and content. Raises `NotFound`, and what `open_file` does."""
    row = session.get(IdentityPhotoRow, borrower_id)
    if row is None:
        raise NotFound()
    sealed = Sealed(row.key_id, row.sealed)
    return row.media_type, open_file(archive.sealer, bound(*CONTENT, borrower_id), sealed)


def confirm_identity(
    session: Session,
    identities: Identities,
    policy: IdentityPolicy,
    borrower_id: str,
    body: ConfirmIdentity,
    now: datetime,
) -> Identity:
    """What a member of staff saw of the claim that waits. Raises `NothingToConfirm` or `IdentityTaken`."""
    way = waiting_proof(session, borrower_id, body.claim_id)
    if body.confirmed:
        confirm_claim(session, identities, borrower_id, body.claim_id, way, now, confirmed_by=body.staff_id)
    else:
        leave_to_staff(session, borrower_id, body.claim_id, None)
    return identity_of(session, identities, policy, borrower_id, lender_day(now))


def _prove(
    database: Database,
    identities: Identities,
    provers: Provers,
    borrower_id: str,
    claim_id: str,
    claimed: Claimed,
    way: ProofWay,
    now: datetime,
) -> None:
    if way == "face":
        provers.faces.check(claimed.name, claimed.number, claimed.told.face_session)
    # Another call may have proved it meanwhile, or claimed something else: then that is what is answered.
    with database.writing() as session:
        if way == "face":
            confirm_claim(session, identities, borrower_id, claim_id, "face", now)
            return
        if way == "card_and_photo":
            _check_complete(session, borrower_id, claim_id)
        leave_to_staff(session, borrower_id, claim_id, way)


def _check_complete(session: Session, borrower_id: str, claim_id: str) -> None:
    photo = session.get(IdentityPhotoRow, borrower_id)
    there = {
        "card": has_card_in_name(session, borrower_id, claim_id),
        "photo": photo is not None and photo.claim_id == claim_id,
    }
    if missing := [what for what, is_there in there.items() if not is_there]:
        raise ProofIncomplete(missing=missing)
