"""A borrower who only speaks and listens: sentences are synthesised, sent as sound, and what comes back is heard as events.

Whoever is heard wrong does as people do: says no when asked, says it again a little differently, and gives up after a while.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from typing import Any

import httpx
from websockets.exceptions import ConnectionClosed

from assistant.chat import Message
from contract.texts import Language
from speech.evaluate import units
from speech.hypotheses import meaning_of
from tests.e2e.lines import Line, SocketLine
from tests.e2e.mouth import TAKES, Mouth

# The replies of one turn come together.
QUIET_SECONDS = 0.8
# As often a sentence is said before its speaker gives up, and a code before another is asked for: five wrong ones end it.
PATIENCE = 8
CODE_PATIENCE = 3
YES: dict[Language, str] = {"zh": "是的，没错。", "en": "Yes, that's right."}
NO: dict[Language, str] = {"zh": "不对。", "en": "No, that's wrong."}
OVER: dict[Language, str] = {"zh": "从头来。", "en": "Start over."}
CALL_AGAIN: dict[Language, str] = {"zh": "再打一次电话。", "en": "Please call me again."}
SPOKEN_DIGITS: dict[Language, Sequence[str]] = {
    "zh": tuple("零一二三四五六七八九"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
# What a person takes for the same sentence when it is read back.
ALIKE = 0.6


def way_in(url: str, language: Language) -> SocketLine:
    """Where a stranger signs in."""
    return SocketLine(url, f"/auth/voice?lang={language}")


def talk(http: httpx.Client, conversation_id: str, language: Language) -> SocketLine:
    """Where whoever is signed in talks."""
    ticket = http.post("/v1/stream-tickets").raise_for_status().json()["ticket"]
    url = str(http.base_url).rstrip("/")
    return SocketLine(url, f"/conversations/{conversation_id}/voice?lang={language}&ticket={ticket}")


class NotUnderstood(AssertionError):
    """A sentence was not understood in any take."""


class Talker:
    """Says sentences into a line. `said` counts them."""

    def __init__(self, line: Line, language: Language) -> None:
        self.line, self.language, self.said = line, language, 0
        self._mouth = Mouth()

    def utter(self, sentence: str, again: int = 0) -> None:
        """`again`: how often it was said before in vain; then it is said a little differently."""
        takes = TAKES[self.language]
        self.line.utter(self._mouth.say(sentence, self.language, takes[again % len(takes)]))
        self.said += 1


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


class SignIn(Talker):
    """Signing in by voice. `questions` counts what had to be said again, by what it was."""

    def __init__(self, line: Line, language: Language) -> None:
        """The line is open, and nothing was heard on it."""
        super().__init__(line, language)
        self.line.hear("say")
        self.questions: Counter[str] = Counter()

    def sign_in(self, phone: str, code: Callable[[], str]) -> dict[str, Any]:
        """The tokens. `phone` as its owner says it; `code` answers what the call has read out."""
        self._give_phone(phone)
        for again in range(PATIENCE):
            if again and again % CODE_PATIENCE == 0:
                self._answer_to(CALL_AGAIN[self.language])
            if tokens := self._try_code(spelled(code(), self.language, apart=again > 0), again):
                return tokens
        raise NotUnderstood("code")

    def _give_phone(self, phone: str) -> None:
        """Said until it is read back right and that was confirmed."""
        answers: list[str | None] = []
        for again in range(PATIENCE):
            spoken = spelled(phone, self.language, apart=again > 0)
            answer = self._answer_to(spoken, again)
            answers.append(answer)
            if answer is not None and _digits(answer) == phone and self._says_yes(phone):
                return
            self.questions["phone"] += 1
            self._answer_to(OVER[self.language], again)
        raise NotUnderstood(f"phone {phone}: answered {answers}")

    def _says_yes(self, phone: str) -> bool:
        """Until it is understood; false when the number was lost over it."""
        for again in range(PATIENCE):
            answer = self._answer_to(YES[self.language], again)
            if answer is not None and not _digits(answer):
                return "六位" in answer or "six-digit" in answer
            if answer is not None and _digits(answer) != phone:
                return False
            self.questions["yes"] += 1
        return False

    def _try_code(self, spoken: str, again: int) -> dict[str, Any] | None:
        self.utter(spoken, again)
        if self.line.hear("final", "no_speech", "command")["type"] == "final":
            while (said := self.line.hear("say", "signed_in"))["type"] == "say":
                if not said["text"].startswith(("登录成功", "You are signed in")):
                    break
            else:
                return said
        self.questions["code"] += 1
        return None

    def _answer_to(self, sentence: str, again: int = 0) -> str | None:
        """What is said to it; None when nothing was heard."""
        self.utter(sentence, again)
        if self.line.hear("final", "no_speech", "command")["type"] != "final":
            return None
        return str(self.line.hear("say")["text"])


class Speaker(Talker):
    """Talks in a conversation. `questions` counts "did you say …?" by what was being said."""

    def __init__(self, line: Line, language: Language) -> None:
        super().__init__(line, language)
        self.questions: Counter[str] = Counter()
        self.heard: list[str] = []

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
        replies: list[Message] = [self.line.hear("reply")["message"]]
        while senders and replies[-1]["from"] not in senders:
            replies.append(self.line.hear("reply")["message"])
        try:
            while True:
                replies.append(self.line.hear("reply", seconds=QUIET_SECONDS)["message"])
        except (TimeoutError, ConnectionClosed):
            return replies

    def _replies_to(self, sentence: str, take: int) -> list[Message]:
        """None when it was not taken."""
        self.utter(sentence, take)
        event = self.line.hear("final", "no_speech", "command", "too_long")
        if event["type"] != "final":
            return []
        self.heard.append(event["text"])
        if event["uncertain"]:
            self.questions[sentence] += 1
            return self._answer(right=self._is_right(str(event["text"]), sentence))
        return self.replies()

    def _is_right(self, read_back: str, sentence: str) -> bool:
        """As a person hears it: the numbers count, and the rest must be nearly the same."""
        numbers = meaning_of(sentence, None, self.language)
        if numbers:
            return meaning_of(read_back, None, self.language) == numbers
        heard, meant = units(read_back, self.language), units(sentence, self.language)
        return SequenceMatcher(None, heard, meant).ratio() >= ALIKE

    def _answer(self, *, right: bool) -> list[Message]:
        """Say yes or no to "did you say …?", until that is understood; the replies, if anything was posted."""
        answer = (YES if right else NO)[self.language]
        for take in range(PATIENCE):
            self.utter(answer, take)
            event = self.line.hear("confirmed", "dropped", "final", "no_speech")
            if event["type"] == "dropped":
                return []
            if event["type"] == "confirmed" or (event["type"] == "final" and not event["uncertain"]):
                # The second was taken for something else that was said: the borrower goes on from there.
                return self.replies()
        raise NotUnderstood(answer)


def _digits(text: str) -> str:
    return "".join(re.findall(r"\d", text))
