"""Borrowers over HTTP."""

from fastapi import APIRouter

from backend.borrowers.service import register_borrower
from backend.callers import GATEWAY, only
from backend.edge import BorrowerId, Now, WriteSession
from contract.lending.borrowers import Borrower, RegisterBorrower

routes = APIRouter(tags=["borrowers"], dependencies=[only(GATEWAY)])


@routes.put("/borrowers/{borrower_id}")
def put_borrower(session: WriteSession, now: Now, borrower_id: BorrowerId, body: RegisterBorrower) -> Borrower:
    return register_borrower(session, borrower_id, body, now)
