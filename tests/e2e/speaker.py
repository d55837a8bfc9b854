"""A borrower who only speaks and listens: sentences are synthesised, sent as sound, and what comes back is heard as events."""

import json
from typing import Any

from websockets.sync.client import connect

from assistant.chat import Message
from speech.audio import Pcm
from speech.evaluate import units
from speech.events import Language
from speech.numbers import CHINESE_DIGITS, ENGLISH_NUMBERS
from tests.e2e.borrower_app import BorrowerApp
from tests.e2e.mouth import TAKES, Mouth, Take

PIECE = 1600
ANSWER_SECONDS = 120.0
QUIET_SECONDS = 2.0
YES: dict[Language, str] = {"zh": "是的，没错。", "en": "Yes, that's right."}
NO: dict[Language, str] = {"zh": "不是。", "en": "No."}


class NotUnderstood(AssertionError):
    """A sentence was not understood in any take."""


class Speaker:
    """`questions` counts "did you say …?" by what was being said; `heard` is what was posted."""

    def __init__(self, app: BorrowerApp, language: Language) -> None:
        self._mouth, self._language = Mouth(), language
        ticket = app.post("/stream-tickets")["ticket"]
        url = str(app.http.base_url).rstrip("/").replace("http", "ws", 1)
        self._socket = connect(
            f"{url}/v1/conversations/{app.chat.id}/voice?lang={language}&ticket={ticket}", proxy=None, close_timeout=1
        )
        self.questions: dict[str, int] = {}
        self.heard: list[str] = []
        self._await("listening")

    def close(self) -> None:
        self._socket.close()

    def say(self, sentence: str, *, again: int = 0) -> list[Message]:
        """Said until its numbers are understood, or confirmed when asked about; the replies. `again`: how often it was
        said before in vain."""
        takes = TAKES[self._language]
        for take in takes[again % len(takes) :] + takes[: again % len(takes)]:
            final = self._utter(sentence, take)
            if final is None:
                continue
            if final["uncertain"]:
                self.questions[sentence] = self.questions.get(sentence, 0) + 1
                if not self._answer(right=self._numbers(str(final["text"])) == self._numbers(sentence)):
                    continue
            self.heard.append(final["text"])
            return self._replies()
        raise NotUnderstood(sentence)

    def _answer(self, *, right: bool) -> bool:
        """Say yes or no to "did you say …?", until that is understood; whether it was yes."""
        answer = (YES if right else NO)[self._language]
        for take in TAKES[self._language]:
            self._send(self._mouth.say(answer, self._language, take))
            event = self._await("confirmed", "dropped", "final", "no_speech")
            if event["type"] in ("confirmed", "dropped"):
                assert event["type"] == ("confirmed" if right else "dropped")
                return right
        raise NotUnderstood(answer)

    def _numbers(self, text: str) -> list[str]:
        return numbers(text, self._language)

    def _utter(self, sentence: str, take: Take) -> dict[str, Any] | None:
        self._send(self._mouth.say(sentence, self._language, take))
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


def numbers(text: str, language: Language) -> list[str]:
    """The words of numbers in it, in order; 两 is 二."""
    known = CHINESE_DIGITS if language == "zh" else ENGLISH_NUMBERS
    return [word for word in units(text.replace("两", "二"), language) if word in known]
