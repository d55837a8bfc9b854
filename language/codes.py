"""A code in what somebody says or types where one is asked for, and the same words without it. Pure.

A code stands in any sentence: 「好的，371920」. An amount does, too, and is none.
"""

import re
import unicodedata
from dataclasses import dataclass

from language.digits import CODE_DIGITS, Run, digit_runs, spelled_digits, western

MASKED = "•" * CODE_DIGITS
# Fewer digits are an answer to something else: not worth hiding. More may be half a code.
LEAST_DIGITS = 3
UNIT = re.compile(
    r"\s*(?:[元块万千百十亿点月年天日期%％]|(?:yuan|rmb|cny|dollars?|months?|years?|days?|percent|thousand|hundred|million)\b)",
    re.IGNORECASE,
)
MONEY_BEFORE = re.compile(r"(?:[¥￥$€£借贷]|收入|工资|\b(?:borrow|earn|pay|loan of))\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SaidCode:
    """`code`: the digits that were meant as one, None where there are none; `shown`: the words with such digits hidden."""

    code: str | None
    shown: str

    @property
    def is_whole(self) -> bool:
        return self.code is not None and len(self.code) == CODE_DIGITS


def typed_code(text: str) -> str:
    """A code as it stands in a field: its digits in any script, and in groups."""
    return western("".join(unicodedata.normalize("NFKC", text).split()))


def said_code(text: str) -> SaidCode:
    """What was said where a code is asked for. A `code` may have too few or too many digits where nothing else was said."""
    plain = western(text)
    runs = [run for run in digit_runs(plain, CODE_DIGITS) if is_long(run) and not is_amount(run, plain)]
    whole = [run for run in runs if len(run.digits) == CODE_DIGITS]
    if whole:
        return SaidCode(whole[-1].digits, without(runs, plain))
    spelled = spelled_digits(text, CODE_DIGITS)
    if spelled is not None and len(spelled) >= LEAST_DIGITS:
        return SaidCode(spelled, MASKED)
    return SaidCode(None, without(runs, plain) if runs else text)


def is_long(run: Run) -> bool:
    return len(run.digits) >= LEAST_DIGITS


def is_amount(run: Run, text: str) -> bool:
    return bool(UNIT.match(text, run.end) or MONEY_BEFORE.search(text, 0, run.start))


def without(runs: list[Run], text: str) -> str:
    """The text with these runs hidden, however long they were."""
    for run in reversed(runs):
        text = text[: run.start] + MASKED + text[run.end :]
    return text
