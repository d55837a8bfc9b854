"""Ending a conversation: what the assistant keeps of it, then the log and all that belongs to it."""

from datetime import datetime

from sqlalchemy import select

from contract.retention.table import Row, Rule
from mobile_api.chat.log import lock, name_in_dialogue
from mobile_api.chat.models import Conversation, Turn
from mobile_api.parts import Parts
from servicekit.retention import count_ended

WITH_CONVERSATION = "conversation"
OF_CONVERSATION = ("conversation_id", "conversations")
WHOLE = Rule(since=WITH_CONVERSATION, period="conversation")


async def end_conversation(parts: Parts, conversation_id: str, now: datetime) -> bool:
    """False while the assistant answers in it: then it is closed, and ended another time. Safe to repeat. Raises `DialogueUnavailable`."""
    if await _close(parts, conversation_id, now):
        return False
    await parts.dialogue.erase(await name_of(parts, conversation_id))
    for row in parts.kept.rows:
        if row.owner == OF_CONVERSATION or row.table == "conversations":
            await _end_rows(parts, row, conversation_id)
    return True


async def name_of(parts: Parts, conversation_id: str) -> str:
    async with parts.database.reading() as session:
        return name_in_dialogue(parts.settings, await session.get_one(Conversation, conversation_id))


async def _close(parts: Parts, conversation_id: str, now: datetime) -> bool:
    """Nothing more is said in it. Answers whether a turn is under way, which would write to the tracker once more."""
    async with parts.database.transaction() as session:
        conversation = await lock(session, conversation_id)
        conversation.closed_at = conversation.closed_at or now
        under_way = select(Turn.id).where(
            Turn.conversation_id == conversation_id, Turn.state == "running", Turn.lease_until > now
        )
        return await session.scalar(under_way.limit(1)) is not None


async def _end_rows(parts: Parts, row: Row, conversation_id: str) -> None:
    table = parts.kept.of(row)
    own = table.c.id if row.table == "conversations" else table.c.conversation_id
    ended = True
    while ended:
        async with parts.database.transaction() as session:
            result = await (await session.connection()).execute(parts.kept.end(row, WHOLE, own == conversation_id))
        ended = result.rowcount > 0
        count_ended(row, WHOLE, result.rowcount)


async def conversations_of(parts: Parts, borrower_id: str) -> list[str]:
    async with parts.database.reading() as session:
        return list(await session.scalars(select(Conversation.id).where(Conversation.borrower_id == borrower_id)))
