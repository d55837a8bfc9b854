"""One look in ten seconds for all sessions that have a stream open here: one that ended in another process, by a command or by
the clock closes its streams within that time."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from mobile_api.auth.sessions import living
from mobile_api.broker import SESSION, Broker, session_topic
from mobile_api.db import Database
from mobile_api.looking import PAGE, looking
from mobile_api.settings import Settings

EVERY_SECONDS = 10.0


class SessionWatch:
    """Wakes the streams of sessions that live no more."""

    def __init__(self, database: Database, broker: Broker, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._database, self._broker, self._settings, self._clock = database, broker, settings, clock

    def running(self) -> AbstractAsyncContextManager[None]:
        return looking(self.look, EVERY_SECONDS)

    async def look(self) -> None:
        listened = self._broker.listened(SESSION)
        for begin in range(0, len(listened), PAGE):
            page = listened[begin : begin + PAGE]
            async with self._database.reading() as session:
                alive = await living(session, self._settings, page, self._clock())
            self._broker.wake_here(*(session_topic(one) for one in page if one not in alive))
