"""Text that can be kept: no NUL, which PostgreSQL refuses, and no half of a surrogate pair, which is no character."""

import json
import re
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from servicekit.problems import invalid_request

# What JSON may write them as; the rest of a body in UTF-8 can hold neither.
SUSPECT = re.compile(rb"\\u(?:0000|[dD][89a-fA-F])")
NOT_STORABLE = "text_not_storable"
POLICY_VIOLATION = 1008


class StorableText:
    """Answers 422 `invalid_request` to a path, a query or a JSON body with such text, so that no route need look."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        if "\0" in scope["path"]:
            return await _refuse("path", scope, receive, send)
        if b"%00" in scope["query_string"]:
            return await _refuse("query", scope, receive, send)
        if scope["type"] != "http" or not _is_json(scope):
            return await self.app(scope, receive, send)
        messages, body = await _whole(receive)
        if not is_storable(body):
            return await _refuse("body", scope, receive, send)

        async def receive_again() -> Message:
            return messages.pop(0) if messages else await receive()

        return await self.app(scope, receive_again, send)


def is_storable(body: bytes) -> bool:
    """Whether every text of the JSON can be kept. What is no JSON can: its route refuses it."""
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    if b"\0" in body:
        return False
    if not SUSPECT.search(body):
        return True
    try:
        return _all_storable(json.loads(body))
    except (ValueError, RecursionError):
        return True


def _all_storable(value: Any) -> bool:
    left = [value]
    while left:
        match left.pop():
            case str(text) if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
                return False
            case dict(members):
                left += [*members.keys(), *members.values()]
            case list(items):
                left += items
    return True


def _is_json(scope: Scope) -> bool:
    kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
    return kind == "application/json" or (kind.startswith("application/") and kind.endswith("+json"))


async def _whole(receive: Receive) -> tuple[list[Message], bytes]:
    """Every message up to the body's end, to be given out again, and the body."""
    messages: list[Message] = []
    while True:
        messages.append(await receive())
        if messages[-1]["type"] != "http.request" or not messages[-1].get("more_body"):
            return messages, b"".join(message.get("body", b"") for message in messages)


async def _refuse(where: str, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": POLICY_VIOLATION})
        return
    response = invalid_request([{"at": where, "error": NOT_STORABLE}])
    await response(scope, receive, send)
