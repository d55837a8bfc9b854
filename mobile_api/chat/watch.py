"""One look a second for all conversations that somebody listens to here: another process may have written without a wake-up
reaching this one. However many streams are idle, they cost one query."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager

from sqlalchemy import exists, select

from mobile_api.broker import CONVERSATION, Broker, conversation_topic
from mobile_api.chat.models import Conversation, Turn
from mobile_api.db import Database
from mobile_api.looking import PAGE, looking

EVERY_SECONDS = 1.0

# What a listener is told of: the log's end, who answers, whether the assistant is at work.
State = tuple[int, str, bool]


class Watch:
    """Wakes the listeners of a conversation whose state is another than at the last look."""

    def __init__(self, database: Database, broker: Broker) -> None:
        self._database, self._broker = database, broker
        self._known: dict[str, State] = {}

    def running(self) -> AbstractAsyncContextManager[None]:
        return looking(self.look, EVERY_SECONDS)

    async def look(self) -> None:
        listened = self._broker.listened(CONVERSATION)
        found: dict[str, State] = {}
        for begin in range(0, len(listened), PAGE):
            found |= await self._states(listened[begin : begin + PAGE])
        # One that was not listened to before may have changed since its listener's first look.
        changed = [
            conversation_id for conversation_id, state in found.items() if self._known.get(conversation_id) != state
        ]
        self._known = found
        self._broker.wake_here(*map(conversation_topic, changed))

    async def _states(self, ids: Sequence[str]) -> dict[str, State]:
        typing = exists().where(Turn.conversation_id == Conversation.id, Turn.state == "running")
        states = select(Conversation.id, Conversation.last_seq, Conversation.owner, typing).where(
            Conversation.id.in_(ids)
        )
        async with self._database.reading() as session:
            return {row[0]: (row[1], row[2], row[3]) for row in await session.execute(states)}
