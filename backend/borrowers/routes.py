"""Borrowers over HTTP."""

from fastapi import APIRouter

from backend.borrowers.service import record_interaction, register_borrower
from backend.callers import GATEWAY, only
from backend.edge import BorrowerId, Now, WriteSession
from backend.products.service import current_product
from contract.lending.borrowers import Borrower, Interaction, RegisterBorrower

routes = APIRouter(tags=["borrowers"], prefix="/borrowers/{borrower_id}", dependencies=[only(GATEWAY)])


@routes.put("")
def put_borrower(session: WriteSession, now: Now, borrower_id: BorrowerId, body: RegisterBorrower) -> Borrower:
    return register_borrower(session, borrower_id, body, now)


@routes.post("/interactions", status_code=204)
def post_interaction(session: WriteSession, now: Now, borrower_id: BorrowerId, body: Interaction) -> None:
    current_product(session, body.product_id)
    record_interaction(session, borrower_id, body, now)
