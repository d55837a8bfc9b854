"""One id for everything that a request sets going: taken from or made at the edge, sent inward, logged, told in errors.

A worker makes one for each job. Threads and tasks that a request starts inherit its id.
"""

import re
import uuid
from contextvars import ContextVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-Id"
# Long enough to be told apart, short and plain enough to stand in any log.
ACCEPTED = re.compile(r"[A-Za-z0-9_.-]{8,64}")

_current: ContextVar[str] = ContextVar("request_id", default="")


def request_id() -> str:
    """The present request's or job's; empty outside of any."""
    return _current.get()


def begin_job() -> str:
    """Give the rest of this task or thread an id of its own."""
    return take_request_id("")


def take_request_id(offered: str) -> str:
    """Go on under the id that the caller sent, or under a new one where it sent none that can be used."""
    taken = offered if ACCEPTED.fullmatch(offered) else uuid.uuid4().hex
    _current.set(taken)
    return taken


def request_headers() -> dict[str, str]:
    """What goes with a call inward."""
    return {HEADER: known} if (known := request_id()) else {}


class RequestId:
    """Outermost: every line that is logged for a request, and every answer, carries its id."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        # Never reset: the server runs each request in a task of its own and logs its failure there.
        taken = take_request_id(Headers(scope=scope).get(HEADER, ""))

        async def send_with_id(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.accept"):
                MutableHeaders(scope=message)[HEADER] = taken
            await send(message)

        return await self.app(scope, receive, send_with_id)
