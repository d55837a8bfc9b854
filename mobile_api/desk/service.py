"""Taking a conversation over, answering in it, giving it back.

Every change is a compare-and-set under the conversation's lock: who comes second gets `HandoffTaken`.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.models import Staff
from mobile_api.chat.log import Entry, announce, append, lock, note
from mobile_api.chat.models import Conversation, Message, Turn
from mobile_api.chat.ownership import change_owner
from mobile_api.chat.rules import HANDBACK, clean_text
from mobile_api.chat.service import Said, check_same, queue_turn, said_before
from mobile_api.chat.wording import CONVERSATION_CLOSED, HANDOFF_CLAIMED
from mobile_api.desk.errors import HandoffTaken, UnknownColleague
from mobile_api.desk.models import Handoff
from mobile_api.desk.schemas import Resolve, StaffMessage, TakeOver
from mobile_api.settings import Settings
from servicekit.problems import NotFound


async def claim(session: AsyncSession, handoff_id: str, staff_id: str, now: datetime) -> Handoff:
    handoff, conversation = await lock_handoff(session, handoff_id)
    if handoff.state != "queued":
        raise HandoffTaken()
    handoff.state, handoff.staff_id, handoff.claimed_at = "claimed", staff_id, now
    change_owner(conversation, "staff", staff_id)
    await announce(session, conversation, HANDOFF_CLAIMED, now, handoff="claimed")
    return handoff


async def release(session: AsyncSession, handoff_id: str, staff_id: str) -> Handoff:
    """Back into the queue, at its old place."""
    handoff, conversation = await lock_claimed(session, handoff_id, staff_id)
    put_back(handoff, conversation)
    return handoff


def put_back(handoff: Handoff, conversation: Conversation) -> None:
    handoff.state, handoff.staff_id, handoff.claimed_at, handoff.receipt_at = "queued", None, None, None
    change_owner(conversation, "queue")


async def take_over(session: AsyncSession, handoff_id: str, staff_id: str, body: TakeOver, now: datetime) -> Handoff:
    """Take a conversation from the colleague who holds it; why is kept beside the log."""
    handoff, conversation = await lock_claimed(session, handoff_id, body.from_staff_id)
    note(session, conversation, "taken_over", body.note.strip(), now, staff_id)
    handoff.staff_id, handoff.claimed_at = staff_id, now
    change_owner(conversation, "staff", staff_id)
    return handoff


async def transfer(session: AsyncSession, handoff_id: str, staff_id: str, to: str, now: datetime) -> Handoff:
    """Raises `UnknownColleague`, also for one who is disabled."""
    handoff, conversation = await lock_claimed(session, handoff_id, staff_id)
    colleague = await session.get(Staff, to)
    if colleague is None or colleague.disabled_at is not None:
        raise UnknownColleague()
    handoff.staff_id, handoff.claimed_at = to, now
    change_owner(conversation, "staff", to)
    return handoff


async def resolve(
    session: AsyncSession, settings: Settings, handoff_id: str, staff_id: str, body: Resolve, now: datetime
) -> tuple[Handoff, Turn | None]:
    """Give the conversation back to the bot, which asks its open question again; or close it."""
    handoff, conversation = await lock_claimed(session, handoff_id, staff_id)
    handoff.state, handoff.resolved_at = "resolved", now
    if body.note.strip():
        note(session, conversation, "note", body.note.strip(), now, staff_id)
    change_owner(conversation, "bot")
    if not body.return_to_bot:
        await announce(session, conversation, CONVERSATION_CLOSED, now, blocks=[{"type": "rating"}])
        conversation.closed_at = now
        return handoff, None
    slots = body.slots.model_dump(mode="json", exclude_none=True)
    return handoff, queue_turn(session, settings, conversation, HANDBACK, {"slots": slots}, now)


async def write(
    session: AsyncSession, conversation_id: str, staff_id: str, body: StaffMessage, now: datetime
) -> Message:
    """Say something to the borrower, once for each `client_id`. Only who holds the conversation may."""
    conversation = await lock(session, conversation_id)
    earlier = await said_before(session, conversation_id, "staff", body.client_id)
    if earlier is not None:
        check_same(earlier, Said(body.client_id, body.text))
        return earlier
    if conversation.owner != "staff" or conversation.staff_id != staff_id:
        raise HandoffTaken()
    entry = Entry("staff", clean_text(body.text), client_id=body.client_id)
    return await append(session, conversation, entry, now)


async def lock_handoff(session: AsyncSession, handoff_id: str) -> tuple[Handoff, Conversation]:
    conversation_id = await session.scalar(select(Handoff.conversation_id).where(Handoff.id == handoff_id))
    if conversation_id is None:
        raise NotFound()
    # The handoff is read after the lock is held: it changes only under it.
    conversation = await lock(session, conversation_id)
    return await session.get_one(Handoff, handoff_id), conversation


async def lock_claimed(session: AsyncSession, handoff_id: str, staff_id: str) -> tuple[Handoff, Conversation]:
    handoff, conversation = await lock_handoff(session, handoff_id)
    if handoff.state != "claimed" or handoff.staff_id != staff_id:
        raise HandoffTaken()
    return handoff, conversation
