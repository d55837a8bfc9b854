"""The typed client of the speech service."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from contract.speech import Engines, Heard, SoundFormat
from mobile_api.upstreams.dialogue import not_ready_parts
from servicekit.outgoing import check_address, send_inside
from servicekit.problems import Problem
from servicekit.requests import request_headers


class SpeechUnavailable(Problem):
    """No answer in time, or none that can be used."""

    code = "speech_unavailable"
    title = "Speech is not available; type instead."


class SpeechProblem(Exception):
    """Speech refused the recording or the text: `code` as in its problem+json."""

    def __init__(self, status: int, code: str, title: str) -> None:
        super().__init__(code)
        self.status, self.code, self.title = status, code, title


class SpeechStream:
    """One speaker's stream to the service (docs/design.md, "Speech")."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.closed_because = SpeechUnavailable.code

    async def send(self, samples: bytes) -> None:
        """Samples (16 kHz int16 mono) or a piece of WebM, as the stream was opened. Waits while the service can't keep up. Raises `SpeechUnavailable` when it is gone."""
        await self._send(samples)

    async def expect(self, narrow: str | None) -> None:
        await self._send(json.dumps({"type": "expect", "narrow": narrow}))

    async def finish(self) -> None:
        """The utterance is over, whether a pause follows or not."""
        await self._send(json.dumps({"type": "finish"}))

    async def events(self) -> AsyncIterator[dict[str, Any]]:
        """What it tells, until it closes; then `closed_because` says why."""
        try:
            async for text in self._socket:
                yield json.loads(text)
        except ConnectionClosed as closed:
            if closed.rcvd is not None and closed.rcvd.reason:
                self.closed_because = closed.rcvd.reason

    async def _send(self, frame: bytes | str) -> None:
        try:
            await self._socket.send(frame)
        except ConnectionClosed as closed:
            raise SpeechUnavailable() from closed


class SpeechClient:
    """One per process; holds a connection pool."""

    def __init__(self, url: str, key: str, *, timeout: float = 60.0) -> None:
        self._url, self._headers = url, {"X-Service-Key": key}
        self._http = httpx.AsyncClient(
            base_url=url, headers=self._headers, timeout=timeout, event_hooks={"request": [send_inside]}
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def ready(self) -> str:
        try:
            response = await self._http.get("/readyz", timeout=2)
        except httpx.TransportError as error:
            return type(error).__name__
        return not_ready_parts(response)

    async def transcribe(self, recording: bytes, content_type: str, language: str, narrow: str | None) -> Heard:
        """`narrow`: the kind of answer that the open question asks for. Raises `SpeechProblem` or `SpeechUnavailable`."""
        files = {"file": ("recording", recording, content_type)}
        params = {"lang": language, **({"narrow": narrow} if narrow else {})}
        return Heard.model_validate_json(await self._asked("/transcriptions", params=params, files=files))

    async def speak(self, text: str, language: str, speed: float) -> bytes:
        """An MP3 of the text, by the service's own voice. Raises `SpeechProblem` or `SpeechUnavailable`."""
        return await self._asked("/speech", json={"text": text, "language": language, "speed": speed})

    async def engines(self) -> Engines:
        """Which engine serves each language. Raises `SpeechUnavailable`."""
        try:
            response = await self._http.get("/engines", timeout=5)
        except httpx.TransportError as error:
            raise SpeechUnavailable() from error
        if not response.is_success:
            raise SpeechUnavailable()
        return Engines.model_validate_json(response.content)

    async def _asked(self, path: str, **request: Any) -> bytes:
        try:
            response = await self._http.post(path, **request)
        except httpx.TransportError as error:
            raise SpeechUnavailable() from error
        if response.is_success:
            return response.content
        if "problem+json" not in response.headers.get("content-type", ""):
            raise SpeechUnavailable()
        problem = response.json()
        raise SpeechProblem(response.status_code, problem["code"], problem["title"])

    @asynccontextmanager
    async def listen(self, language: str, sound: SoundFormat = "pcm") -> AsyncIterator[SpeechStream]:
        """A stream that is open until the end of the block. Raises `SpeechUnavailable`."""
        address = check_address(self._url.replace("http", "ws", 1) + f"/streams?lang={language}&format={sound}")
        try:
            headers = {**self._headers, **request_headers()}
            socket = await connect(address, additional_headers=headers, proxy=None, open_timeout=5)
        except (OSError, TimeoutError, WebSocketException) as error:
            raise SpeechUnavailable() from error
        try:
            yield SpeechStream(socket)
        finally:
            await socket.close()
