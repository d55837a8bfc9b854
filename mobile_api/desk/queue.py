"""Putting a conversation in the queue for a person."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.chat.log import announce
from mobile_api.chat.models import Conversation
from mobile_api.chat.ownership import change_owner
from mobile_api.chat.wording import HANDOFF_QUEUED
from mobile_api.desk.models import Handoff
from mobile_api.ids import new_id
from mobile_api.upstreams.schemas import HandoffRequest


def enqueue(session: AsyncSession, conversation: Conversation, wanted: HandoffRequest, now: datetime) -> None:
    """Queue a locked conversation that the bot owns."""
    change_owner(conversation, "queue")
    session.add(
        Handoff(
            id=new_id("hof"),
            conversation_id=conversation.id,
            reason=wanted.reason,
            summary=wanted.summary,
            state="queued",
            created_at=now,
        )
    )


async def enqueue_and_tell(
    session: AsyncSession, conversation: Conversation, wanted: HandoffRequest, now: datetime, *, turn_id: str
) -> None:
    """Queue it where the bot could not say so itself."""
    enqueue(session, conversation, wanted, now)
    await announce(session, conversation, HANDOFF_QUEUED, now, turn_id=turn_id, handoff="queued")
