"""Resident identity numbers in what somebody says or types, and the same words without them. Pure.

Eighteen characters with a possible day of birth in them: one that was mistyped is hidden too.
"""

import re
from datetime import date

from language.digits import CHINESE, ENGLISH, NUMERAL, SEP

MASKED = "•" * 18
# As a Chinese keyboard may write them.
NARROW = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")
LAST = rf"(?:{NUMERAL}|[Xx叉]|\bex\b)"
NUMBER = re.compile(rf"(?<![0-9])(?:{NUMERAL}{SEP}*){{17}}{LAST}(?![0-9])", re.IGNORECASE)
DIGIT = re.compile(NUMERAL, re.IGNORECASE)
BIRTH = slice(6, 14)
OLDEST = 1900


def without_id_numbers(text: str) -> str:
    """The text with each such number hidden; itself where it holds none."""
    plain = text.translate(NARROW)
    for found in reversed(list(NUMBER.finditer(plain))):
        if _holds_a_birthday(found.group()):
            text = text[: found.start()] + MASKED + text[found.end() :]
    return text


def _holds_a_birthday(number: str) -> bool:
    said = (found.group().lower() for found in DIGIT.finditer(number))
    digits = "".join(one if one.isdecimal() and one.isascii() else CHINESE.get(one) or ENGLISH[one] for one in said)
    born = digits[BIRTH]
    try:
        return OLDEST <= date(int(born[:4]), int(born[4:6]), int(born[6:])).year <= date.max.year
    except ValueError:
        return False
