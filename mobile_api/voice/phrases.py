"""What a speaker says to the voice itself, not to the assistant: yes and no about what was heard, and how replies are to
be read out. Only a whole utterance counts, so that no sentence is swallowed. Pure."""

import re
from collections.abc import Iterable
from typing import Literal

from language.spoken import NO_EN, NO_ZH, YES_EN, YES_ZH

Command = Literal["repeat", "slower", "faster", "read_it", "stop"]

# What may stand around a phrase without changing it.
POLITE = re.compile(
    r"^(?:嗯|请你?|麻烦你?|please|can you|could you)|(?:一下|吧|啊|呀|了|好吗|please|thank you|thanks)$"
)
BETWEEN = re.compile(r"[\s\W_]+")

PHRASES: dict[Command, tuple[str, ...]] = {
    "repeat": ("再说一遍", "再说一次", "再念一遍", "重复", "重复一遍", "say that again", "say it again", "repeat", "repeat that"),
    "slower": ("慢点", "慢一点", "慢一些", "说慢点", "说慢一点", "再慢一点", "slower", "slow down", "speak slower",
               "speak more slowly", "more slowly"),
    "faster": ("快点", "快一点", "快一些", "说快点", "说快一点", "再快一点", "faster", "speak faster", "speed up"),
    "read_it": ("念出来", "读出来", "念给我听", "读给我听", "念", "读", "read it", "read it out", "read it to me", "read it aloud"),
    "stop": ("别说了", "别念了", "不用念了", "be quiet", "stop reading"),
}  # fmt: skip
# The words that speech listens for when a yes or a no is asked for (`speech/narrow.py`), and some more.
YES = (
    *YES_ZH, *YES_EN, "正确", "当然", "确定", "yep", "that's right", "yes it is", "yes that's right", "i agree", "of course",
)  # fmt: skip
NO = (*NO_ZH, *NO_EN, "错", "不正确", "nope", "that's wrong", "not right", "no it isn't", "incorrect")

# At a sign-in: back to the number's first digit.
OVER = ("重来", "从头来", "重新来", "换个号码", "换号码", "换一个号码", "start over", "start again", "another number",
        "different number", "wrong number")  # fmt: skip

# At a sign-in whose borrower is still to be known: that is done elsewhere, or not at all.
LATER = ("跳过", "先跳过", "不是我的", "这不是我的", "不是我的账户", "这不是我的账户", "skip", "skip it", "not mine", "it's not mine",
         "not my account", "this is not my account")  # fmt: skip


def plain(text: str) -> str:
    """Lower case without blanks, punctuation and politeness."""
    bare = BETWEEN.sub(" ", text.lower()).strip()
    while (shorter := POLITE.sub("", bare).strip()) != bare:
        bare = shorter
    return bare.replace(" ", "")


COMMANDS: dict[str, Command] = {plain(words): command for command, said in PHRASES.items() for words in said}


def said_over(phrases: Iterable[str]) -> re.Pattern[str]:
    """Any of them, once or several times over: "no, that's wrong"."""
    longest_first = sorted(map(plain, phrases), key=len, reverse=True)
    return re.compile(f"(?:{'|'.join(map(re.escape, longest_first))})+")


SAYS_YES, SAYS_NO = said_over(YES), said_over(NO)
BACK_TO_START, FOR_LATER = frozenset(map(plain, OVER)), frozenset(map(plain, LATER))


def command_in(text: str) -> Command | None:
    return COMMANDS.get(plain(text))


def answer_in(text: str) -> bool | None:
    """Whether it says yes or no; None when it says something else, too."""
    words = plain(text)
    if SAYS_YES.fullmatch(words):
        return True
    return False if SAYS_NO.fullmatch(words) else None


def starts_over(text: str) -> bool:
    return plain(text) in BACK_TO_START


def leaves_for_later(text: str) -> bool:
    return plain(text) in FOR_LATER
