"""Listening as somebody speaks: a WebSocket of samples up and events down.

`WS /streams?lang=zh|en`. Up: binary frames of 16 kHz int16 mono samples, and texts `{"type": "expect", "narrow": …}` (the kind
of answer the open question asks for, or null) and `{"type": "finish"}` (the utterance is over). Down: the events of
`speech.hearing`, `{"type": "busy", "retry_after"}` before a close, and `{"type": "error", "code", …}`, after which the
stream goes on with the next utterance.
"""

import contextlib
from collections.abc import Mapping
from typing import Any, Literal

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, ValidationError

from servicekit.keys import HEADER, require_service_key
from servicekit.problems import Problem, Unauthenticated
from speech.errors import AudioTooLarge, AudioUnreadable, ControlUnreadable, LanguageUnavailable, SpeechBusy
from speech.events import Language
from speech.narrow import Narrow
from speech.settings import Settings
from speech.workers import Pool, Worker

POLICY_VIOLATION, TRY_AGAIN_LATER = 1008, 1013
# Two seconds at once; who sends more has stored it, and uploads a recording instead.
LARGEST_FRAME = 64_000


class Control(BaseModel):
    """What the client says beside the sound."""

    type: Literal["expect", "finish"]
    narrow: Narrow | None = None


class Stream:
    """One speaker's stream to a worker."""

    def __init__(self, worker: Worker, stream: str, language: Language) -> None:
        self._worker, self._id, self._language = worker, stream, language
        self._narrow: Narrow | None = None

    async def take(self, message: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The events that a WebSocket message brings about. Raises the problem of a bad one, or of the worker."""
        if (data := message.get("bytes")) is not None:
            return await self._hear(_samples(data))
        control = _control(message.get("text") or "")
        if control.type == "finish":
            return await self._hear(b"", last=True)
        self._narrow = control.narrow
        return []

    async def close(self) -> None:
        with contextlib.suppress(Problem):
            await self._worker.ask({"do": "close", "stream": self._id})

    async def _hear(self, samples: bytes, *, last: bool = False) -> list[dict[str, Any]]:
        request = {
            "do": "hear", "stream": self._id, "language": self._language, "narrow": self._narrow, "last": last,
        }  # fmt: skip
        events: list[dict[str, Any]] = (await self._worker.ask(request, samples))["events"]
        return events


def stream_routes(pool: Pool, settings: Settings) -> APIRouter:
    router = APIRouter()
    caller = require_service_key({"gateway": settings.service_key})

    @router.websocket("/streams")
    async def stream(socket: WebSocket, lang: Language) -> None:
        await socket.accept()
        try:
            caller(socket.headers.get(HEADER, ""))
            worker = pool.worker(lang)
            with worker.streaming() as stream_id:
                await _serve(socket, Stream(worker, stream_id, lang))
        except (Unauthenticated, LanguageUnavailable) as problem:
            await socket.close(POLICY_VIOLATION, problem.code)
        except SpeechBusy as problem:
            await socket.send_json({"type": "busy", **problem.data})
            await socket.close(TRY_AGAIN_LATER, problem.code)

    return router


async def _serve(socket: WebSocket, stream: Stream) -> None:
    try:
        while (message := await socket.receive())["type"] != "websocket.disconnect":
            for event in await _events(stream, message):
                await socket.send_json(event)
    except (WebSocketDisconnect, RuntimeError):
        # Starlette raises RuntimeError when the peer vanished between two sends.
        return
    finally:
        await stream.close()


async def _events(stream: Stream, message: Mapping[str, Any]) -> list[dict[str, Any]]:
    try:
        return await stream.take(message)
    except Problem as problem:
        return [{"type": "error", "code": problem.code, **problem.data}]


def _samples(data: bytes) -> bytes:
    if len(data) > LARGEST_FRAME:
        raise AudioTooLarge(max_bytes=LARGEST_FRAME)
    if len(data) % 2:
        raise AudioUnreadable(reason="odd_length")
    return data


def _control(text: str) -> Control:
    try:
        return Control.model_validate_json(text)
    except ValidationError as error:
        raise ControlUnreadable() from error
