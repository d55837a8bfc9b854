"""A conversation spoken over a WebSocket.

`WS /conversations/{id}/voice?lang=&after=&format=&voice=&ticket=`. Up: binary frames of 16 kHz int16 mono samples or, with
`format=webm`, the pieces of one WebM recording with Opus (after an error in it the stream is closed), and the texts
`{"type": "finish"}` (the utterance is over) and `{"type": "confirm", "client_id", "yes"}` (a pressed answer to an uncertain
`final`). Down, as JSON texts:

- `listening` {language}: the recogniser is there
- `speaking`: somebody began to speak · `partial` {text} · `no_speech` · `too_long` {max_seconds}
- `final` {client_id, text, confidence, uncertain}: posted as the borrower's message, unless `uncertain`; then the app asks
  whether this was said, and a spoken or pressed answer brings `confirmed` or `dropped` {client_id}
- `command` {command}: said to the voice itself, and not posted
- `reply` {message}: what anybody else says in the conversation, after `after` (by default: from now on)
- `audio` {seq, part, parts, media_type, data}: with `voice=server`, a sentence of that reply, read out; `data` is base64. What was
  not read out yet when somebody speaks is left out
- `busy` {retry_after}: before the close · `error` {code, client_id?, seq?}; the stream is closed after `sound_too_fast`: far more
  samples came than can have been spoken
"""

import asyncio
import contextlib
import logging
import secrets
from dataclasses import dataclass
from time import monotonic
from typing import Any, Literal

from fastapi import WebSocket, WebSocketDisconnect
from pydantic import BaseModel, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from contract.speech import Heard, Narrow, SoundFormat
from mobile_api.auth.sessions import Principal
from mobile_api.broker import conversation_topic
from mobile_api.chat.acceptance import ACCEPTANCE_CODE, to_show
from mobile_api.chat.log import message_out, open_question, read_after
from mobile_api.chat.service import Said, take
from mobile_api.errors import InternalError
from mobile_api.parts import Parts
from mobile_api.streaming import POLICY_VIOLATION, send_looks, while_signed_in
from mobile_api.upstreams.speech import SpeechStream, SpeechUnavailable
from mobile_api.voice.errors import ControlUnreadable
from mobile_api.voice.pace import Pace
from mobile_api.voice.questions import YES_NO, narrow_of
from mobile_api.voice.reading import Reader
from mobile_api.voice.relay import Relay, say_why
from mobile_api.voice.utterances import Confirmed, Dropped, Outcome, Utterance, Utterances, bounds_of
from servicekit.problems import Problem

log = logging.getLogger(__name__)

# Sound may come so much faster than it is spoken: an app that was cut off catches up, with two of the longest utterances there are.
SECONDS_AHEAD = 120.0


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose voice it is, where it speaks, and from what device. `expects`: what the bot's last words there ask for."""

    who: Principal
    conversation_id: str
    language: str
    after: int
    expects: str | None
    device: str
    sound: SoundFormat = "pcm"
    reads_out: bool = False


class Control(BaseModel):
    """What the app says beside the sound."""

    type: Literal["finish", "confirm"]
    client_id: str = ""
    yes: bool = False


class VoiceStream:
    """One speaker's stream, while its socket is open."""

    def __init__(self, socket: WebSocket, parts: Parts, speaker: Speaker, speech: SpeechStream) -> None:
        self._socket, self._parts, self._speaker = socket, parts, speaker
        # The pieces of a recording tell no seconds: of them speech takes a minute at once at most, and strangers may send none.
        pace = Pace(SECONDS_AHEAD, monotonic()) if speaker.sound == "pcm" else None
        self._relay = Relay(socket, speech, parts.settings.voice_quiet_seconds, pace)
        self._utterances = Utterances(secrets.token_hex(8), bounds_of(parts.settings))
        self._reader = Reader(parts.speech, self._relay.tell)
        self._seq = speaker.after
        self._expects = speaker.expects
        self._posting = asyncio.Lock()
        self._posts: set[asyncio.Task[None]] = set()

    async def serve(self, replaced: asyncio.Event) -> None:
        """Until the app, speech or another stream ends it. What was heard by then is posted all the same."""
        topic = conversation_topic(self._speaker.conversation_id)
        try:
            await while_signed_in(
                self._socket,
                self._parts,
                self._speaker.who,
                self._relay.hear_app(self),
                self._relay.hear_speech(self),
                send_looks(self._socket, self._parts, topic, self._look, self._told),
                self._reader.run(),
                self._relay.leave_when_quiet(),
                self._give_way(replaced),
            )
        finally:
            await asyncio.gather(*self._posts)

    def narrow(self) -> Narrow | None:
        """An utterance that was asked about comes first."""
        return YES_NO if self._utterances.waiting else narrow_of(self._expects)

    def began(self) -> None:
        self._reader.hush()

    def shows(self, partial: str) -> bool:  # noqa: ARG002 - the protocol's shape
        """Half a code can't be told from other words, so none are shown while one is asked for."""
        return self._expects != ACCEPTANCE_CODE

    async def heard(self, heard: Heard) -> None:
        # A code is not read back for others to hear: a wrong one is asked for again.
        shown = to_show(heard.text, self._expects)
        await self._carry_out(self._utterances.hear(heard, ask=shown == heard.text))

    async def obey(self, control: str) -> None:
        try:
            wanted = Control.model_validate_json(control)
        except ValidationError:
            return await self._relay.tell("error", code=ControlUnreadable.code)
        if wanted.type == "finish":
            return await self._relay.finish()
        if outcome := self._utterances.settle(wanted.client_id, yes=wanted.yes):
            await self._carry_out(outcome)
        return None

    async def _carry_out(self, outcome: Outcome) -> None:
        tell = self._relay.tell
        match outcome:
            case Utterance(client_id, text, confidence, uncertain):
                if not uncertain:
                    self._post(outcome)
                shown = to_show(text, self._expects)
                await tell("final", client_id=client_id, text=shown, confidence=confidence, uncertain=uncertain)
            case Confirmed(utterance):
                self._post(utterance)
                await tell("confirmed", client_id=utterance.client_id)
            case Dropped(utterance):
                await tell("dropped", client_id=utterance.client_id)
            case command:
                await tell("command", command=command)

    def _post(self, utterance: Utterance) -> None:
        """In the background: listening goes on while the message is taken, and nothing is lost when the app goes."""
        task = asyncio.create_task(self._take(utterance))
        self._posts.add(task)
        task.add_done_callback(self._posts.discard)

    async def _take(self, utterance: Utterance) -> None:
        speaker = self._speaker
        said = Said(utterance.client_id, text=utterance.text, channel="voice", device=speaker.device)
        try:
            async with self._posting:
                message = await take(self._parts, speaker.who.id, speaker.conversation_id, said)
        except Problem as problem:
            return await self._refuse(utterance, problem)
        except Exception as error:
            # The message may quote what was said.
            log.error("an utterance was not posted: %s", type(error).__name__)
            return await self._refuse(utterance, InternalError())
        if message.turn_id is not None:
            # Its replies come with the looks.
            self._parts.turns.begin(speaker.conversation_id, message.turn_id)
        return None

    async def _refuse(self, utterance: Utterance, problem: Problem) -> None:
        # The app may be gone.
        with contextlib.suppress(RuntimeError):
            await self._relay.tell("error", code=problem.code, client_id=utterance.client_id, **problem.data)

    async def _look(self, session: AsyncSession) -> list[dict[str, Any]]:
        """What was said since the last look. The bot's last question tells what kind of answer to listen for."""
        found = []
        self._expects = await open_question(session, self._speaker.conversation_id)
        while messages := await read_after(session, self._speaker.conversation_id, self._seq):
            self._seq = messages[-1].seq
            found += [message_out(message).model_dump(mode="json") for message in messages]
        return [{"type": "reply", "message": message} for message in found if message["from"] != "borrower"]

    def _told(self, reply: dict[str, Any]) -> None:
        if self._speaker.reads_out:
            message = reply["message"]
            self._reader.read(message["seq"], message["speak"] or message["text"])

    async def _give_way(self, replaced: asyncio.Event) -> None:
        await replaced.wait()
        await self._socket.close(POLICY_VIOLATION, "voice_elsewhere")


async def stream_voice(socket: WebSocket, parts: Parts, speaker: Speaker) -> None:
    """Serve an accepted socket until it closes."""
    try:
        with parts.speakers.only(speaker.who.id) as replaced:
            async with parts.speech.listen(speaker.language, speaker.sound) as speech:
                await socket.send_json({"type": "listening", "language": speaker.language})
                await VoiceStream(socket, parts, speaker, speech).serve(replaced)
    except WebSocketDisconnect:
        # The app left before anything was told.
        pass
    except SpeechUnavailable as problem:
        await say_why(socket, {"type": "error", "code": problem.code})
