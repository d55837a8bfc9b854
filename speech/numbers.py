"""Where numbers stand in what was heard, and how surely they were heard. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence

from speech.events import Language, Word

CHINESE_DIGITS = "零一二三四五六七八九幺两十百千万亿"
# In free talk a lone digit is a number only before a unit: 「一下」 and 「慢一点」 hold none.
CHINESE_NUMBER = re.compile(
    f"[{CHINESE_DIGITS}](?:[{CHINESE_DIGITS}点半]*[{CHINESE_DIGITS}半])+|[{CHINESE_DIGITS}](?=个月|年|期|元|块|岁)"
)
CHINESE_ANSWER = re.compile(f"[{CHINESE_DIGITS}点半]+")
ENGLISH_NUMBERS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million".split()
)
# Parts of a number only where one is expected: "oh seven", "one and a half", "two point five".
ENGLISH_PARTS = frozenset({"oh", "a", "and", "half", "point", "double"})


def number_confidence(words: Sequence[Word], language: Language, *, expected: bool) -> float | None:
    """How surely the least sure part of a number was heard, within 0..1; None when no number was. `expected`: the
    open question asks for one."""
    sure = _chinese(words, expected) if language == "zh" else _english(words, expected)
    return min(sure, default=None)


def _chinese(words: Sequence[Word], expected: bool) -> Iterator[float]:
    """By character: a recogniser's words may join a number with what follows it."""
    sure = [word.confidence for word in words for _ in word.word]
    pattern = CHINESE_ANSWER if expected else CHINESE_NUMBER
    for found in pattern.finditer("".join(word.word for word in words)):
        yield from sure[found.start() : found.end()]


def _english(words: Iterable[Word], expected: bool) -> Iterator[float]:
    numbers = ENGLISH_NUMBERS | ENGLISH_PARTS if expected else ENGLISH_NUMBERS
    for word in words:
        if not numbers.isdisjoint(re.findall("[a-z]+", word.word.lower())):
            yield word.confidence
