"""Card numbers. Pure."""

import re

from backend.cards.errors import CardNumberInvalid

SHAPE = re.compile(r"[0-9]{12,19}")


def plain_number(typed: str) -> str:
    """The digits alone. Raises `CardNumberInvalid` for a wrong length or check digit (ISO/IEC 7812-1, Luhn)."""
    number = re.sub(r"[\s-]", "", typed)
    if not SHAPE.fullmatch(number) or luhn_sum(number) % 10:
        raise CardNumberInvalid()
    return number


def luhn_sum(number: str) -> int:
    doubled = [int(digit) * 2 for digit in number[-2::-2]]
    return sum(int(digit) for digit in number[-1::-2]) + sum(value - 9 if value > 9 else value for value in doubled)
