"""Signing in over a WebSocket, by nothing but voice.

`WS /auth/voice?lang=`, without a token. Up: binary frames of 16 kHz int16 mono samples, half a second at most each, and the
texts `{"type": "finish"}` (the utterance is over) and `{"type": "device", "device"}` (what the app kept of an earlier sign-in). Down, as JSON texts:

- `listening` {language}: the recogniser is there
- `say` {text, private}: to be read out; `private` where it holds digits that were heard
- `command` {command}: said to the voice itself, as in a conversation
- `speaking` · `partial` {text} · `final` {text} · `no_speech` · `too_long` {max_seconds}: what is heard
- `signed_in` {phone} with what `POST /auth/token` answers, before the close
- `busy` {retry_after}: before the close · `error` {code}

Codes are asked for and tried under the limits of `POST /auth/otp` and `/auth/token`. One sign-in at a time from an address,
a few at once in all processes, `SIGN_IN_SECONDS` each; pages of other sites open none. Closed as `voice_idle` when no digit of a number is heard for long after what was said
last can have been read out; after the error `sound_too_fast` when far more sound came than can have been spoken.
"""

import asyncio
from dataclasses import dataclass
from time import monotonic
from typing import Literal

from fastapi import WebSocket, WebSocketDisconnect
from pydantic import BaseModel, Field, ValidationError

from contract.lending.client import BackendProblem, BackendUnavailable
from contract.lending.identity import MatchBorrower
from contract.speech import Heard, Narrow
from contract.texts import Language
from language.digits import spelled_digits
from mobile_api.auth.codes import WantedCode, send_code
from mobile_api.auth.errors import (
    CodeExpired,
    CountryNotServed,
    InvalidCode,
    InvalidPhone,
    MatchFailed,
    MessagesCannotBeSent,
)
from mobile_api.auth.phones import normal_phone
from mobile_api.auth.schemas import Tokens
from mobile_api.auth.service import TypedCode
from mobile_api.auth.signing_in import tokens_for_borrower
from mobile_api.dependencies import whose
from mobile_api.numbers.matching import lift_limits
from mobile_api.parts import Parts
from mobile_api.streaming import POLICY_VIOLATION, side_by_side
from mobile_api.upstreams.speech import SpeechStream, SpeechUnavailable
from mobile_api.voice.errors import ControlUnreadable, SignInBusy, SignInTooLong
from mobile_api.voice.pace import Pace
from mobile_api.voice.patience import Patience
from mobile_api.voice.phrases import command_in
from mobile_api.voice.relay import VOICE_IDLE, Relay, say_why
from mobile_api.voice.sign_in import Match, MatchLater, Say, SendCode, SignIn, SignInTalk, Step
from mobile_api.voice.sign_in_lines import line
from mobile_api.voice.utterances import bounds_of, is_doubtful
from servicekit.problems import TooManyRequests

SIGN_IN_SECONDS = 300
# Nobody has spoken for so long: somebody else may sign in.
QUIET_SECONDS = 90
# As often the time that is left is looked at: what is said next may be shorter than the welcome.
LOOK_SECONDS = 1.0
LARGEST_FRAME = 16_000
NORMAL_CLOSURE = 1000


@dataclass(frozen=True, slots=True)
class Caller:
    """Who speaks, as far as is known. `client` is the browser or app in a few words."""

    language: Language
    address: str
    client: str


class Control(BaseModel):
    type: Literal["finish", "device"]
    device: str = Field("", max_length=200)


class SignInStream:
    """One sign-in, while its socket is open."""

    def __init__(self, socket: WebSocket, parts: Parts, caller: Caller, speech: SpeechStream, pace: Pace) -> None:
        self._socket, self._parts, self._caller = socket, parts, caller
        self._relay = Relay(socket, speech, QUIET_SECONDS, pace, LARGEST_FRAME)
        self._talk = SignInTalk()
        self._challenge = self._device = ""
        # Of a session that is still limited.
        self._signed_in: tuple[str, Tokens] | None = None
        self._patience = Patience(parts.settings.sign_in_digit_seconds, caller.language, monotonic())

    async def serve(self) -> None:
        await self._say(Say("welcome"))
        await side_by_side(
            self._relay.hear_app(self),
            self._relay.hear_speech(self),
            self._relay.leave_when_quiet(),
            self._leave_in_time(),
            self._leave_without_digits(),
        )

    def narrow(self) -> Narrow | None:
        return self._talk.narrow

    def began(self) -> None:
        """The app itself stops what it reads out."""

    async def heard(self, heard: Heard) -> None:
        if command := command_in(heard.text):
            self._patience.say_again(monotonic())
            self._relay.expect_quiet_until(self._patience.read_by)
            return await self._relay.tell("command", command=command)
        await self._relay.tell("final", text=heard.text)
        doubtful = is_doubtful(heard, bounds_of(self._parts.settings))
        return await self._do(self._talk.hear(heard.text, doubtful=doubtful))

    def shows(self, partial: str) -> bool:
        if spelled_digits(partial) is not None:
            self._patience.hear_digits(monotonic())
        return True

    async def obey(self, control: str) -> None:
        try:
            told = Control.model_validate_json(control)
        except ValidationError:
            return await self._relay.tell("error", code=ControlUnreadable.code)
        if told.type == "finish":
            return await self._relay.finish()
        self._device = told.device
        return None

    async def _do(self, step: Step) -> None:
        match step:
            case SendCode(phone):
                await self._say(await self._send_code(phone))
            case SignIn(phone, code):
                await self._sign_in(phone, code)
            case Match(id_ending, card_ending):
                await self._match(MatchBorrower(id_number=id_ending, card_last4=card_ending))
            case MatchLater():
                await self._leave("match_later")
            case Say():
                await self._say(step)

    async def _send_code(self, phone: str) -> Say:
        parts = self._parts
        wanted = WantedCode(normal_phone(phone), "call", self._caller.address, self._caller.language)
        try:
            self._challenge = await send_code(parts.database, parts.settings, parts.sender, wanted, parts.clock())
        except (TooManyRequests, MessagesCannotBeSent):
            return Say("not_sent")
        except (CountryNotServed, InvalidPhone):
            return self._talk.not_called()
        return self._talk.code_sent()

    async def _sign_in(self, phone: str, code: str) -> None:
        typed = TypedCode(phone, code, self._caller.address, self._challenge)
        try:
            tokens = await tokens_for_borrower(
                self._parts, typed, self._caller.client, self._device, self._parts.clock()
            )
        except InvalidCode:
            return await self._say(self._talk.code_refused())
        except (CodeExpired, TooManyRequests):
            self._talk.code_refused()
            return await self._say(Say("code_over"))
        self._signed_in = normal_phone(phone), tokens
        if tokens.limited:
            return await self._say(self._talk.must_match())
        return await self._leave("signed_in")

    async def _match(self, told: MatchBorrower) -> None:
        assert self._signed_in is not None  # noqa: S101 - nobody else is asked
        phone, tokens = self._signed_in
        parts, now = self._parts, self._parts.clock()
        try:
            await lift_limits(parts, await whose(parts, tokens.access_token, now), told, now)
        except MatchFailed:
            return await self._say(self._talk.not_matched())
        except (TooManyRequests, BackendProblem, BackendUnavailable):
            return await self._leave("match_later")
        self._signed_in = phone, tokens.model_copy(update={"limited": False})
        return await self._leave("signed_in")

    async def _leave(self, last_words: str) -> None:
        """With the tokens."""
        assert self._signed_in is not None  # noqa: S101 - nobody else gets here
        phone, tokens = self._signed_in
        await self._say(Say(last_words))
        await self._relay.tell("signed_in", phone=phone, **tokens.model_dump(mode="json"))
        await self._socket.close(NORMAL_CLOSURE)

    async def _say(self, say: Say) -> None:
        words = line(say, self._caller.language)
        self._patience.say(words, monotonic())
        self._relay.expect_quiet_until(self._patience.read_by)
        await self._relay.tell("say", text=words, private=bool(say.digits))

    async def _leave_in_time(self) -> None:
        await asyncio.sleep(SIGN_IN_SECONDS)
        await self._relay.tell("error", code=SignInTooLong.code)
        await self._socket.close(POLICY_VIOLATION, SignInTooLong.code)

    async def _leave_without_digits(self) -> None:
        """Ends when no number is spelled for long: a quiet or humming room holds no place that others wait for."""
        while (left := self._digit_seconds_left()) > 0:
            await asyncio.sleep(min(left, LOOK_SECONDS))
        await self._socket.close(POLICY_VIOLATION, VOICE_IDLE)

    def _digit_seconds_left(self) -> float:
        """The wait for a yes, or for the call, has other bounds."""
        if self._talk.stage != "phone":
            return self._parts.settings.sign_in_digit_seconds
        return self._patience.left(monotonic())


async def stream_sign_in(socket: WebSocket, parts: Parts, caller: Caller) -> None:
    """Serve an accepted socket until it closes."""
    try:
        async with parts.sign_ins.place(caller.address) as pace:
            async with parts.speech.listen(caller.language) as speech:
                await socket.send_json({"type": "listening", "language": caller.language})
                await SignInStream(socket, parts, caller, speech, pace).serve()
    except WebSocketDisconnect:
        # The app left before anything was told.
        pass
    except (SpeechUnavailable, SignInBusy) as problem:
        await say_why(socket, {"type": "error", "code": problem.code, **problem.data})
