"""Resident identity numbers (GB 11643-1999) and names. Pure."""

import re
import unicodedata
from datetime import date

from backend.identity.errors import IdNumberInvalid, TooYoung

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
MIN_AGE = 18
SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]")


def born_on(id_number: str) -> date:
    """The day of birth that a valid number holds. Raises `IdNumberInvalid`."""
    if not SHAPE.fullmatch(id_number) or check_digit(id_number) != id_number[17]:
        raise IdNumberInvalid()
    try:
        return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    except ValueError as error:
        raise IdNumberInvalid() from error


def check_digit(id_number: str) -> str:
    """ISO 7064 MOD 11-2 over the first seventeen digits."""
    return CHECK_DIGITS[sum(int(digit) * weight for digit, weight in zip(id_number, WEIGHTS, strict=False)) % 11]


def check_age(born: date, today: date) -> None:
    """Raises `TooYoung` before the eighteenth birthday; whoever is born on 29 February has it on 1 March."""
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if age < MIN_AGE:
        raise TooYoung(min_age=MIN_AGE)


def normal_name(typed: str) -> str:
    """Equal names have equal forms, however they were typed."""
    return " ".join(unicodedata.normalize("NFKC", typed).casefold().split())


def masked_name(typed: str) -> str:
    """The first character alone: 王*, or J*."""
    return f"{typed.strip()[:1]}*"
