"""Borrowers over HTTP."""

from fastapi import APIRouter

from backend.borrowers.service import hold_cards, register_borrower
from backend.callers import GATEWAY, only
from backend.edge import BorrowerId, Now, PolicyDep, WriteSession
from contract.lending.borrowers import Borrower, CardHold, RegisterBorrower

routes = APIRouter(tags=["borrowers"], dependencies=[only(GATEWAY)])


@routes.put("/borrowers/{borrower_id}")
def put_borrower(session: WriteSession, now: Now, borrower_id: BorrowerId, body: RegisterBorrower) -> Borrower:
    return register_borrower(session, borrower_id, body, now)


@routes.post("/borrowers/{borrower_id}/card-hold")
def post_card_hold(session: WriteSession, now: Now, policy: PolicyDep, borrower_id: BorrowerId) -> CardHold:
    """Before the borrower's phone number changes."""
    return hold_cards(session, borrower_id, policy.identity, now)
