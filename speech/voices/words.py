"""What may be spoken, and in which pieces. Pure."""

import re
import unicodedata
from collections.abc import Iterator

from contract.texts import Language
from speech.errors import NothingToSay, TextTooLong
from speech.numbers import CHINESE_NUMBER, ENGLISH_NUMBERS

MAX_CHARACTERS = 300
# Letters, marks on them, digits, punctuation, and the signs of money and arithmetic. All else (control characters, emoji,
# private use) has no sound.
SOUNDING = ("L", "M", "N", "P", "Sc", "Sm")
# A full stop is not the point of "1.5", nor a comma that of "12,000".
SENTENCE_END = re.compile(r"(?<=[。！？；…])|(?<=[.!?;])(?=\s)")
CLAUSE_END = re.compile(r"(?<=[，、：])|(?<=[,:])(?=\s)")
# Where nothing but a part of a clause fits, a number with what it counts and a word in letters stay whole.
WHOLE = re.compile("[零一二两三四五六七八九十百千万亿点分之]+[元块角年月日号期]?|[A-Za-z0-9.,:'’%¥￥-]+|.", re.DOTALL)
# Of these characters hardly one says anything but a number; a lone 「一」 mostly does, except in a date.
CHINESE_FIGURE = re.compile("[二两三四五六七八九十百千万亿]|一(?=[月号日])")
ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth thirtieth".split()
)


def speakable(text: str) -> str:
    """The text without what has no sound, blanks run together. Raises `TextTooLong` or `NothingToSay`."""
    if len(text) > MAX_CHARACTERS:
        raise TextTooLong(max_characters=MAX_CHARACTERS)
    kept = (sign if unicodedata.category(sign).startswith(SOUNDING) else " " for sign in text)
    words = " ".join("".join(kept).split())
    if not any(sign.isalnum() for sign in words):
        raise NothingToSay()
    return words


def pieces(text: str, longest: int) -> Iterator[str]:
    """Sentences; of one with more than `longest` characters its clauses; of such a clause, parts."""
    for sentence in _parts(SENTENCE_END, text):
        if len(sentence) <= longest:
            yield sentence
            continue
        for clause in _parts(CLAUSE_END, sentence):
            yield from _packed(clause, longest)


def holds_figures(text: str, language: Language) -> bool:
    """Whether it may say a number or a day, in digits or in words; rather too often than not."""
    if re.search(r"\d", text):
        return True
    if language == "zh":
        return bool(CHINESE_FIGURE.search(text) or CHINESE_NUMBER.search(text))
    return not (ENGLISH_NUMBERS | ORDINALS).isdisjoint(re.findall("[a-z]+", text.lower()))


def _packed(clause: str, longest: int) -> Iterator[str]:
    """As few parts as hold `longest` characters each; only what is whole and still longer is cut within."""
    packed = ""
    for found in WHOLE.findall(clause):
        if len(packed) + len(found) > longest:
            yield from filter(None, [packed.strip()])
            packed = ""
        *full, packed = [packed + found] if len(found) <= longest else _cut(found, longest)
        yield from full
    yield from filter(None, [packed.strip()])


def _cut(text: str, longest: int) -> list[str]:
    return [text[start : start + longest] for start in range(0, len(text), longest)]


def _parts(end: re.Pattern[str], text: str) -> Iterator[str]:
    yield from (part for part in map(str.strip, end.split(text)) if part)
