"""Values for the ear: numbers, amounts and days in words."""

from datetime import date
from decimal import Decimal

import cn2an
from num2words import num2words

from contract.money import Money
from contract.texts import Language
from language.days import LAST_DAY

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
FRACTIONS = (("角", 10), ("分", 1))
TWO_OF_SOMETHING = {"二": "两", "二千": "两千", "二万": "两万", "二百": "两百"}


def spoken_number(number: int | Decimal, language: Language) -> str:
    """`三万五千`, `thirty-five thousand`."""
    if language == "en":
        return str(num2words(number)).replace(",", "")
    words = str(cn2an.an2cn(f"{number:f}" if isinstance(number, Decimal) else str(number), "low"))
    leading = words[:2] if words[1:2] in ("千", "万", "百") else words[:1] if len(words) == 1 else ""
    return TWO_OF_SOMETHING.get(leading, leading) + words[len(leading) :]


def spoken_money(amount: Money, language: Language) -> str:
    """`三万五千元`, `二百元四角六分`; `thirty-five thousand yuan`, `two hundred yuan and forty-six fen`."""
    yuan, fen = divmod(abs(amount.minor), 100)
    sign = "" if amount.minor >= 0 else "minus " if language == "en" else "负"
    if language == "en":
        return f"{sign}{spoken_number(yuan, language)} yuan" + (f" and {num2words(fen)} fen" if fen else "")
    rest, parts = fen, ""
    for name, size in FRACTIONS:
        count, rest = divmod(rest, size)
        parts += f"{cn2an.an2cn(str(count), 'low')}{name}" if count else ""
    return f"{sign}{spoken_number(yuan, language)}元{parts}"


def spoken_day(when: date, language: Language) -> str:
    """`四月三十号`, `the thirtieth of April`: the year is on the screen."""
    if language == "en":
        return f"the {num2words(when.day, to='ordinal')} of {MONTHS[when.month - 1]}"
    return f"{cn2an.an2cn(str(when.month), 'low')}月{cn2an.an2cn(str(when.day), 'low')}号"


def spoken_due_day(number: int, language: Language) -> str:
    """A day of every month: `十五号`, `day fifteen`; 31 is the month's last."""
    if number == LAST_DAY:
        return "the last day" if language == "en" else "最后一天"
    return f"day {num2words(number)}" if language == "en" else f"{cn2an.an2cn(str(number), 'low')}号"


def spoken_digits(digits: str, language: Language) -> str:
    """One by one, as telephone and card numbers are said: `一二三五六`, `one two three five six`."""
    if language == "en":
        return " ".join(str(num2words(int(digit))) for digit in digits)
    return "".join(str(cn2an.an2cn(digit, "low")) for digit in digits)


def spoken_percent(rate: Decimal, language: Language) -> str:
    """`百分之七点二`, `seven point two percent`."""
    rate = rate.normalize() if rate % 1 else rate.to_integral_value()
    return f"{num2words(rate)} percent" if language == "en" else f"百分之{cn2an.an2cn(f'{rate:f}', 'low')}"
