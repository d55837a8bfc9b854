"""Sound up from an app to speech, and what was heard back: what every voice stream does alike, whoever speaks."""

import asyncio
import contextlib
from collections.abc import Mapping
from time import monotonic
from typing import Any, Protocol

from fastapi import WebSocket, WebSocketDisconnect

from contract.speech import Heard, Narrow
from mobile_api.streaming import POLICY_VIOLATION
from mobile_api.upstreams.speech import SpeechStream
from mobile_api.voice.errors import FrameTooLarge, SoundTooFast
from mobile_api.voice.pace import Pace
from servicekit.problems import Problem

TRY_AGAIN_LATER = 1013
SPEECH_BUSY = "speech_busy"
VOICE_IDLE = "voice_idle"
# No frame for so long: the microphone is gone, if not the connection.
FRAMES_SECONDS = 30
# Recognising can't keep up for so long: the speaker is told instead of being heard ever later.
BEHIND_SECONDS = 10
# Events that somebody spoke.
SPOKEN = {"speaking", "partial", "final"}


class Listener(Protocol):
    """What one kind of stream makes of it."""

    def narrow(self) -> Narrow | None:
        """The kind of answer to listen for now."""

    def began(self) -> None:
        """Somebody began to speak."""

    def shows(self, partial: str) -> bool:
        """So much of an utterance is heard; whether the app is told."""

    async def heard(self, heard: Heard) -> None:
        """An utterance is over."""

    async def obey(self, control: str) -> None:
        """The app sent a text."""


class Relay:
    """One app's socket and speech's stream, until either closes."""

    def __init__(
        self,
        socket: WebSocket,
        speech: SpeechStream,
        quiet_seconds: float,
        pace: Pace | None,
        largest_frame: int | None = None,
    ) -> None:
        """`pace`: None for compressed sound. `largest_frame` in bytes; without one speech's own bound holds."""
        self._socket, self._speech, self._quiet_seconds = socket, speech, quiet_seconds
        self._pace, self._largest_frame = pace, largest_frame
        self._expected: Narrow | None = None
        self._spoken_at = monotonic()

    async def tell(self, kind: str, **data: Any) -> None:
        await self._socket.send_json({"type": kind, **data})

    def expect_quiet_until(self, then: float) -> None:
        """The app reads out until `then` (of `monotonic`): nobody has to speak before."""
        self._spoken_at = max(self._spoken_at, then)

    async def finish(self) -> None:
        """The utterance is over."""
        if self._pace:
            self._pace.finish(monotonic())
        await self._speech.finish()

    async def hear_app(self, listener: Listener) -> None:
        """Frames on to speech, and controls. Ends when the app goes, or lets nothing be heard any more."""
        heard_at = monotonic()
        while True:
            try:
                async with asyncio.timeout(heard_at + FRAMES_SECONDS - monotonic()):
                    message = await self._socket.receive()
            except TimeoutError:
                return await self._socket.close(POLICY_VIOLATION, VOICE_IDLE)
            if message["type"] == "websocket.disconnect":
                return None
            if (samples := message.get("bytes")) is None:
                await listener.obey(message.get("text") or "")
            elif problem := self._too_much(len(samples)):
                await self.tell("error", code=problem.code, **problem.data)
                return await self._socket.close(POLICY_VIOLATION, problem.code)
            elif await self._passed_on(listener, samples):
                heard_at = monotonic()
            else:
                return None

    async def hear_speech(self, listener: Listener) -> None:
        """What speech tells, on to the app; utterances to the listener. Ends when speech goes."""
        async for event in self._speech.events():
            if event["type"] in SPOKEN:
                self.expect_quiet_until(monotonic())
            if event["type"] == "speaking":
                listener.began()
            if event["type"] == "final":
                await listener.heard(Heard.model_validate(event))
            elif event["type"] != "partial" or listener.shows(event["text"]):
                await self._socket.send_json(event)
        if (why := self._speech.closed_because) != SPEECH_BUSY:
            await self.tell("error", code=why)
        await self._socket.close(TRY_AGAIN_LATER, why)

    async def leave_when_quiet(self) -> None:
        """Ends when nobody has spoken for long: the phone lies forgotten, while others wait for its place."""
        while (left := self._spoken_at + self._quiet_seconds - monotonic()) > 0:
            await asyncio.sleep(left)
        await self._socket.close(POLICY_VIOLATION, VOICE_IDLE)

    def _too_much(self, size: int) -> Problem | None:
        """What is wrong with so many bytes of sound, if anything."""
        if self._largest_frame is not None and size > self._largest_frame:
            return FrameTooLarge(max_bytes=self._largest_frame)
        if self._pace is None:
            return None
        now = monotonic()
        self._pace.hear(size, now)
        return None if self._pace.is_kept(now) else SoundTooFast(max_seconds_ahead=self._pace.most_ahead)

    async def _passed_on(self, listener: Listener, samples: bytes) -> bool:
        try:
            async with asyncio.timeout(BEHIND_SECONDS):
                await self._expect(listener.narrow())
                await self._speech.send(samples)
        except TimeoutError:
            await self.tell("busy", retry_after=BEHIND_SECONDS)
            await self._socket.close(TRY_AGAIN_LATER, SPEECH_BUSY)
            return False
        return True

    async def _expect(self, narrow: Narrow | None) -> None:
        """Tell speech what kind of answer comes next, when that changed."""
        if narrow != self._expected:
            self._expected = narrow
            await self._speech.expect(narrow)


async def say_why(socket: WebSocket, event: Mapping[str, Any]) -> None:
    """Tell why there is no stream, and close. The app may be gone."""
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        await socket.send_json(event)
        await socket.close(TRY_AGAIN_LATER, str(event["code"]))
