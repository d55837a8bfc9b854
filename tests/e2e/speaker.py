"""A borrower who only speaks and listens: sentences are synthesised, sent as sound, and what comes back is heard as events.

Whoever is heard wrong does as people do: says no when asked, says it again a little differently, and gives up after a while.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Any

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from assistant.chat import Message
from speech.audio import Pcm
from speech.evaluate import units
from speech.events import Language
from speech.readings import meaning_of
from tests.e2e.mouth import TAKES, Mouth

PIECE = 1600
ANSWER_SECONDS = 120.0
# The replies of one turn come together.
QUIET_SECONDS = 0.8
# As often a sentence is said before its speaker gives up.
PATIENCE = 8
YES: dict[Language, str] = {"zh": "是的，没错。", "en": "Yes, that's right."}
NO: dict[Language, str] = {"zh": "不对。", "en": "No, that's wrong."}
OVER: dict[Language, str] = {"zh": "从头来。", "en": "Start over."}
SPOKEN_DIGITS: dict[Language, Sequence[str]] = {
    "zh": tuple("零一二三四五六七八九"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
# What a person takes for the same sentence when it is read back.
ALIKE = 0.6


class NotUnderstood(AssertionError):
    """A sentence was not understood in any take."""


class VoiceLine:
    """A voice socket and the mouth in front of it. `said` counts the sentences that were spoken."""

    def __init__(self, url: str, path: str, language: Language) -> None:
        self.language, self._mouth = language, Mouth()
        address = f"{url.replace('http', 'ws', 1)}/v1{path}"
        self._socket: ClientConnection = connect(address, proxy=None, close_timeout=1)
        self.said = 0
        self.hear("listening")

    def close(self) -> None:
        self._socket.close()

    def utter(self, sentence: str, again: int = 0) -> None:
        takes = TAKES[self.language]
        pcm: Pcm = self._mouth.say(sentence, self.language, takes[again % len(takes)])
        for start in range(0, len(pcm), PIECE):
            self._socket.send(pcm[start : start + PIECE].tobytes())
        self._socket.send(json.dumps({"type": "finish"}))
        self.said += 1

    def hear(self, *kinds: str, seconds: float = ANSWER_SECONDS) -> dict[str, Any]:
        """The next event of these kinds. Raises `TimeoutError`."""
        while True:
            event: dict[str, Any] = json.loads(self._socket.recv(timeout=seconds))
            assert event["type"] != "error", event
            if event["type"] in kinds:
                return event


def spelled(digits: str, language: Language, *, apart: bool = False) -> str:
    """As people say a number: in groups, with a pause between them; `apart`, between two equal digits too."""
    groups = re.findall(r"\d{1,4}", digits) if len(digits) != 11 else [digits[:3], digits[3:7], digits[7:]]
    if apart:
        groups = [part for group in groups for part in re.sub(r"(\d)(?=\1)", r"\1 ", group).split()]
    words = SPOKEN_DIGITS[language]
    joint = "" if language == "zh" else " "
    return ("，" if language == "zh" else ", ").join(
        joint.join(words[int(digit)] for digit in group) for group in groups
    )


class SignIn:
    """Signing in by voice. `questions` counts what had to be said again, by what it was."""

    def __init__(self, url: str, language: Language) -> None:
        self._line = VoiceLine(url, f"/auth/voice?lang={language}", language)
        self._line.hear("say")
        self.questions: Counter[str] = Counter()

    def close(self) -> None:
        self._line.close()

    def sign_in(self, phone: str, code: Callable[[], str]) -> dict[str, Any]:
        """The tokens. `phone` as its owner says it; `code` answers what the call has read out."""
        self._give_phone(phone)
        spoken = spelled(code(), self._line.language)
        for again in range(PATIENCE):
            if tokens := self._try_code(spoken, again):
                return tokens
        raise NotUnderstood("code")

    def _give_phone(self, phone: str) -> None:
        """Said until it is read back right and that was confirmed."""
        answers: list[str | None] = []
        for again in range(PATIENCE):
            spoken = spelled(phone, self._line.language, apart=again > 0)
            answer = self._answer_to(spoken, again)
            answers.append(answer)
            if answer is not None and _digits(answer) == phone and self._says_yes(phone):
                return
            self.questions["phone"] += 1
            self._answer_to(OVER[self._line.language], again)
        raise NotUnderstood(f"phone {phone}: answered {answers}")

    def _says_yes(self, phone: str) -> bool:
        """Until it is understood; false when the number was lost over it."""
        for again in range(PATIENCE):
            answer = self._answer_to(YES[self._line.language], again)
            if answer is not None and not _digits(answer):
                return "六位" in answer or "six-digit" in answer
            if answer is not None and _digits(answer) != phone:
                return False
            self.questions["yes"] += 1
        return False

    def _try_code(self, spoken: str, again: int) -> dict[str, Any] | None:
        self._line.utter(spoken, again)
        if self._line.hear("final", "no_speech", "command")["type"] == "final":
            while (said := self._line.hear("say", "signed_in"))["type"] == "say":
                if not said["text"].startswith(("登录成功", "You are signed in")):
                    break
            else:
                return said
        self.questions["code"] += 1
        return None

    def _answer_to(self, sentence: str, again: int) -> str | None:
        """What is said to it; None when nothing was heard."""
        self._line.utter(sentence, again)
        if self._line.hear("final", "no_speech", "command")["type"] != "final":
            return None
        return str(self._line.hear("say")["text"])


class Speaker:
    """Talks in a conversation. `questions` counts "did you say …?" by what was being said."""

    def __init__(self, http: httpx.Client, conversation_id: str, language: Language) -> None:
        ticket = http.post("/v1/stream-tickets").raise_for_status().json()["ticket"]
        url = str(http.base_url).rstrip("/")
        path = f"/conversations/{conversation_id}/voice?lang={language}&ticket={ticket}"
        self._line, self._language = VoiceLine(url, path, language), language
        self.questions: Counter[str] = Counter()
        self.heard: list[str] = []

    @property
    def said(self) -> int:
        return self._line.said

    def close(self) -> None:
        self._line.close()

    def say(self, sentence: str, *, again: int = 0) -> list[Message]:
        """Said until it was taken, and confirmed when asked about; the replies. `again`: how often it was said before in vain."""
        for take in range(again, again + PATIENCE):
            if replies := self._replies_to(sentence, take):
                return replies
        raise NotUnderstood(sentence)

    def say_until(self, sentence: str, enough: Callable[[list[Message]], Any]) -> list[Message]:
        """Said again and again until the replies are what was wanted."""
        heard: list[str] = []
        for again in range(PATIENCE):
            replies = self.say(sentence, again=again)
            if enough(replies):
                return replies
            heard.append(self.heard[-1])
        raise NotUnderstood(f"{sentence}: heard {heard}")

    def replies(self, *senders: str) -> list[Message]:
        """The next ones; with `senders` the first of them is awaited."""
        replies: list[Message] = [self._line.hear("reply")["message"]]
        while senders and replies[-1]["from"] not in senders:
            replies.append(self._line.hear("reply")["message"])
        try:
            while True:
                replies.append(self._line.hear("reply", seconds=QUIET_SECONDS)["message"])
        except (TimeoutError, ConnectionClosed):
            return replies

    def _replies_to(self, sentence: str, take: int) -> list[Message]:
        """None when it was not taken."""
        self._line.utter(sentence, take)
        event = self._line.hear("final", "no_speech", "command", "too_long")
        if event["type"] != "final":
            return []
        self.heard.append(event["text"])
        if event["uncertain"]:
            self.questions[sentence] += 1
            return self._answer(right=self._is_right(str(event["text"]), sentence))
        return self.replies()

    def _is_right(self, read_back: str, sentence: str) -> bool:
        """As a person hears it: the numbers count, and the rest must be nearly the same."""
        numbers = meaning_of(sentence, None, self._language)
        if numbers:
            return meaning_of(read_back, None, self._language) == numbers
        heard, meant = units(read_back, self._language), units(sentence, self._language)
        return SequenceMatcher(None, heard, meant).ratio() >= ALIKE

    def _answer(self, *, right: bool) -> list[Message]:
        """Say yes or no to "did you say …?", until that is understood; the replies, if anything was posted."""
        answer = (YES if right else NO)[self._language]
        for take in range(PATIENCE):
            self._line.utter(answer, take)
            event = self._line.hear("confirmed", "dropped", "final", "no_speech")
            if event["type"] == "dropped":
                return []
            if event["type"] == "confirmed" or (event["type"] == "final" and not event["uncertain"]):
                # The second was taken for something else that was said: the borrower goes on from there.
                return self.replies()
        raise NotUnderstood(answer)


def _digits(text: str) -> str:
    return "".join(re.findall(r"\d", text))
