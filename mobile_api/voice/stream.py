"""A conversation spoken over a WebSocket.

`WS /conversations/{id}/voice?lang=&after=&format=&ticket=`. Up: binary frames of 16 kHz int16 mono samples or, with
`format=webm`, the pieces of one WebM recording with Opus (after an error in it the stream is closed), and the texts
`{"type": "finish"}` (the utterance is over) and `{"type": "confirm", "client_id", "yes"}` (a pressed answer to an uncertain
`final`). Down, as JSON texts:

- `listening` {language}: the recogniser is there
- `speaking`: somebody began to speak · `partial` {text} · `no_speech` · `too_long` {max_seconds}
- `final` {client_id, text, confidence, uncertain}: posted as the borrower's message, unless `uncertain`; then the app asks
  whether this was said, and a spoken or pressed answer brings `confirmed` or `dropped` {client_id}
- `command` {command}: said to the voice itself, and not posted
- `reply` {message}: what anybody else says in the conversation, after `after` (by default: from now on)
- `busy` {retry_after}: before the close · `error` {code, client_id?}
"""

import asyncio
import contextlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any, Literal

from fastapi import WebSocket
from pydantic import BaseModel, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.broker import conversation_topic
from mobile_api.chat.log import message_out, read_after
from mobile_api.chat.routes import take
from mobile_api.chat.service import Said
from mobile_api.parts import Parts
from mobile_api.streaming import POLICY_VIOLATION, send_looks, side_by_side
from mobile_api.upstreams.schemas import Heard, SoundFormat
from mobile_api.upstreams.speech import SpeechStream, SpeechUnavailable
from mobile_api.voice.errors import ControlUnreadable
from mobile_api.voice.questions import YES_NO, Narrow, narrow_of
from mobile_api.voice.utterances import Confirmed, Dropped, Outcome, Utterance, Utterances
from servicekit.problems import Problem

TRY_AGAIN_LATER = 1013
SPEECH_BUSY = "speech_busy"
# No frame for so long: the microphone is gone, if not the connection.
FRAMES_SECONDS = 30
# Recognising can't keep up for so long: the speaker is told instead of being heard ever later.
BEHIND_SECONDS = 10
# Events that somebody spoke.
SPOKEN = {"speaking", "partial", "final"}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose voice it is, and where it speaks."""

    borrower_id: str
    conversation_id: str
    language: str
    after: int
    sound: SoundFormat = "pcm"


class Control(BaseModel):
    """What the app says beside the sound."""

    type: Literal["finish", "confirm"]
    client_id: str = ""
    yes: bool = False


class VoiceStream:
    """One speaker's stream, while its socket is open."""

    def __init__(self, socket: WebSocket, parts: Parts, speaker: Speaker, speech: SpeechStream) -> None:
        self._socket, self._parts, self._speaker, self._speech = socket, parts, speaker, speech
        self._utterances = Utterances(secrets.token_hex(8), parts.settings.voice_least_confidence)
        self._seq = speaker.after
        self._expects: str | None = None
        self._expected: Narrow | None = None
        self._spoken_at = monotonic()
        self._posting = asyncio.Lock()
        self._posts: set[asyncio.Task[None]] = set()

    async def serve(self, replaced: asyncio.Event) -> None:
        """Until the app, speech or another stream ends it. What was heard by then is posted all the same."""
        topic = conversation_topic(self._speaker.conversation_id)
        try:
            await side_by_side(
                self._hear_app(),
                self._hear_speech(),
                send_looks(self._socket, self._parts, topic, self._look),
                self._leave_when_quiet(),
                self._give_way(replaced),
            )
        finally:
            await asyncio.gather(*self._posts)

    async def _hear_app(self) -> None:
        """Frames on to speech, and controls. Ends when the app goes, or lets nothing be heard any more."""
        heard_at = monotonic()
        while True:
            try:
                async with asyncio.timeout(heard_at + FRAMES_SECONDS - monotonic()):
                    message = await self._socket.receive()
            except TimeoutError:
                return await self._socket.close(POLICY_VIOLATION, "voice_idle")
            if message["type"] == "websocket.disconnect":
                return None
            if (samples := message.get("bytes")) is None:
                await self._obey(message.get("text") or "")
            elif await self._passed_on(samples):
                heard_at = monotonic()
            else:
                return None

    async def _passed_on(self, samples: bytes) -> bool:
        try:
            async with asyncio.timeout(BEHIND_SECONDS):
                await self._expect()
                await self._speech.send(samples)
        except TimeoutError:
            await self._tell("busy", retry_after=BEHIND_SECONDS)
            await self._socket.close(TRY_AGAIN_LATER, SPEECH_BUSY)
            return False
        return True

    async def _obey(self, text: str) -> None:
        try:
            control = Control.model_validate_json(text)
        except ValidationError:
            return await self._tell("error", code=ControlUnreadable.code)
        if control.type == "finish":
            return await self._speech.finish()
        if outcome := self._utterances.settle(control.client_id, yes=control.yes):
            await self._carry_out(outcome)
        return None

    async def _hear_speech(self) -> None:
        async for event in self._speech.events():
            if event["type"] in SPOKEN:
                self._spoken_at = monotonic()
            if event["type"] == "final":
                await self._carry_out(self._utterances.hear(Heard.model_validate(event)))
            else:
                await self._socket.send_json(event)
        if (why := self._speech.closed_because) != SPEECH_BUSY:
            await self._tell("error", code=why)
        return await self._socket.close(TRY_AGAIN_LATER, why)

    async def _carry_out(self, outcome: Outcome) -> None:
        match outcome:
            case Utterance(uncertain=uncertain):
                if not uncertain:
                    self._post(outcome)
                said = {"client_id": outcome.client_id, "text": outcome.text, "confidence": outcome.confidence}
                await self._tell("final", **said, uncertain=uncertain)
            case Confirmed(utterance):
                self._post(utterance)
                await self._tell("confirmed", client_id=utterance.client_id)
            case Dropped(utterance):
                await self._tell("dropped", client_id=utterance.client_id)
            case command:
                await self._tell("command", command=command)

    def _post(self, utterance: Utterance) -> None:
        """In the background: listening goes on while the message is taken, and nothing is lost when the app goes."""
        task = asyncio.create_task(self._take(utterance))
        self._posts.add(task)
        task.add_done_callback(self._posts.discard)

    async def _take(self, utterance: Utterance) -> None:
        speaker, said = self._speaker, Said(utterance.client_id, text=utterance.text, channel="voice")
        try:
            async with self._posting:
                message = await take(self._parts, speaker.borrower_id, speaker.conversation_id, said)
        except Problem as problem:
            # The app may be gone.
            with contextlib.suppress(RuntimeError):
                await self._tell("error", code=problem.code, client_id=utterance.client_id, **problem.data)
            return
        if message.turn_id is not None:
            # Only begun here: its replies come with the looks.
            await self._parts.turns.wait_for(speaker.conversation_id, message.turn_id, 0)

    async def _look(self, session: AsyncSession) -> list[dict[str, Any]]:
        """What was said since the last look. Its last message tells what kind of answer to listen for."""
        found = []
        while messages := await read_after(session, self._speaker.conversation_id, self._seq):
            self._seq, self._expects = messages[-1].seq, messages[-1].expects
            found += [message_out(message).model_dump(mode="json") for message in messages]
        return [{"type": "reply", "message": message} for message in found if message["from"] != "borrower"]

    async def _expect(self) -> None:
        """Tell speech what kind of answer comes next, when that changed. An utterance asked about comes first."""
        narrow = YES_NO if self._utterances.waiting else narrow_of(self._expects)
        if narrow != self._expected:
            self._expected = narrow
            await self._speech.expect(narrow)

    async def _leave_when_quiet(self) -> None:
        """Ends when nobody has spoken for long: the phone lies forgotten, while others wait for its place."""
        while (left := self._spoken_at + self._parts.settings.voice_quiet_seconds - monotonic()) > 0:
            await asyncio.sleep(left)
        await self._socket.close(POLICY_VIOLATION, "voice_idle")

    async def _give_way(self, replaced: asyncio.Event) -> None:
        await replaced.wait()
        await self._socket.close(POLICY_VIOLATION, "voice_elsewhere")

    async def _tell(self, kind: str, **data: Any) -> None:
        await self._socket.send_json({"type": kind, **data})


async def stream_voice(socket: WebSocket, parts: Parts, speaker: Speaker) -> None:
    """Serve an accepted socket until it closes."""
    try:
        with parts.speakers.only(speaker.borrower_id) as replaced:
            async with parts.speech.listen(speaker.language, speaker.sound) as speech:
                await socket.send_json({"type": "listening", "language": speaker.language})
                await VoiceStream(socket, parts, speaker, speech).serve(replaced)
    except SpeechUnavailable as problem:
        await say_why(socket, {"type": "error", "code": problem.code})


async def say_why(socket: WebSocket, event: Mapping[str, Any]) -> None:
    # The app may be gone.
    with contextlib.suppress(RuntimeError):
        await socket.send_json(event)
        await socket.close(TRY_AGAIN_LATER, str(event["code"]))
