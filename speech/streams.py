"""Listening as somebody speaks: a WebSocket of sound up and events down.

`WS /streams?lang=zh|en&format=pcm|webm`. Up: binary frames of 16 kHz int16 mono samples (`pcm`, if left out) or the pieces of one
WebM recording with Opus (`webm`), and texts `{"type": "expect", "narrow": …}` (the kind of answer the open question asks for, or
null) and `{"type": "finish"}` (the utterance is over). Down: the events of `speech.hearing`, `{"type": "busy", "retry_after"}`
before a close, and `{"type": "error", "code", …}`, after which a stream of samples goes on with the next utterance. One of WebM is
closed, with the code as the reason: without its beginning no recording can be read on.
"""

import contextlib
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, ValidationError

from contract.speech import Narrow, SoundFormat
from contract.texts import Language
from servicekit.keys import HEADER, require_service_key
from servicekit.problems import Problem, Unauthenticated
from speech.errors import AudioTooLarge, AudioUnreadable, ControlUnreadable, LanguageUnavailable, SpeechBusy
from speech.settings import Settings
from speech.workers import Pool, RecogniserProcess

POLICY_VIOLATION, TRY_AGAIN_LATER = 1008, 1013
# Two seconds at once; who sends more has stored it, and uploads a recording instead.
LARGEST_FRAME = 64_000


class Control(BaseModel):
    """What the client says beside the sound."""

    type: Literal["expect", "finish"]
    narrow: Narrow | None = None


class Stream:
    """One speaker's stream to a worker."""

    def __init__(self, worker: RecogniserProcess, stream: str, language: Language, sound: SoundFormat) -> None:
        self._worker, self._id, self._language, self._sound = worker, stream, language, sound
        self._narrow: Narrow | None = None

    async def take(self, message: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The events that a WebSocket message brings about. Raises the problem of a bad one, or of the worker."""
        if (data := message.get("bytes")) is not None:
            return await self._hear(self._checked(data))
        control = _control(message.get("text") or "")
        if control.type == "finish":
            return await self._hear(b"", last=True)
        self._narrow = control.narrow
        return []

    def ends_with(self, problem: Problem) -> bool:
        """Whether nothing can be heard after it."""
        return self._sound == "webm" and not isinstance(problem, ControlUnreadable)

    async def close(self) -> None:
        with contextlib.suppress(Problem):
            await self._worker.ask({"do": "close", "stream": self._id})

    async def _hear(self, samples: bytes, *, last: bool = False) -> list[dict[str, Any]]:
        request = {
            "do": "hear", "stream": self._id, "language": self._language, "format": self._sound, "narrow": self._narrow,
            "last": last,
        }  # fmt: skip
        events: list[dict[str, Any]] = (await self._worker.ask(request, samples))["events"]
        return events

    def _checked(self, data: bytes) -> bytes:
        if len(data) > LARGEST_FRAME:
            raise AudioTooLarge(max_bytes=LARGEST_FRAME)
        if self._sound == "pcm" and len(data) % 2:
            raise AudioUnreadable(reason="odd_length")
        return data


def stream_routes(pool: Pool, settings: Settings) -> APIRouter:
    router = APIRouter()
    caller = require_service_key({"gateway": settings.service_key}, {"gateway": settings.service_key_previous})

    @router.websocket("/streams")
    async def stream(
        socket: WebSocket, lang: Language, sound: Annotated[SoundFormat, Query(alias="format")] = "pcm"
    ) -> None:
        await socket.accept()
        try:
            caller(socket.headers.get(HEADER, ""))
            worker = pool.worker(lang)
            with worker.streaming() as stream_id:
                await _serve(socket, Stream(worker, stream_id, lang, sound))
        except (Unauthenticated, LanguageUnavailable) as problem:
            await socket.close(POLICY_VIOLATION, problem.code)
        except SpeechBusy as problem:
            await socket.send_json({"type": "busy", **problem.data})
            await socket.close(TRY_AGAIN_LATER, problem.code)

    return router


async def _serve(socket: WebSocket, stream: Stream) -> None:
    try:
        while (message := await socket.receive())["type"] != "websocket.disconnect":
            try:
                for event in await stream.take(message):
                    await socket.send_json(event)
            except Problem as problem:
                await socket.send_json({"type": "error", "code": problem.code, **problem.data})
                if stream.ends_with(problem):
                    return await socket.close(TRY_AGAIN_LATER, problem.code)
    except (WebSocketDisconnect, RuntimeError):
        # Starlette raises RuntimeError when the peer vanished between two sends.
        return None
    finally:
        await stream.close()


def _control(text: str) -> Control:
    try:
        return Control.model_validate_json(text)
    except ValidationError as error:
        raise ControlUnreadable() from error
