"""Who borrowers are: what is verified, in clear or masked, and finding them by it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backend.borrowers.service import check_borrower
from backend.identity.errors import IdentityNeeded
from backend.identity.indexes import Indexes
from backend.identity.models import IdentityRow
from backend.identity.rules import masked_number, normal_name, resident_number
from backend.identity.versions import Identities, current_version, is_named, open_claim, open_value, stands
from backend.policy.groups import IdentityPolicy
from contract.lending.identity import (
    PROOF_WAYS,
    STRONG_WAYS,
    FindBorrowers,
    FoundBorrower,
    Identity,
    ProofWay,
    RevealedIdentity,
    StaffedProof,
    WaitingClaim,
)
from servicekit.sealing import Sealer

MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class Named:
    """A verified borrower, in clear, in one version."""

    identity_id: str
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class KnownAs:
    """What is verified of a borrower, else what was claimed, in clear, and since when."""

    number: str
    address: str | None
    occupation: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Knowable:
    """What a borrower knows of themselves, to be compared: empty where nothing is kept, `number` also where hashes alone are."""

    name_index: str = ""
    number_index: str = ""
    number: str = ""


def identity_of(
    session: Session, identities: Identities, policy: IdentityPolicy, borrower_id: str, today: date
) -> Identity:
    """What is verified, else what was claimed. Masked."""
    check_borrower(session, borrower_id)
    return _shown(identities, policy, current_version(session, borrower_id), open_claim(session, borrower_id), today)


def named_borrower(session: Session, identities: Identities, borrower_id: str, today: date) -> Named:
    """Raises `IdentityNeeded` unless a name and a number are verified, and the card has not run out."""
    check_borrower(session, borrower_id)
    current = current_version(session, borrower_id)
    if current is None or not stands(current, today):
        raise IdentityNeeded(why=_why_not(current, open_claim(session, borrower_id)))
    return _named(identities.sealer, current)


def known_as(session: Session, identities: Identities, borrower_id: str) -> KnownAs | None:
    """None where nothing was told, or hashes alone are kept."""
    current = current_version(session, borrower_id)
    row = current if current is not None and is_named(current) else open_claim(session, borrower_id)
    if row is None:
        return None
    return KnownAs(
        number=_named(identities.sealer, row).number,
        address=open_value(identities.sealer, row, "address"),
        occupation=open_value(identities.sealer, row, "occupation"),
        at=row.verified_at or row.claimed_at,
    )


def numbers_of(session: Session, borrower_id: str) -> set[str]:
    """The keyed hashes of the numbers that this borrower has or claims."""
    rows = select(IdentityRow.number_index).where(
        IdentityRow.borrower_id == borrower_id, IdentityRow.replaced_at.is_(None)
    )
    return set(session.scalars(rows))


def verified_under(session: Session, number_indexes: Collection[str]) -> list[str]:
    """The borrowers whose verified number has one of these hashes."""
    rows = select(IdentityRow.borrower_id).where(
        IdentityRow.number_index.in_(number_indexes),
        IdentityRow.verified_at.is_not(None),
        IdentityRow.replaced_at.is_(None),
    )
    return sorted(set(session.scalars(rows)))


def named_version(session: Session, identities: Identities, identity_id: str) -> Named:
    """As a contract was signed with it, whatever came since."""
    return _named(identities.sealer, session.get_one(IdentityRow, identity_id))


def knowable_of(session: Session, identities: Identities, borrower_id: str) -> Knowable:
    """Of what is verified, else of what was claimed."""
    row = current_version(session, borrower_id) or open_claim(session, borrower_id)
    if row is None:
        return Knowable()
    return Knowable(row.name_index, row.number_index, open_value(identities.sealer, row, "number") or "")


def verified_owner(session: Session, indexes: Indexes, name: str, number: str) -> str | None:
    """The borrower who was verified with just this name and number."""
    rows = select(IdentityRow.borrower_id).where(
        IdentityRow.number_index.in_(indexes.numbers(number)),
        IdentityRow.name_index.in_(indexes.names(name)),
        IdentityRow.verified_at.is_not(None),
        IdentityRow.replaced_at.is_(None),
    )
    return session.scalars(rows).first()


def is_replaced(session: Session, identity_id: str) -> bool:
    return session.get_one(IdentityRow, identity_id).replaced_at is not None


def bearer_of(session: Session, identities: Identities, borrower_id: str, name: str) -> str | None:
    """The version, verified or claimed, that bears this name; None where it bears another. Raises `IdentityNeeded`."""
    check_borrower(session, borrower_id)
    current, claim = current_version(session, borrower_id), open_claim(session, borrower_id)
    row = current if current is not None and is_named(current) else claim
    if row is None:
        raise IdentityNeeded(why=_why_not(current, claim))
    return row.id if normal_name(_named(identities.sealer, row).name) == normal_name(name) else None


def verified_versions(session: Session, borrower_id: str) -> set[str]:
    """The ids of all, also of those that another has replaced."""
    mine = select(IdentityRow.id).where(IdentityRow.borrower_id == borrower_id, IdentityRow.verified_at.is_not(None))
    return set(session.scalars(mine))


def proof_of(session: Session, borrower_id: str) -> ProofWay | None:
    """How the borrower's identity was proved; None where it is not, or hashes alone are kept."""
    current = current_version(session, borrower_id)
    return cast(ProofWay | None, current.proof) if current else None


def confirmed_by(session: Session, borrower_id: str) -> str | None:
    """The member of staff who knows the borrower from a call or a photo."""
    current = current_version(session, borrower_id)
    return current.confirmed_by if current else None


def find_borrowers(
    session: Session, identities: Identities, policy: IdentityPolicy, wanted: FindBorrowers, today: date
) -> list[FoundBorrower]:
    """Masked, the longest known first. Raises `IdNumberInvalid`."""
    rows = select(IdentityRow.borrower_id).where(IdentityRow.replaced_at.is_(None))
    if wanted.name is not None:
        rows = rows.where(IdentityRow.name_index.in_(identities.indexes.names(wanted.name)))
    if wanted.id_number is not None:
        number = resident_number(wanted.id_number)
        rows = rows.where(IdentityRow.number_index.in_(identities.indexes.numbers(number)))
    if wanted.waiting:
        rows = rows.where(IdentityRow.waits_for.is_not(None))
    rows = rows.group_by(IdentityRow.borrower_id).order_by(func.min(IdentityRow.claimed_at)).limit(MOST_FOUND)
    return [_found(session, identities, policy, borrower_id, today) for borrower_id in session.scalars(rows)]


def found_borrower(
    session: Session, identities: Identities, policy: IdentityPolicy, borrower_id: str, today: date
) -> FoundBorrower:
    """One whom the caller knows by id, also where nothing was told yet."""
    check_borrower(session, borrower_id)
    return _found(session, identities, policy, borrower_id, today)


def reveal_identity(session: Session, identities: Identities, borrower_id: str) -> RevealedIdentity:
    """What is verified, else what is claimed. Raises `IdentityNeeded` where nothing is."""
    check_borrower(session, borrower_id)
    row = current_version(session, borrower_id) or open_claim(session, borrower_id)
    if row is None:
        raise IdentityNeeded(why="none")
    return RevealedIdentity(
        name=open_value(identities.sealer, row, "name"),
        id_number=open_value(identities.sealer, row, "number"),
        address=open_value(identities.sealer, row, "address"),
        occupation=open_value(identities.sealer, row, "occupation"),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        long_term=row.long_term,
    )


def _why_not(current: IdentityRow | None, claim: IdentityRow | None) -> str:
    if claim is not None:
        return "unproven"
    if current is not None:
        return "expired" if is_named(current) else "verify_again"
    return "none"


def _named(sealer: Sealer, row: IdentityRow) -> Named:
    name, number = open_value(sealer, row, "name"), open_value(sealer, row, "number")
    assert name is not None and number is not None  # noqa: S101, PT018 - only named versions are asked for
    return Named(row.id, name, number)


def _shown(
    identities: Identities,
    policy: IdentityPolicy,
    current: IdentityRow | None,
    claim: IdentityRow | None,
    today: date,
) -> Identity:
    verified = current is not None and stands(current, today)
    row = current if verified or claim is None else claim
    if row is None:
        return Identity(verified=False)
    number = open_value(identities.sealer, row, "number")
    weak = verified and row.proof == "card_and_photo"
    ways = STRONG_WAYS if weak else () if verified and claim is None else PROOF_WAYS
    waits_for = cast(StaffedProof | None, claim.waits_for if claim else None)
    return Identity(
        verified=verified,
        name=row.masked_name,
        id_number=masked_number(number) if number else None,
        verified_at=row.verified_at if verified else None,
        proof=cast(ProofWay | None, row.proof),
        limit=policy.card_and_photo_limit if weak else None,
        next=[way for way in ways if way != waits_for],
        waits_for=waits_for,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        long_term=row.long_term,
    )


def _found(
    session: Session, identities: Identities, policy: IdentityPolicy, borrower_id: str, today: date
) -> FoundBorrower:
    claim = open_claim(session, borrower_id)
    return FoundBorrower(
        borrower_id=borrower_id,
        identity=_shown(identities, policy, current_version(session, borrower_id), claim, today),
        claim=WaitingClaim.model_validate(claim, from_attributes=True) if claim and claim.waits_for else None,
    )
