"""Wakes those who wait for news of a topic. It carries no news: whoever wakes reads the log.

Wake-ups may be lost or come for nothing. `chat/watch.py` makes up for those of conversations within a second, `auth/watch.py`
for those of sessions within ten; other waiters look by themselves.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator

from redis.asyncio import Redis
from redis.exceptions import RedisError

DESK = "desk"
PREFIX = "loantalk:wake:"
CONVERSATION = "conversation:"
SESSION = "session:"


def conversation_topic(conversation_id: str) -> str:
    return CONVERSATION + conversation_id


def session_topic(session_id: str) -> str:
    return SESSION + session_id


class Broker:
    """Wake-ups within one process, and between processes when a Redis address is given."""

    def __init__(self, redis_url: str = "") -> None:
        self._waiting: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._redis = Redis.from_url(redis_url) if redis_url else None

    @contextlib.contextmanager
    def listen(self, topic: str) -> Iterator[asyncio.Event]:
        """An event that is set at each wake-up of the topic; the listener clears it."""
        event = asyncio.Event()
        self._waiting[topic].add(event)
        try:
            yield event
        finally:
            self._waiting[topic].discard(event)
            if not self._waiting[topic]:
                del self._waiting[topic]

    async def wake(self, *topics: str) -> None:
        for topic in topics:
            self.wake_here(topic)
            if self._redis is not None:
                with contextlib.suppress(RedisError):
                    await self._redis.publish(PREFIX + topic, b"")

    async def wake_sessions(self, ended: Iterable[str]) -> None:
        """Streams of sessions that ended close at once."""
        await self.wake(*map(session_topic, ended))

    def listened(self, kind: str) -> list[str]:
        """The ids of that kind of topic that somebody in this process listens to."""
        return [topic.removeprefix(kind) for topic in self._waiting if topic.startswith(kind)]

    def wake_here(self, *topics: str) -> None:
        """Wake the listeners of this process alone."""
        for topic in topics:
            for event in self._waiting.get(topic, ()):
                event.set()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """While open, wake-ups of other processes arrive here too."""
        if self._redis is None:
            yield
            return
        task = asyncio.create_task(self._relay(self._redis))
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            await self._redis.aclose()

    async def _relay(self, redis: Redis) -> None:
        while True:
            with contextlib.suppress(RedisError):
                async with redis.pubsub() as channel:
                    await channel.psubscribe(PREFIX + "*")
                    async for message in channel.listen():
                        if message["type"] == "pmessage":
                            self.wake_here(message["channel"].decode().removeprefix(PREFIX))
            # Redis is away: the watch and the waiters' own looks do until it is back.
            await asyncio.sleep(1)


async def wait_for_wake(event: asyncio.Event, seconds: float) -> None:
    """Return at the next wake-up, or after `seconds` at the latest."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    event.clear()
