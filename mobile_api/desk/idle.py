"""Claimed conversations in which the borrower waits in vain go back to the queue: the worker's duty."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.broker import DESK, Broker, conversation_topic
from mobile_api.chat.log import note
from mobile_api.chat.models import Message
from mobile_api.db import Database
from mobile_api.desk.models import Handoff
from mobile_api.desk.queue import tell
from mobile_api.desk.service import lock_handoff, put_back
from mobile_api.desk.wording import COLLEAGUE_AWAY
from mobile_api.settings import Settings


async def return_idle(database: Database, broker: Broker, settings: Settings, now: datetime) -> None:
    """Each in a transaction of its own. The borrower is told how it stands, and staff that nobody answered."""
    latest = now - timedelta(minutes=settings.claim_idle_minutes)
    async with database.reading() as session:
        claimed = await _claimed_since(session, latest)
    for handoff_id in claimed:
        async with database.transaction() as session:
            conversation_id = await _return_if_idle(session, handoff_id, settings, latest, now)
        if conversation_id is not None:
            await broker.wake(conversation_topic(conversation_id), DESK)


async def _claimed_since(session: AsyncSession, latest: datetime) -> Sequence[str]:
    old = select(Handoff.id).where(Handoff.state == "claimed", Handoff.claimed_at <= latest)
    return (await session.scalars(old)).all()


async def _return_if_idle(
    session: AsyncSession, handoff_id: str, settings: Settings, latest: datetime, now: datetime
) -> str | None:
    handoff, conversation = await lock_handoff(session, handoff_id)
    since = await waiting_since(session, handoff)
    if handoff.state != "claimed" or since is None or since > latest:
        return None
    note(session, conversation, "idle", "", now, handoff.staff_id)
    put_back(handoff, conversation)
    await session.flush()
    await tell(session, conversation, COLLEAGUE_AWAY, settings.staff_hours, now, handoff="queued")
    return conversation.id


async def waiting_since(session: AsyncSession, handoff: Handoff) -> datetime | None:
    """Since when the borrower waits for a word of who holds it: the claim, or the first message after staff's last one. None
    where staff spoke last."""
    said = select(Message.seq).where(Message.conversation_id == handoff.conversation_id, Message.sender == "staff")
    last = await session.scalar(said.where(Message.at >= handoff.claimed_at).order_by(Message.seq.desc()).limit(1))
    if last is None:
        return handoff.claimed_at
    since: datetime | None = await session.scalar(
        select(func.min(Message.at)).where(
            Message.conversation_id == handoff.conversation_id, Message.sender == "borrower", Message.seq > last
        )
    )
    return since
