"""Places of those who sign in by voice. Whoever is not signed in yet waits for one: nobody may end a stranger's sign-in."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import SQLAlchemyError

from mobile_api.auth.limits import count_alone
from mobile_api.db import Database
from mobile_api.ids import new_id
from mobile_api.voice.errors import SignInBusy
from mobile_api.voice.models import SignInPlace
from mobile_api.voice.pace import Pace

RETRY_SECONDS = 20
# A stranger's sound may come so much faster than it is spoken: a page that stalled sends ten seconds at once (`js/voice/line.js`),
# and an app that records sentence by sentence a telephone number (8 s), a yes and a code.
SIGN_IN_SECONDS_AHEAD = 30.0
# However short an utterance is, recognising it costs as much as a second's.
FINISH_COSTS = 1.0
BEAT_SECONDS = 10.0
HELD = timedelta(seconds=30)
# Nothing is held for longer; a moment further ahead was written before the clock was set back.
LONGEST = timedelta(minutes=2)


class SignIns:
    """The sign-ins by voice that all processes hear, `at_once` at most."""

    def __init__(self, database: Database, clock: Callable[[], datetime], at_once: int) -> None:
        self._database, self._clock, self._at_once = database, clock, at_once

    @contextlib.asynccontextmanager
    async def place(self, address: str) -> AsyncIterator[Pace]:
        """One at a time from an address, and the pace to be kept there. Sound that came too early is waited for before the next
        may come, so that beginning anew brings nobody more of the recogniser. Raises `SignInBusy`."""
        place = await self._take(address)
        pace = Pace(SIGN_IN_SECONDS_AHEAD, monotonic(), FINISH_COSTS)
        beats = asyncio.create_task(self._hold(place))
        try:
            yield pace
        finally:
            beats.cancel()
            with contextlib.suppress(SQLAlchemyError):
                await self._set_free(place, timedelta(seconds=pace.ahead(monotonic())))

    async def _take(self, address: str) -> str:
        now = self._clock()
        async with self._database.transaction() as session:
            await count_alone(session)
            over = or_(SignInPlace.free_at <= now, SignInPlace.free_at > now + LONGEST)
            await session.execute(delete(SignInPlace).where(over))
            taken = (await session.scalars(select(SignInPlace.address))).all()
            if address in taken or len(taken) >= self._at_once:
                raise SignInBusy(retry_after=RETRY_SECONDS)
            place = SignInPlace(id=new_id("plc"), address=address, free_at=now + HELD)
            session.add(place)
        return place.id

    async def _hold(self, place: str) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            # While the database is away nobody else takes it either.
            with contextlib.suppress(SQLAlchemyError):
                await self._set_free(place, HELD)

    async def _set_free(self, place_id: str, later: timedelta) -> None:
        async with self._database.transaction() as session:
            if (place := await session.get(SignInPlace, place_id)) is not None:
                place.free_at = self._clock() + later
