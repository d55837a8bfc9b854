"""Where numbers stand in what was heard, and which they are, word by word. What they amount to is read elsewhere. Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence

from contract.texts import Language
from language.spoken import CHINESE_DIGITS as COUNTING_DIGITS
from language.spoken import CHINESE_OTHER_DIGITS, CHINESE_SCALES, ENGLISH_DIGITS, SCALES, TEENS, TENS
from speech.events import Word
from speech.narrow import DAYS

CHINESE_DIGITS = COUNTING_DIGITS + CHINESE_OTHER_DIGITS + CHINESE_SCALES
# In free talk a lone digit is a number only before a unit: 「一下」 and 「慢一点」 hold none, nor does 「下一期」.
CHINESE_NUMBER = re.compile(
    f"[{CHINESE_DIGITS}](?:[{CHINESE_DIGITS}点半]*[{CHINESE_DIGITS}半])+|(?<![上下这每])[{CHINESE_DIGITS}](?=个月|年|期|元|块|岁)"
)
CHINESE_ANSWER = re.compile(f"[{CHINESE_DIGITS}点半]+")
ENGLISH_NUMBERS = frozenset((*ENGLISH_DIGITS, *TEENS, *TENS, *SCALES))
# Parts of a number only where one is expected: "oh seven", "one and a half", "two point five", "the fifteenth".
ENGLISH_PARTS = frozenset({"oh", "a", "and", "half", "point", "double", *DAYS["en"]})
# A word misheard in the middle of a number: 三万女千元, 一切二百元; or at its beginning, where it leaves two digits side by side:
# 三六个月 for 分六个月. Whoever means "three or four" is asked, too.
CHINESE_BROKEN = re.compile(
    f"[{CHINESE_DIGITS}][^{CHINESE_DIGITS}点半年月期个元块分还号日，。、,. ][{CHINESE_DIGITS}]?[十百千万亿]"
    f"|(?<![{CHINESE_DIGITS}点])[一二三四五六七八九两]{{2}}(?=个月|[百千万亿期号块元])"
)
# What a number counts belongs to it: 三年 is not 三个月.
COUNTED: dict[Language, re.Pattern[str]] = {
    "zh": re.compile(f"(?<=[{CHINESE_DIGITS}半个])[年月期]|半"),
    "en": re.compile("year|month"),
}
# How often an amount comes does not: 每个月四千 is 四千.
HOW_OFTEN: dict[Language, re.Pattern[str]] = {
    "zh": re.compile("每个?[年月]"),
    "en": re.compile("(?:per|every|(?<=yuan )a|(?<=hundred )a|(?<=thousand )a) (?:year|month)"),
}
CARDINALS = dict(zip(DAYS["en"], (*ENGLISH_DIGITS[1:], *TEENS, "twenty", "twenty", "thirty", "thirty"), strict=True))
# Other words for the same number.
SAME: dict[Language, dict[str, str]] = {
    "zh": {"幺": "一", "两": "二", "〇": "零"},
    "en": {"oh": "zero", "a": "one", **CARDINALS},
}
# "One hundred and five" is "one hundred five".
IDLE = frozenset({"and"})


def is_broken(text: str, language: Language) -> bool:
    """Whether something that is no number stands in the middle of one."""
    return language == "zh" and CHINESE_BROKEN.search(text) is not None


def numbers_in(text: str, language: Language, *, expected: bool) -> tuple[str, ...]:
    """The words of the numbers in a text, with what they count: the same words are the same numbers. `expected`: the open
    question asks for one."""
    text = HOW_OFTEN[language].sub(" ", text.lower())
    if language == "zh":
        pattern = CHINESE_ANSWER if expected else CHINESE_NUMBER
        found = list("".join(number.group() for number in pattern.finditer(text)))
    else:
        parts = ENGLISH_NUMBERS | ENGLISH_PARTS if expected else ENGLISH_NUMBERS
        found = [word for word in re.findall("[a-z]+", text) if word in parts - IDLE]
    counted = COUNTED[language].findall(text) if found else []
    return tuple(SAME[language].get(word, word) for word in (*found, *counted))


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
