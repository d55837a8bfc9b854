"""Reading out by the service's own voices, for apps whose device has none."""

import asyncio
import base64
import re
from collections.abc import Awaitable, Callable
from typing import Any

from contract.texts import Language
from mobile_api.upstreams.speech import SpeechClient, SpeechProblem, SpeechUnavailable
from servicekit.problems import TooManyRequests

MP3 = "audio/mpeg"
# The end of a run of marks: a full stop is not the point of "1.5", nor 「。。。」 three ends.
SENTENCE_END = re.compile(r"(?<=[。！？])(?![。！？.!?”」])|(?<=[。！？][”」])|(?<=[.!?])\s+|\n+")
# Speech takes no longer texts: up to its last comma or blank, or else 300 characters of it. As `js/voice/spoken.js` has it; both
# are held to tests/unit/sentences.yml.
PART = re.compile(r".{0,299}(?:[，、：；]|\S(?=\s|\Z))|.{1,300}", re.DOTALL)
HAN = re.compile("[\u4e00-\u9fff]")
# Of one borrower: the sentence after the one being heard, and two that were given up since.
MOST_AT_ONCE = 3
RETRY_SECONDS = 2

Tell = Callable[..., Awaitable[None]]


def sentences(words: str) -> list[str]:
    """Each with a letter or a digit, for speech has nothing to say to signs alone. The first is heard while the next is still being
    spoken."""
    parts = (part.strip() for sentence in SENTENCE_END.split(words) for part in PART.findall(sentence.strip()))
    return [part for part in parts if any(sign.isalnum() for sign in part)]


def language_of(words: str) -> Language:
    return "zh" if HAN.search(words) else "en"


class Reader:
    """Tells `audio` {seq, part, parts, media_type, data} for each sentence of what it is given, in order; `data` is base64."""

    def __init__(self, speech: SpeechClient, tell: Tell) -> None:
        self._speech, self._tell = speech, tell
        self._waiting: list[tuple[dict[str, Any], str]] = []
        self._woken = asyncio.Event()

    def read(self, seq: int, words: str) -> None:
        parts = sentences(words)
        self._waiting += [({"seq": seq, "part": n, "parts": len(parts)}, part) for n, part in enumerate(parts, 1)]
        self._woken.set()

    def hush(self) -> None:
        """Somebody speaks: what was not read yet is not read any more."""
        self._waiting = []

    async def run(self) -> None:
        """For ever. Where the voice fails, `error` {code, seq} is told and the rest of that reply is left out."""
        while True:
            await self._woken.wait()
            self._woken.clear()
            while self._waiting:
                await self._read_first()

    async def _read_first(self) -> None:
        about, words = first = self._waiting[0]
        try:
            sound = await self._speech.speak(words, language_of(words), 1.0)
        except (SpeechProblem, SpeechUnavailable) as problem:
            self._waiting = [one for one in self._waiting if one[0]["seq"] != about["seq"]]
            return await self._tell("error", code=problem.code, seq=about["seq"])
        # Hushed meanwhile?
        if self._waiting and self._waiting[0] is first:
            del self._waiting[0]
            await self._tell("audio", **about, media_type=MP3, data=base64.b64encode(sound).decode())
        return None


def too_many_readings() -> TooManyRequests:
    return TooManyRequests(retry_after=RETRY_SECONDS)
