"""Looking at the database again and again, for what another process wrote without a wake-up reaching this one."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable

from servicekit.outages import reason_of

log = logging.getLogger(__name__)
# Ids asked about in one query.
PAGE = 500


@contextlib.asynccontextmanager
async def looking(look: Callable[[], Awaitable[None]], every: float) -> AsyncIterator[None]:
    """While open, a look each `every` seconds."""
    task = asyncio.create_task(_look_again_and_again(look, every))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _look_again_and_again(look: Callable[[], Awaitable[None]], every: float) -> None:
    while True:
        await asyncio.sleep(every)
        try:
            await look()
        except Exception as error:
            # Whatever it is, the next look is as good as the last; without one, news would come late or never.
            log.error("nobody is told of news from other processes: %s", reason_of(error))
