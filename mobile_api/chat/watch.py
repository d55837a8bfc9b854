"""One look a second for all conversations that somebody listens to here: another process may have written without a wake-up
reaching this one. However many streams are idle, they cost one query."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence

from sqlalchemy import exists, select

from mobile_api.broker import Broker
from mobile_api.chat.models import Conversation, Turn
from mobile_api.db import Database
from servicekit.outages import reason_of

log = logging.getLogger(__name__)
EVERY_SECONDS = 1.0
# Conversations asked about in one query.
PAGE = 500

# What a listener is told of: the log's end, who answers, whether the assistant is at work.
State = tuple[int, str, bool]


class Watch:
    """Wakes the listeners of a conversation whose state is another than at the last look."""

    def __init__(self, database: Database, broker: Broker) -> None:
        self._database, self._broker = database, broker
        self._known: dict[str, State] = {}

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def look(self) -> None:
        listened = self._broker.conversations()
        found: dict[str, State] = {}
        for begin in range(0, len(listened), PAGE):
            found |= await self._states(listened[begin : begin + PAGE])
        # One that was not listened to before may have changed since its listener's first look.
        changed = [
            conversation_id for conversation_id, state in found.items() if self._known.get(conversation_id) != state
        ]
        self._known = found
        self._broker.wake_here(changed)

    async def _states(self, ids: Sequence[str]) -> dict[str, State]:
        typing = exists().where(Turn.conversation_id == Conversation.id, Turn.state == "running")
        states = select(Conversation.id, Conversation.last_seq, Conversation.owner, typing).where(
            Conversation.id.in_(ids)
        )
        async with self._database.reading() as session:
            return {row[0]: (row[1], row[2], row[3]) for row in await session.execute(states)}

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await self.look()
            except Exception as error:
                # Whatever it is, the next look is as good as the last; without one, news would come a minute late.
                log.error("nobody is told of news from other processes: %s", reason_of(error))
