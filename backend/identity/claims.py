"""What borrowers tell of who they are, and how a claim becomes their verified identity."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.borrowers.service import lock_borrower
from backend.identity.errors import IdentityAlreadyVerified, NothingToConfirm
from backend.identity.indexes import Indexes
from backend.identity.models import IdentityRow
from backend.identity.rules import born_on, check_age, check_validity, masked_name, resident_number, written_name
from backend.identity.versions import (
    Identities,
    SealedValue,
    check_free,
    current_version,
    is_named,
    open_claim,
    open_value,
    seal_value,
    stands,
)
from backend.ids import new_id
from backend.policy.groups import IdentityPolicy
from contract.lending.identity import STRONG_WAYS, ProofWay, StaffedProof, VerifyIdentity
from servicekit.sealing import Sealer

# These change within a version.
DETAILS: tuple[SealedValue, ...] = ("address", "occupation")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A name and a number that can be somebody's. `told` is all that came with them."""

    name: str
    number: str
    told: VerifyIdentity

    @property
    def tells_validity(self) -> bool:
        return self.told.long_term or self.told.valid_from is not None or self.told.valid_until is not None


def read_claim(body: VerifyIdentity, today: date, policy: IdentityPolicy) -> Claimed:
    """Raises `IdNumberInvalid`, `TooYoung`, `TooOld`, `ValidityImpossible` or `IdentityExpired`."""
    number = resident_number(body.id_number)
    check_age(born_on(number), today, policy)
    check_validity(body.valid_from, body.valid_until, today, long_term=body.long_term)
    return Claimed(written_name(body.name), number, body)


def keep_claim(
    session: Session, identities: Identities, borrower_id: str, claimed: Claimed, today: date, now: datetime
) -> str | None:
    """The id of the claim that is to be proved; None where just this is verified already, and no less well. Safe to repeat.

    Raises `IdentityTaken`, or `IdentityAlreadyVerified` for another name or number than was verified for this account.
    """
    lock_borrower(session, borrower_id)
    current, claim = current_version(session, borrower_id), open_claim(session, borrower_id)
    if current is not None and not _is_same(current, claimed, identities.indexes):
        raise IdentityAlreadyVerified()
    check_free(session, identities.indexes, borrower_id, claimed.number)
    if claim is not None and not _is_same(claim, claimed, identities.indexes):
        session.delete(claim)
        session.flush()
        claim = None
    if current is not None and is_named(current):
        _seal_details(identities.sealer, current, claimed)
    if claim is None and current is not None and stands(current, today) and not _adds(current, claimed):
        return None
    claim = claim or _new_claim(session, identities, borrower_id, claimed, current, today, now)
    if claimed.tells_validity:
        claim.valid_from, claim.valid_until = claimed.told.valid_from, claimed.told.valid_until
        claim.long_term = claimed.told.long_term
    _seal_details(identities.sealer, claim, claimed)
    session.flush()
    return claim.id


def confirm_claim(
    session: Session,
    identities: Identities,
    borrower_id: str,
    claim_id: str,
    proof: ProofWay,
    now: datetime,
    *,
    confirmed_by: str | None = None,
) -> None:
    """The claim is who the borrower is from now on; nothing happens where it is open no more. Raises `IdentityTaken` where another
    account was faster."""
    claim = _locked_claim(session, borrower_id, claim_id)
    if claim is None:
        return
    check_free(session, identities.indexes, borrower_id, open_value(identities.sealer, claim, "number") or "")
    if (current := current_version(session, borrower_id)) is not None:
        current.replaced_at = now
        # The index allows one current version of a number at a time.
        session.flush()
    claim.proof, claim.verified_at, claim.confirmed_by, claim.waits_for = proof, now, confirmed_by, None
    session.flush()


def leave_to_staff(session: Session, borrower_id: str, claim_id: str, way: StaffedProof | None) -> None:
    """The claim, where it is still open, waits for a member of staff, or, with None, no longer."""
    if (claim := _locked_claim(session, borrower_id, claim_id)) is not None:
        claim.waits_for = way
        session.flush()


def waiting_proof(session: Session, borrower_id: str, claim_id: str) -> StaffedProof:
    """What staff are to confirm of just this claim. Raises `NothingToConfirm`."""
    claim = _locked_claim(session, borrower_id, claim_id)
    if claim is None or claim.waits_for is None:
        raise NothingToConfirm()
    return cast(StaffedProof, claim.waits_for)


def claim_of(session: Session, borrower_id: str) -> str | None:
    """The open claim's id."""
    claim = open_claim(session, borrower_id)
    return claim.id if claim else None


def _locked_claim(session: Session, borrower_id: str, claim_id: str) -> IdentityRow | None:
    lock_borrower(session, borrower_id)
    claim = open_claim(session, borrower_id)
    return claim if claim is not None and claim.id == claim_id else None


def _new_claim(
    session: Session,
    identities: Identities,
    borrower_id: str,
    claimed: Claimed,
    current: IdentityRow | None,
    today: date,
    now: datetime,
) -> IdentityRow:
    """What is not told again is taken over from the current version, but not the validity of a card that has run out."""
    newest = select(func.max(IdentityRow.version)).where(IdentityRow.borrower_id == borrower_id)
    row = IdentityRow(
        id=new_id("idn"),
        borrower_id=borrower_id,
        version=(session.scalar(newest) or 0) + 1,
        number_index=identities.indexes.number(claimed.number),
        name_index=identities.indexes.name(claimed.name),
        masked_name=masked_name(claimed.name),
        long_term=False,
        claimed_at=now,
    )
    seal_value(identities.sealer, row, "name", claimed.name)
    seal_value(identities.sealer, row, "number", claimed.number)
    if current is not None and stands(current, today):
        row.valid_from, row.valid_until, row.long_term = _validity(current)
    for detail in DETAILS:
        if current is not None and (kept := open_value(identities.sealer, current, detail)) is not None:
            seal_value(identities.sealer, row, detail, kept)
    session.add(row)
    return row


def _seal_details(sealer: Sealer, row: IdentityRow, claimed: Claimed) -> None:
    for detail in DETAILS:
        if (told := getattr(claimed.told, detail)) is not None:
            seal_value(sealer, row, detail, told.strip())


def _adds(row: IdentityRow, claimed: Claimed) -> bool:
    """Whether another validity is told than that of the verified version, or it is to be proved by more than a card and a photo."""
    renewed = claimed.tells_validity and _validity(claimed.told) != _validity(row)
    return renewed or (row.proof == "card_and_photo" and claimed.told.proof in STRONG_WAYS)


def _validity(of: IdentityRow | VerifyIdentity) -> tuple[date | None, date | None, bool]:
    return of.valid_from, of.valid_until, of.long_term


def _is_same(row: IdentityRow, claimed: Claimed, indexes: Indexes) -> bool:
    return row.number_index in indexes.numbers(claimed.number) and row.name_index in indexes.names(claimed.name)
