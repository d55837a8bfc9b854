"""Holds over HTTP: for the desk. The gateway has checked that the staff member named is a reviewer."""

from fastapi import APIRouter

from backend.callers import GATEWAY, only
from backend.edge import BorrowerId, Now, PolicyDep, ReadSession, WriteSession
from backend.holds.service import holds_of, lift_hold, place_hold, shown_hold
from contract.lending.holds import Hold, LiftHold, PlaceHold

routes = APIRouter(tags=["holds"], prefix="/borrowers/{borrower_id}/holds", dependencies=[only(GATEWAY)])


@routes.get("")
def get_holds(session: ReadSession, now: Now, borrower_id: BorrowerId) -> list[Hold]:
    return [shown_hold(row, now) for row in holds_of(session, borrower_id)]


@routes.post("")
def post_hold(session: WriteSession, now: Now, policy: PolicyDep, borrower_id: BorrowerId, body: PlaceHold) -> Hold:
    return shown_hold(place_hold(session, borrower_id, body, now, policy), now)


@routes.post("/{hold_id}/lift")
def post_lift(session: WriteSession, now: Now, borrower_id: BorrowerId, hold_id: str, body: LiftHold) -> Hold:
    return shown_hold(lift_hold(session, borrower_id, hold_id, body, now), now)
