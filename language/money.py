"""Sums of money as borrowers write and say them, in fen: the only reader of amounts. Pure.

What names no one amount (两三万, 不超过五万, 3万到5万, "20k or 30k") is `Unclear`: the borrower is asked. How numbers are found: `quantities`.
"""

import re
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import pairwise

from language.normal import normal
from language.numerals import plain
from language.quantities import (
    DECIDES,
    LEAST_BARE_SUM,
    LEAST_COUNTED,
    LEAST_TO_ADD_UP,
    RANGE,
    TAKES_BACK,
    YEAR,
    ForeignMoney,
    Quantity,
    Unclear,
    Unit,
    is_called_total,
    left_over,
    meant,
    read_quantities,
    stands_alone,
)

ADDED = re.compile(r"(?:\bplus|\banother|\badd|[加＋+]上?)(?: (?:about|around|another|roughly|maybe|say))*\s?$")
PAYS = re.compile(
    r"(?:还|付|交|转|补|凑|添|(?:帮|给|替)我扣|直接扣|先(?:给|弄|拿|扣)|给(?:你们?|您)(?:打|转|汇|拿|交|送)|\bpay(?:ing)?|\bput|\bchuck|\bremit|\btake|\bsend(?:ing)?|\btransfer(?:ring)?|\bbring|\bgive|\bwire|\bdebit|\bcan do|\b(?:can|could) (?:only |just )?(?:manage|do)|\bput me down for)"
    r"\s?(?:你们?|您|(?:you|u|ya|them|in)\b)?\s?(?:掉|上|了|个|过去|大概|大约|about|just|only|back|over)?\s?$"
)
SO_I_PAY = re.compile(
    r"(?:那就|那我就|那先|所以|只能)(?:我|先|就)*(?:还|付|交|转)(?!是)|\bso (?:i'?ll|i will|let me|i can)(?: only| just)? (?:pay|put|send)\b"
)
# What is added to these is held as well, unless it is owed: "car 90,000 plus 60,000 on deposit".
HELD = re.compile(r"车|房|\b(?:car|house|flat|worth)\b(?!.*\b(?:loan|mortgage|owe|owing)\b)(?!.*[贷欠])")
ADDS = re.compile(r"(?<![更参])加(?![班起工])|另外还?|外加|还有|\b(?:plus|another|in addition|on top)\b")
# With these a total is less, or a sum beside it no part of it: 「车贷一共十万，其中已还3万」.
NO_TOTAL = re.compile(r"已经?还|还了(?!款)|还掉|月供|额度|\b(?:limit|already paid|paid off)\b")
# Of a total said in parts: "water 80, rent 2000". What is less may count something else, but not right behind its label: 「电话费三十」.
LEAST_PART, LEAST_LABELLED = 50, 5
# What could be borrowed on a card is not owed.
LIMIT = re.compile(r"(?:\blimit(?:'?s| is| was| of)?|额度(?:是|有|为)?)\s*$")
# Digits behind these are no sum: a telephone, a card, a year.
NO_SUM_BEFORE = re.compile(
    r"(?:电话|手机号?|号码|尾号|卡号|账号|身份证|编号|工号|微信号?|qq|验证码|邮编)(?:是|为|：|:|[a-z\s])*$|\b(?:(?:phone|tel|mobile|account|card|id)(?: (?:number|no\b\.?))|number|ending(?: in)?|code|since|in|from|until|year|room|flat|apartment|no\.)(?: is)?[\s:#]*$"
)
LEAST_LISTED = 3
AVERAGED = re.compile(
    r"(?:每?个?月)?(?:平均|大概|差不多|一般)+(?:有|是|每月|一个月)*\s?|\s?(?:average(?:s|d)?|averaging|is on average|on average)(?: (?:about|around))?\s?"
)
AND_SAY = re.compile(r"\band\b[^.;]{0,30}?\bsay\b|(?:还有|加上?|再加)[^，。]{0,8}[，,]?(?:算|就算)")
PHONE = re.compile(r"1[3-9]\d{9}")


def read_amount(text: str, *, bare: bool = True) -> int | Unclear | ForeignMoney | None:
    """An amount in fen. With `bare`, a number without a unit counts, and two different sums are unclear, unless the words settle it."""
    found, sums = sums_of(text, bare=bare)
    if not sums:
        return ForeignMoney() if any(quantity.unit is Unit.FOREIGN for quantity in found) else None
    return as_amount(meant(plain(text), sums))


def as_amount(sums: list[Quantity]) -> int | Unclear:
    """The one amount of these sums, in fen."""
    values = tuple(dict.fromkeys(quantity.value for quantity in sums))
    return Unclear(values) if len(values) > 1 or any(quantity.vague for quantity in sums) else in_fen(values[0])


def sums_of(text: str, *, bare: bool = True, least: int = LEAST_BARE_SUM) -> tuple[list[Quantity], list[Quantity]]:
    """Every number of the text, and those of them that are sums: in money words and, with `bare`, without a unit. A number without
    a unit that is smaller than `least` is one only where it stands alone, or in a range."""
    found = read_quantities(text)
    words = plain(text)
    money = [quantity for quantity in found if quantity.unit is Unit.MONEY]
    without_unit = [quantity for quantity in bare_of(found) if not _is_no_sum(words, quantity)]
    if not bare:
        # "First I thought 20k but 14 thousand covers it": beside money a large number is money, too.
        without_unit = [one for one in without_unit if money and one.value >= LEAST_COUNTED and not _is_a_year(one)]
    ranged = {one for one, two in pairwise(found) if RANGE.fullmatch(words, one.end, two.start)}
    large = [
        one
        for one in without_unit
        if abs(one.value) >= least
        or one in ranged
        or ADDED.search(words, 0, one.start)
        or (DECIDES.search(words, 0, one.start) and not _comes_before_a_sum(one, [*money, *without_unit], least))
    ]
    if not money:
        return found, large or [one for one in without_unit if stands_alone(words, one)]
    return found, sorted([*money, *large], key=lambda quantity: quantity.start)


def _comes_before_a_sum(small: Quantity, numbers: list[Quantity], least: int) -> bool:
    """Whether a larger number follows: "write eight zero zero zero zero, that is eighty thousand"."""
    return any(one.start > small.start and one.value >= least for one in numbers)


def bare_of(found: list[Quantity]) -> list[Quantity]:
    return [quantity for quantity in found if quantity.unit is Unit.BARE]


def in_fen(value: Decimal) -> int:
    return int((value * 100).to_integral_value(ROUND_HALF_EVEN))


def read_total(text: str, labels: re.Pattern[str], unless: re.Pattern[str]) -> int | Unclear | ForeignMoney | None:
    """As `read_amount`; several sums, each with a label of its own, 「花呗8000，信用卡一万二」, are added.

    `unless`: words with which they are no parts of one total, such as 额度 or 月供.
    """
    words = plain(text)
    found, sums = sums_of(text, least=LEAST_PART)
    sums = [one for one in sums if not LIMIT.search(words, 0, one.start)] or sums
    if not sums:
        return ForeignMoney() if any(quantity.unit is Unit.FOREIGN for quantity in found) else None
    small = [one for one in bare_of(found) if one not in sums and _is_small_part(words, one, labels)]
    sums = sorted([*sums, *small], key=lambda quantity: quantity.start)
    settled = meant(words, sums)
    if len(settled) == 1 and _is_one_more_part(words, settled[0], sums, labels):
        settled = sums
    if len(sums) > 1 and NO_TOTAL.search(words) and not left_over(words, sums):
        return Unclear(tuple(quantity.value for quantity in sums))
    amount = as_amount(settled)
    if not isinstance(amount, Unclear) and not _adds_up_by_chance(words, settled, sums):
        return amount
    # "12k and the other side another 4" may mean 4,000.
    exactly = not any(one.vague for one in sums) and all(one.value >= LEAST_PART or one in small for one in sums)
    parts = (unless.search(words) is None and _labelled_apart(words, sums, labels)) or (
        unless.search(HELD.sub("", words)) is None and _plainly_added(words, sums)
    )
    if exactly and parts:
        return sum(in_fen(quantity.value) for quantity in sums)
    return amount


def read_paid(text: str) -> int | None:
    """A number right behind 还 or "pay", in fen: 「先还五百」, "pay 200"; 「还2期」 is none."""
    words = plain(text)
    found = [one for one in read_quantities(text) if one.unit in (Unit.BARE, Unit.MONEY) and not one.vague]
    paid = [one for one in found if PAYS.search(words, 0, one.start)]
    if len(paid) != 1:
        return None
    # 「还1500，不对，1800吧」
    behind = [one for one in found if one.start > paid[0].start]
    is_taken_back = bool(behind) and TAKES_BACK.search(words[paid[0].end : behind[0].start]) is not None
    if is_taken_back and len(behind) > 1:
        return None
    return in_fen((behind[0] if is_taken_back else paid[0]).value)


def settles_what_is_paid(text: str) -> bool:
    """Whether one of several sums is named as what is paid in the end: 「卡上有两千，那就还一千二」."""
    words = normal(text)
    said = SO_I_PAY.search(words)
    return said is not None and len(read_quantities(words[said.end() :])) == 1


def _is_no_sum(words: str, quantity: Quantity) -> bool:
    said = words[quantity.start : quantity.end].strip()
    if PHONE.fullmatch(said):
        return True
    is_named = NO_SUM_BEFORE.search(words, 0, quantity.start) is not None
    return is_named and (YEAR.fullmatch(said) is not None or quantity.value < LEAST_BARE_SUM or said.isdecimal())


def _plainly_added(words: str, sums: list[Quantity]) -> bool:
    """Whether each sum is put on top of the one before: 「低保七百六，加上糊盒子五百四」, "20,000 plus another 2,000"."""
    return len(sums) > 1 and all(ADDS.search(words, one.end, two.start) for one, two in pairwise(sums))


def _adds_up_by_chance(words: str, settled: list[Quantity], sums: list[Quantity]) -> bool:
    """Whether one of three sums or more was taken for their total that nothing calls one: 「房租九百水电二百吃饭一千一」."""
    is_named = any(is_called_total(words, one) for one in settled)
    is_whole = 2 * settled[0].value == sum(one.value for one in sums)
    return len(settled) == 1 and len(sums) >= LEAST_TO_ADD_UP and is_whole and not is_named


def _is_one_more_part(words: str, last: Quantity, sums: list[Quantity], labels: re.Pattern[str]) -> bool:
    """Whether "say 400" behind a list, or 「提成平均六千」 beside a base, tells one part rather than what it all comes to."""
    *before, end = sums
    if last != end or not before or any(one.vague for one in sums):
        return False
    gap = words[before[-1].end : last.start]
    averaged = any(AVERAGED.fullmatch(gap[label.end() :]) for label in labels.finditer(gap))
    in_a_list = len(before) >= LEAST_LISTED and AND_SAY.search(gap) is not None
    is_less = last.value < max(one.value for one in before)
    return averaged or (in_a_list and is_less)


def _is_small_part(words: str, one: Quantity, labels: re.Pattern[str]) -> bool:
    is_small = LEAST_LABELLED <= one.value < LEAST_PART
    return is_small and any(
        not words[label.end() : one.start].strip(" 费钱是") for label in labels.finditer(words, 0, one.start)
    )


def _is_a_year(quantity: Quantity) -> bool:
    return YEAR.fullmatch(str(quantity.value)) is not None


def _labelled_apart(words: str, sums: list[Quantity], labels: re.Pattern[str]) -> bool:
    """Whether each sum has a label of its own, before it or behind it: "base 4000 plus 2000 tips"."""
    bounds = [0, *(quantity.end for quantity in sums)]
    starts = [*(quantity.start for quantity in sums), len(words)]
    # Between two sums a label is either's.
    gaps = [[*labels.finditer(words, start, end)] for start, end in zip(bounds, starts, strict=True)]
    return _each_has_its_own(gaps, frozenset())


def _each_has_its_own(gaps: list[list[re.Match[str]]], taken: frozenset[str]) -> bool:
    """Whether every sum, each between two gaps, can have one of their labels, all of them different."""
    if len(gaps) == 1:
        return True
    before, behind, *rest = gaps
    if any(
        _each_has_its_own([behind, *rest], taken | {label.group()}) for label in before if label.group() not in taken
    ):
        return True
    return any(
        _each_has_its_own([behind[at + 1 :], *rest], taken | {label.group()})
        for at, label in enumerate(behind)
        if label.group() not in taken
    )
