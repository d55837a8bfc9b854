"""Narrow questions: the words that answer them, and how long a speaker may pause within an answer. Pure."""

from typing import Literal, get_args

from speech.events import Language

Narrow = Literal["yes_no", "digits", "months", "money"]
NARROW: frozenset[str] = frozenset(get_args(Narrow))

# Chinese models know single characters as words, and some longer ones.
DIGITS: dict[Language, tuple[str, ...]] = {
    "zh": tuple("零一二三四五六七八九幺两"),
    "en": ("zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "double"),
}
NUMBERS: dict[Language, tuple[str, ...]] = {
    "zh": (*DIGITS["zh"], *"十百千万亿点半"),
    "en": (
        *DIGITS["en"],
        "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
        "hundred", "thousand", "million", "and", "a", "half", "point",
    ),
}  # fmt: skip
UNITS: dict[Narrow, dict[Language, tuple[str, ...]]] = {
    "yes_no": {
        "zh": ("是", "是的", "对", "对的", "好", "好的", "可以", "同意", "确认", "不", "不是", "不对", "不要", "不同意", "取消"),
        "en": ("yes", "yeah", "right", "correct", "ok", "okay", "sure", "no", "not", "wrong", "cancel"),
    },
    "digits": {"zh": (), "en": ()},
    "months": {"zh": ("个", "月", "年", "期"), "en": ("month", "months", "year", "years")},
    "money": {"zh": ("元", "块", "块钱", "毛", "分", "人民币"), "en": ("yuan", "dollars", "grand", "fen")},
}  # fmt: skip

PAUSE_SECONDS = 1.0
# People stop between the parts of a number; two seconds in it must end nothing.
NUMBER_PAUSE_SECONDS = 2.5


def likely_words(narrow: Narrow | None, language: Language) -> tuple[str, ...]:
    """The words that answer the question; none for an open one."""
    if narrow is None:
        return ()
    numbers = {"yes_no": (), "digits": DIGITS[language]}.get(narrow, NUMBERS[language])
    return (*numbers, *UNITS[narrow][language])


def expects_number(narrow: Narrow | None) -> bool:
    return narrow not in (None, "yes_no")


def patience(narrow: Narrow | None, language: Language, partial: str | None) -> float:
    """Seconds of silence that end the utterance. `partial`: the words so far, None from an engine that tells none."""
    if expects_number(narrow) or partial is None or _ends_in_number(partial, language):
        return NUMBER_PAUSE_SECONDS
    return PAUSE_SECONDS


def _ends_in_number(partial: str, language: Language) -> bool:
    last = partial[-1:] if language == "zh" else partial.rpartition(" ")[2]
    return last in NUMBERS[language]
