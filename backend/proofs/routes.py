"""Who borrowers are, over HTTP: for borrowers, and for the desk. The gateway has checked who the member of staff is."""

from fastapi import APIRouter, Response, status

from backend.callers import GATEWAY, only
from backend.edge import BorrowerId, Now, PartsDep, PolicyDep, ReadSession, SentFile, WriteSession
from backend.identity.service import find_borrowers, found_borrower, identity_of, reveal_identity
from backend.proofs.matching import find_owner, matches
from backend.proofs.service import confirm_identity, keep_photo, photo_content, verify_identity
from contract.dates import lender_day
from contract.lending.identity import (
    ConfirmIdentity,
    FindBorrowers,
    FindOwner,
    FoundBorrower,
    FoundOwner,
    Identity,
    MatchBorrower,
    Matched,
    RevealedIdentity,
    VerifyIdentity,
)

routes = APIRouter(tags=["identity"], prefix="/borrowers/{borrower_id}/identity", dependencies=[only(GATEWAY)])
desk_routes = APIRouter(tags=["identity"], prefix="/identities", dependencies=[only(GATEWAY)])


@routes.get("")
def get_identity(
    session: ReadSession, parts: PartsDep, now: Now, policy: PolicyDep, borrower_id: BorrowerId
) -> Identity:
    return identity_of(session, parts.identities, policy.identity, borrower_id, lender_day(now))


@routes.put("")
def put_identity(
    parts: PartsDep, now: Now, policy: PolicyDep, borrower_id: BorrowerId, body: VerifyIdentity
) -> Identity:
    return verify_identity(parts.database, parts.identities, parts.provers, policy, borrower_id, body, now)


@routes.put("/photo", status_code=status.HTTP_204_NO_CONTENT)
def put_photo(parts: PartsDep, now: Now, borrower_id: BorrowerId, content: SentFile) -> None:
    """The body is the file."""
    keep_photo(parts.database, parts.archive, borrower_id, content, now)


@routes.get("/photo")
def get_photo(session: ReadSession, parts: PartsDep, borrower_id: BorrowerId) -> Response:
    media_type, content = photo_content(session, parts.archive, borrower_id)
    return Response(content, media_type=media_type)


@routes.post("/confirm")
def post_confirm(
    session: WriteSession, parts: PartsDep, now: Now, policy: PolicyDep, borrower_id: BorrowerId, body: ConfirmIdentity
) -> Identity:
    return confirm_identity(session, parts.identities, policy.identity, borrower_id, body, now)


@routes.post("/reveal")
def post_reveal(session: ReadSession, parts: PartsDep, borrower_id: BorrowerId) -> RevealedIdentity:
    """In clear: the gateway keeps on record who asked, and why."""
    return reveal_identity(session, parts.identities, borrower_id)


@routes.post("/match")
def post_match(session: ReadSession, parts: PartsDep, borrower_id: BorrowerId, body: MatchBorrower) -> Matched:
    """The gateway counts how often this is tried."""
    return Matched(matched=matches(session, parts.identities, borrower_id, body))


@desk_routes.post("/owner")
def post_owner(parts: PartsDep, body: FindOwner) -> FoundOwner:
    """For who has lost the number of their account: the gateway counts how often this is tried."""
    return FoundOwner(borrower_id=find_owner(parts.database, parts.identities, parts.provers, body))


@desk_routes.post("/search")
def post_search(
    session: ReadSession, parts: PartsDep, now: Now, policy: PolicyDep, body: FindBorrowers
) -> list[FoundBorrower]:
    """Of what was given all must fit. A body: no name stands in an address."""
    return find_borrowers(session, parts.identities, policy.identity, body, lender_day(now))


@desk_routes.get("/{borrower_id}")
def get_found(
    session: ReadSession, parts: PartsDep, now: Now, policy: PolicyDep, borrower_id: BorrowerId
) -> FoundBorrower:
    return found_borrower(session, parts.identities, policy.identity, borrower_id, lender_day(now))
