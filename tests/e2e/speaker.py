"""A borrower who only speaks and listens: sentences are synthesised, sent as sound, and what comes back is heard as events."""

import json
import subprocess
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

from assistant.chat import Message
from speech.audio import Pcm, decode
from speech.evaluate import units
from speech.numbers import ENGLISH_NUMBERS
from tests.e2e.borrower_app import BorrowerApp

PIECE = 1600
ANSWER_SECONDS = 120.0
QUIET_SECONDS = 2.0
# Whoever is not understood says it again, a little differently.
TAKES = (("en-us", 140), ("en-gb", 140), ("en-us", 115), ("en-gb", 165))
YES, NO = "Yes, that's right.", "No."


class NotUnderstood(AssertionError):
    """A sentence was not understood in any take."""


class Speaker:
    """English, by espeak-ng. `questions` counts "did you say …?" by what was being said; `heard` is what was posted."""

    def __init__(self, app: BorrowerApp, folder: Path) -> None:
        self._file = folder / "said.wav"
        ticket = app.post("/stream-tickets")["ticket"]
        url = str(app.http.base_url).rstrip("/").replace("http", "ws", 1)
        self._socket = connect(
            f"{url}/v1/conversations/{app.chat.id}/voice?lang=en&ticket={ticket}", proxy=None, close_timeout=1
        )
        self.questions: dict[str, int] = {}
        self.heard: list[str] = []
        self._await("listening")

    def close(self) -> None:
        self._socket.close()

    def say(self, sentence: str, *, again: int = 0) -> list[Message]:
        """Said until its numbers are understood, or confirmed when asked about; the replies. `again`: how often it was
        said before in vain."""
        for take in TAKES[again % len(TAKES) :] + TAKES[: again % len(TAKES)]:
            final = self._utter(sentence, take)
            if final is None:
                continue
            if final["uncertain"]:
                self.questions[sentence] = self.questions.get(sentence, 0) + 1
                if not self._answer(right=numbers(str(final["text"])) == numbers(sentence)):
                    continue
            self.heard.append(final["text"])
            return self._replies()
        raise NotUnderstood(sentence)

    def _answer(self, *, right: bool) -> bool:
        """Say yes or no to "did you say …?", until that is understood; whether it was yes."""
        for take in TAKES:
            self._send(synthesised(YES if right else NO, take, self._file))
            event = self._await("confirmed", "dropped", "final", "no_speech")
            if event["type"] in ("confirmed", "dropped"):
                assert event["type"] == ("confirmed" if right else "dropped")
                return right
        raise NotUnderstood(YES if right else NO)

    def _utter(self, sentence: str, take: tuple[str, int]) -> dict[str, Any] | None:
        self._send(synthesised(sentence, take, self._file))
        event = self._await("final", "no_speech")
        return event if event["type"] == "final" else None

    def _send(self, pcm: Pcm) -> None:
        for start in range(0, len(pcm), PIECE):
            self._socket.send(pcm[start : start + PIECE].tobytes())
        self._socket.send(json.dumps({"type": "finish"}))

    def _await(self, *kinds: str) -> dict[str, Any]:
        while True:
            event: dict[str, Any] = json.loads(self._socket.recv(timeout=ANSWER_SECONDS))
            assert event["type"] != "error", event
            if event["type"] in kinds:
                return event

    def _replies(self) -> list[Message]:
        replies = [self._await("reply")["message"]]
        while True:
            try:
                event = json.loads(self._socket.recv(timeout=QUIET_SECONDS))
            except TimeoutError:
                return replies
            if event["type"] == "reply":
                replies.append(event["message"])


def synthesised(sentence: str, take: tuple[str, int], file: Path) -> Pcm:
    voice, speed = take
    subprocess.run(["espeak-ng", "-v", voice, "-s", str(speed), "-w", str(file), sentence], check=True)
    return decode(file.read_bytes())


def numbers(text: str) -> list[str]:
    return [word for word in units(text, "en") if word in ENGLISH_NUMBERS]
