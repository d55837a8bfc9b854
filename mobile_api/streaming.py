"""WebSocket streams that read from the database and are woken by the broker."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection, Coroutine
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Query, WebSocket, WebSocketDisconnect
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth.sessions import Principal, find_session
from mobile_api.auth.tokens import redeem_ticket
from mobile_api.broker import session_topic, wait_for_wake
from mobile_api.dependencies import PartsDep
from mobile_api.parts import Parts
from mobile_api.places import TooManyStreams
from servicekit.problems import Problem, Unauthenticated

# Another process may have written without a wake-up reaching this one: conversations have a watch for that.
DESK_LOOK_SECONDS = 1.0
CONVERSATION_LOOK_SECONDS = 60.0
POLICY_VIOLATION = 1008
UNSUPPORTED_DATA = 1003

Look = Callable[[AsyncSession], Awaitable[list[dict[str, Any]]]]
Told = Callable[[dict[str, Any]], None]


class TextExpected(Problem):
    code = "text_expected"
    title = "This socket reads text frames alone."


async def ticket_holder(parts: PartsDep, ticket: Annotated[str, Query(max_length=100)] = "") -> Principal | None:
    """Whose ticket opened the socket; None for no valid one. The ticket is spent."""
    with contextlib.suppress(Problem):
        async with parts.database.transaction() as session:
            return await redeem_ticket(session, parts.settings, ticket, parts.clock())
    return None


TicketHolder = Annotated[Principal | None, Depends(ticket_holder)]


def is_foreign(socket: WebSocket, ours: Collection[str]) -> bool:
    """Whether a page of another site opens it. Programs that are no browsers name no origin."""
    origin = socket.headers.get("Origin")
    return origin is not None and origin not in ours and urlsplit(origin).netloc != socket.headers.get("Host")


async def refuse(socket: WebSocket, code: str) -> None:
    """Close with 1008 and the problem's code as reason; accepting first lets browsers see them."""
    await socket.accept()
    await socket.close(POLICY_VIOLATION, code)


async def stream_looks(
    socket: WebSocket, parts: Parts, who: Principal, topic: str, look: Look, every: float = CONVERSATION_LOOK_SECONDS
) -> None:
    """Send what each look finds, until the client goes. What the client sends is read and ignored."""
    try:
        with parts.streams.one_more(who.id):
            looks = send_looks(socket, parts, topic, look, every=every)
            await while_signed_in(socket, parts, who, until_disconnect(socket), looks)
    except TooManyStreams as problem:
        await socket.close(POLICY_VIOLATION, problem.code)


async def send_looks(
    socket: WebSocket,
    parts: Parts,
    topic: str,
    look: Look,
    told: Told | None = None,
    every: float = CONVERSATION_LOOK_SECONDS,
) -> None:
    """Send what each look finds, for ever. `told` hears of each event once it is sent."""
    with parts.broker.listen(topic) as woken:
        while True:
            async with parts.database.reading() as session:
                events = await look(session)
            for event in events:
                await socket.send_json(event)
                if told:
                    told(event)
            await wait_for_wake(woken, every)


async def while_signed_in(socket: WebSocket, parts: Parts, who: Principal, *works: Coroutine[Any, Any, None]) -> None:
    """`side_by_side`, and closed as soon as the session has ended."""
    await side_by_side(*works, close_after_session(socket, parts, who))


async def close_after_session(socket: WebSocket, parts: Parts, who: Principal) -> None:
    """Looks when it is woken: `auth/watch.py` looks for all."""
    with parts.broker.listen(session_topic(who.session_id)) as woken:
        while await has_session(parts, who):
            await woken.wait()
            woken.clear()
    await socket.close(POLICY_VIOLATION, Unauthenticated.code)


async def has_session(parts: Parts, who: Principal) -> bool:
    async with parts.database.reading() as session:
        return await find_session(session, parts.settings, who.session_id, parts.clock()) is not None


async def side_by_side(*works: Coroutine[Any, Any, None]) -> None:
    """Serve one socket by several works; when the first ends, end the others. Raises what it raised, but nothing about
    a client that went."""
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        # Starlette raises RuntimeError when the peer vanished between two sends.
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            task.result()


async def until_disconnect(socket: WebSocket) -> None:
    """Texts are read and ignored; anything else ends the stream."""
    while (message := await socket.receive())["type"] != "websocket.disconnect":
        if message.get("text") is None:
            await socket.close(UNSUPPORTED_DATA, TextExpected.code)
            return
