"""A conversation as a WebSocket stream.

The stream reads the log: every look sends the messages after the last one sent, in order and without gaps. A wake-up
only makes it look sooner. Events are JSON texts:

- `{"type": "message", "message": Message}`
- `{"type": "typing", "typing": true | false}`: the assistant is at work
- `{"type": "owner_changed", "owner": "bot" | "queue" | "staff"}`: also sent first, with the present owner
"""

from typing import Any

from fastapi import WebSocket
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.sessions import Principal
from mobile_api.broker import conversation_topic
from mobile_api.chat.log import message_out, read_after
from mobile_api.chat.models import Conversation, Turn
from mobile_api.parts import Parts
from mobile_api.streaming import stream_looks


class ConversationStream:
    """What one listener has been told so far."""

    def __init__(self, conversation_id: str, after: int) -> None:
        self._conversation_id = conversation_id
        self._seq = after
        self._owner: str | None = None
        self._typing = False

    async def look(self, session: AsyncSession) -> list[dict[str, Any]]:
        """The events since the last look."""
        events: list[dict[str, Any]] = []
        while messages := await read_after(session, self._conversation_id, self._seq):
            events += [
                {"type": "message", "message": message_out(message).model_dump(mode="json")} for message in messages
            ]
            self._seq = messages[-1].seq
        owner = await session.scalar(select(Conversation.owner).where(Conversation.id == self._conversation_id))
        if owner != self._owner:
            self._owner = owner
            events.append({"type": "owner_changed", "owner": owner})
        typing = await is_typing(session, self._conversation_id)
        if typing != self._typing:
            self._typing = typing
            events.append({"type": "typing", "typing": typing})
        return events


async def is_typing(session: AsyncSession, conversation_id: str) -> bool:
    running = select(Turn.id).where(Turn.conversation_id == conversation_id, Turn.state == "running").limit(1)
    return await session.scalar(running) is not None


async def stream_conversation(
    socket: WebSocket, parts: Parts, who: Principal, conversation_id: str, after: int
) -> None:
    """Serve an accepted socket until it closes."""
    stream = ConversationStream(conversation_id, after)
    await stream_looks(socket, parts, who, conversation_topic(conversation_id), stream.look)
