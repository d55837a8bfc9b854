"""Identities over HTTP."""

from fastapi import APIRouter

from backend.callers import GATEWAY, only
from backend.edge import BorrowerId, Now, PartsDep, ReadSession
from backend.identity.service import identity_of, verify_identity
from contract.lending.identity import Identity, VerifyIdentity

routes = APIRouter(tags=["identity"], prefix="/borrowers/{borrower_id}/identity", dependencies=[only(GATEWAY)])


@routes.get("")
def get_identity(session: ReadSession, borrower_id: BorrowerId) -> Identity:
    return identity_of(session, borrower_id)


@routes.put("")
def put_identity(parts: PartsDep, now: Now, borrower_id: BorrowerId, body: VerifyIdentity) -> Identity:
    return verify_identity(parts.database, parts.checker, parts.identity_secret, borrower_id, body, now)
