"""What borrowers have and say that may leave them to a person, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path, status

from backend.callers import ACTIONS, GATEWAY, only
from backend.edge import BorrowerId, Now, PartsDep, WriteSession
from backend.referrals.service import note_device, note_study

routes = APIRouter(tags=["referrals"], prefix="/borrowers/{borrower_id}", dependencies=[only(ACTIONS, GATEWAY)])


@routes.put("/devices/{device}", status_code=status.HTTP_204_NO_CONTENT, dependencies=[only(GATEWAY)])
def put_device(
    session: WriteSession,
    parts: PartsDep,
    now: Now,
    borrower_id: BorrowerId,
    device: Annotated[str, Path(min_length=1, max_length=100)],
) -> None:
    """The borrower is signed in there. Safe to repeat."""
    note_device(session, parts.identities.indexes, borrower_id, device, now)


@routes.put("/study", status_code=status.HTTP_204_NO_CONTENT)
def put_study(session: WriteSession, now: Now, borrower_id: BorrowerId) -> None:
    """The borrower said in the conversation to be a full-time student. Safe to repeat."""
    note_study(session, borrower_id, "conversation", now)
