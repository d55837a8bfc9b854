"""How long: a loan's term in months, and years in work. Pure."""

import re
from dataclasses import replace
from decimal import Decimal

from language.money import bare_of
from language.numerals import CHINESE_DIGITS, LONGEST_TERM, MONTHS_IN_YEAR, TERM_STEP, plain
from language.quantities import (
    CHOICE,
    DECIDES,
    TAKES_BACK,
    Quantity,
    Unclear,
    Unit,
    meant,
    read_quantities,
    stands_alone,
)

MONTHS_OF = {Unit.MONTHS: 1, Unit.QUARTERS: 3, Unit.YEARS: MONTHS_IN_YEAR}
YEARS_WITH_MONTHS = re.compile(r"\s?(?:,|and|又|零|加)?\s?")
# A number behind these is a term, though it has no unit: "30k over 12", 「期数改成24」.
OVER = re.compile(r"\b(?:over|spread over|x)\s*$")
CHANGED_TO = re.compile(r"(?:改[成为到]|换成|要|\bmake it|\bto|\bwant)\s*$")
CALLED_A_TERM = re.compile(r"分(?:成|个|作|期)?\s*$|\bover\s*$")
# 98年 is a year.
LONGEST_SPAN = 60
SHORTEST_BARE, LONGEST_BARE = 3, 60
CALENDAR_MONTH = re.compile(rf"[\d{CHINESE_DIGITS}]{{1,2}}月")
YEAR_BEFORE = re.compile(r"(?:[今明去后来前]年|年|从|自|等到|到了?)\s?$")
OF_A_YEAR = re.compile(r"(?:毕业|到期|结婚|开学|过后|才|就|[开进]的?|入职|生日?|出生)")
# 「一个月要还多少」 and "a month" tell a rate beside a term.
ONE_MONTH = re.compile(r"(?:1|一)\s?个?(?:月|months?)")


def read_months(text: str, *, bare: bool = True) -> int | Unclear | None:
    """A term in months; 一年半 and "a year and a half" are 18. With `bare`, a number without a unit counts."""
    words, found = plain(text), read_quantities(text)
    spans = _joined(words, _spans(words, found)) or (
        [one for one in bare_of(found) if _may_be_a_term(words, one)] if bare else []
    )
    if not spans:
        return None
    spans = meant(words, _of_a_loan(words, spans))
    months = list(dict.fromkeys(span.value for span in spans))
    if len(months) > 1 or any(span.vague for span in spans) or months[0] != months[0].to_integral_value():
        return Unclear(tuple(months))
    return int(months[0])


def _of_a_loan(words: str, spans: list[Quantity]) -> list[Quantity]:
    """Of several durations the one that is called a term: 「分两年还，开店十二年了」."""
    called = [span for span in spans if CALLED_A_TERM.search(words, 0, span.start)]
    is_choice = any(CHOICE.fullmatch(words, one.end, two.start) for one, two in zip(spans, spans[1:], strict=False))
    return called if len({span.value for span in called}) == 1 and not is_choice else spans


def read_years(text: str) -> Decimal | Unclear | None:
    """A duration in years, to a tenth; a bare number counts as years."""
    found = read_quantities(text)
    if any(quantity.unit in MONTHS_OF for quantity in found):
        months = read_months(text, bare=False)
        return (Decimal(months) / MONTHS_IN_YEAR).quantize(Decimal("0.1")) if isinstance(months, int) else months
    years = meant(plain(text), bare_of(found))
    values = tuple(dict.fromkeys(quantity.value for quantity in years))
    if not values:
        return None
    return Unclear(values) if len(values) > 1 or any(quantity.vague for quantity in years) else values[0]


def _may_be_a_term(words: str, quantity: Quantity) -> bool:
    """A number without a unit that stands alone, or is one of those that terms come in."""
    if quantity.value > LONGEST_TERM:
        return False
    return quantity.vague or stands_alone(words, quantity) or (quantity.value > 0 and quantity.value % TERM_STEP == 0)


def _spans(words: str, found: list[Quantity]) -> list[Quantity]:
    """The quantities that tell a duration; one month is a rate where another duration stands beside it."""
    timed: list[Quantity] = []
    for quantity in found:
        if quantity.unit in MONTHS_OF and not _is_of_the_calendar(words, quantity):
            timed.append(quantity)
        elif unit := _unit_understood(words, quantity, found, timed):
            timed.append(replace(quantity, unit=unit))
    longer = [quantity for quantity in timed if not ONE_MONTH.fullmatch(words[quantity.start : quantity.end].strip())]
    return longer or timed


def _is_of_the_calendar(words: str, quantity: Quantity) -> bool:
    """Whether it is a month of the year, or a year: 「明年6月毕业」, 「12月到期」, "in month 8"."""
    if quantity.unit is Unit.YEARS:
        return quantity.value > LONGEST_SPAN
    said = words[quantity.start : quantity.end].strip()
    return CALENDAR_MONTH.fullmatch(said) is not None and (
        YEAR_BEFORE.search(words, 0, quantity.start) is not None or OF_A_YEAR.match(words, quantity.end) is not None
    )


def _unit_understood(words: str, quantity: Quantity, found: list[Quantity], timed: list[Quantity]) -> Unit | None:
    """Of what a bare number is: 12 months of "30k over 12", years of "five years, no wait, six"."""
    if quantity.unit is not Unit.BARE or not 1 <= quantity.value <= LONGEST_BARE:
        return None
    is_sum_before = any(one.unit in (Unit.MONEY, Unit.BARE) and one.end <= quantity.start for one in found)
    if is_sum_before and quantity.value >= SHORTEST_BARE and OVER.search(words, 0, quantity.start):
        return Unit.MONTHS
    if not timed:
        return None
    between = words[timed[-1].end : quantity.start]
    if CHANGED_TO.search(between) and quantity.value > SHORTEST_BARE:
        return Unit.MONTHS if quantity.value >= MONTHS_IN_YEAR else timed[-1].unit
    settled = TAKES_BACK.search(between) or DECIDES.search(between)
    if not settled or quantity.vague:
        return None
    # Nobody borrows for 36 years: "three years, wait, is that 36?"
    return Unit.MONTHS if quantity.value >= MONTHS_IN_YEAR else timed[-1].unit


def _joined(words: str, spans: list[Quantity]) -> list[Quantity]:
    """In months; years with months behind them are one span: 1年6个月, "two years and six months"."""
    joined: list[Quantity] = []
    for at, span in enumerate(spans):
        months = replace(span, value=span.value * MONTHS_OF[span.unit])
        before = spans[at - 1] if at else None
        if before and before.unit is Unit.YEARS and span.unit is Unit.MONTHS and span.value < MONTHS_IN_YEAR:
            if YEARS_WITH_MONTHS.fullmatch(words, before.end, span.start):
                joined[-1] = replace(joined[-1], value=joined[-1].value + months.value, end=span.end)
                continue
        joined.append(months)
    return joined
