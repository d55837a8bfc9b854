"""How a borrower found a conversation, asked for by the block `rating`."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from mobile_api.chat.models import Rating
from mobile_api.chat.service import borrowers_conversation
from mobile_api.dependencies import BorrowerId, Now, SessionDep
from mobile_api.ids import PathId
from mobile_api.published.errors import raises
from servicekit.problems import NotFound

router = APIRouter(tags=["conversations"])


class Rate(BaseModel):
    stars: int = Field(ge=1, le=5)
    comment: str = Field("", max_length=500)


class RatingOut(Rate):
    at: datetime


@router.post("/conversations/{conversation_id}/rating", responses=raises(NotFound))
async def rate(conversation_id: PathId, body: Rate, borrower: BorrowerId, session: SessionDep, now: Now) -> RatingOut:
    """Rate a conversation, open or closed. Rating again replaces the first rating."""
    await borrowers_conversation(session, borrower, conversation_id)
    rating = Rating(conversation_id=conversation_id, stars=body.stars, comment=body.comment.strip(), at=now)
    await session.merge(rating)
    return RatingOut.model_validate(rating, from_attributes=True)
