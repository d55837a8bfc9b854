"""Numbers as borrowers write and say them, in Chinese and English: the only number parser of the assistant.

`read_quantities` finds every number with its unit; the `read_*` functions answer one question about a text. Everything
works on the raw text: 三万五, 1万5, 3w, ￥20,000.50, 一年半, 12期, "thirty five thousand", "a year and a half", 30k. How a
number is written is settled by `numerals.plain` before.
What names no one number (两三万, 十几万, 三万多, 不超过五万, "a few thousand", 3万到5万) is `Unclear`: the borrower is asked.
"""

import re
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

import cn2an

from language.numerals import CHINESE_DIGITS, COUNTS, LONGEST_TERM, plain

# Longer runs of digits are card or phone numbers, not amounts.
LONGEST_NUMBER = 20
# A smaller number without a unit beside a sum of money is no second sum.
LEAST_BARE_SUM = 100
MULTIPLES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


class Unit(StrEnum):
    MONEY = "money"
    FOREIGN = "foreign"
    MONTHS = "months"
    YEARS = "years"
    OTHER = "other"
    BARE = "bare"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text. `value` is in the unit; `start` and `end` are places in the text as `plain` writes it.

    `vague`: the words name a span or a bound (两三万, 十几万, 三万多, "at most 5,000"), and `value` is no more than a hint.
    """

    value: Decimal
    unit: Unit
    start: int
    end: int
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """More than one reading, e.g. 3万到5万 or 两三万: the borrower has to say which."""

    values: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class ForeignMoney:
    """An amount in a currency that is not lent."""


NUMBER = re.compile(
    rf"(?P<sign>(?<![\dwk元块年月期{CHINESE_DIGITS}])[-负]\s?)?(?P<currency>[¥$€£]|rmb|cny)?\s?"
    rf"(?P<digits>(?!零[花食钱用工售])(?:\d|[{CHINESE_DIGITS}几])(?:\d|\.(?=\d)|[{CHINESE_DIGITS}几点]|[多来余](?=[十百千万亿]))*)"
    r"(?P<scale>\s?(?:[wk](?![a-z])|grand\b|m(?![a-z])))?(?P<tail>\d(?!\d))?"
)
# Two counts side by side are a span, 两三万; so are 几, and 多 or 来 behind or inside a number.
VAGUE_DIGITS = re.compile(rf"[{COUNTS}]{{2}}|[几多来余]")
# 五千一万, 十万八万: one or the other.
TWO_SUMS = re.compile(rf"[{COUNTS}]?[十百千]?[百千万][{COUNTS}十百千][十百千]?[百千万]")
VAGUE_BEFORE = re.compile(
    r"(?:不超过|不到|不足|最多|至多|顶多|至少|最少|起码|不少于|不低于|超过|少于|低于|高于|将近|接近|近|几乎|"
    r"\b(?:up to|at most|at least|(?:less|more|fewer|greater) than|under|below|above|nearly|almost|max(?:imum)?|min(?:imum)?|"
    r"few|several|couple(?: of)?|dozen|tens of|hundreds of|some))\s*$"
)
VAGUE_AFTER = re.compile(
    r"\s?(?:多|余|几|来(?=元|块|个|年|期|月)|以内|以下|以上|之内|出头|不到|\+|or (?:less|more)|max\b|at (?:most|least))"
)
OVER = re.compile(r"\bover\s*$")
UNITS: tuple[tuple[Unit, re.Pattern[str]], ...] = (
    (Unit.OTHER, re.compile(r"\s?(?:%|percent|个点|天|日|号|岁|点钟|days?\b|weeks?\b|years? old\b|次|位|个(?!半?月)|套|辆|张|笔|家(?=银行|店|公司|平台|机构)|口人?|部|台|间|(?:st|nd|rd|th)\b|(?:credit |bank )?cards?\b|(?:car |bank |student )?loans?\b|kids?\b|child(?:ren)?\b|people\b|times\b|jobs?\b|banks?\b|debts?\b)")),
    (Unit.FOREIGN, re.compile(r"\s?(?:美元|美金|刀|欧元|英镑|港币|日元|台币|新台币|韩元|澳元|加元|usd\b|eur\b|dollars?\b|bucks?\b|euros?\b|pounds?\b)")),
    (Unit.MONTHS, re.compile(r"\s?-?(?:[多来]?个?月|期|months?\b|mos?\b|instal?lments?\b)")),
    (Unit.YEARS, re.compile(r"\s?-?(?:多?年|years?\b|yrs?\b)")),
    (Unit.MONEY, re.compile(r"\s?[多来余]?(?:元|圆|块|人民币|rmb\b|cny\b|yuan\b|kuai\b|renminbi\b)")),
)  # fmt: skip
ADDED = re.compile(r"(?:\bplus|\band another|\badd|[加＋+]上?)(?: (?:about|around|another|roughly|maybe|say))*\s?$")
# Between two numbers these make a range or a choice.
YEARS_WITH_MONTHS = re.compile(r"\s?(?:,|and|又|零|加)?\s?")
RANGE = re.compile(r"\s*(?:到|至|-|~|—|–|,|、|或者?|还是|和|跟|与|to|and|or|vs|versus)\s*(?:rmb|cny|¥)?\s*")


def read_quantities(text: str) -> list[Quantity]:
    """Every number in the text, in order."""
    text = plain(text)
    found = [quantity for match in NUMBER.finditer(text) if (quantity := _quantity(text, match)) is not None]
    return [_as_in_range(text, one, two) for one, two in zip(found, found[1:], strict=False)] + found[-1:]


def _as_in_range(text: str, one: Quantity, two: Quantity) -> Quantity:
    """A bare number before a range word takes the unit of the number after it: 3到5万, "12 or 24 months"."""
    if one.unit is not Unit.BARE or two.unit is Unit.BARE or not RANGE.fullmatch(text, one.end, two.start):
        return one
    # 5000，12期 is an amount and a term.
    is_amount = two.unit in (Unit.MONTHS, Unit.YEARS) and one.value > LONGEST_TERM
    return one if is_amount else replace(one, unit=two.unit)


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    digits = match["digits"].rstrip("点")
    scale = (match["scale"] or "").strip()
    end = match.start("digits") + len(digits) if digits != match["digits"] else match.end()
    vague = VAGUE_DIGITS.search(digits) is not None
    value = Decimal(0) if vague else _value(digits, scale, match["tail"] or "")
    if value is None:
        if TWO_SUMS.fullmatch(digits) is None:
            return None
        value, vague = Decimal(0), True
    unit, unit_end = _unit_after(text, end)
    if unit is Unit.BARE and match["currency"]:
        unit = Unit.FOREIGN if match["currency"] in "$€£" else Unit.MONEY
    elif unit is Unit.BARE and (scale or re.search("[千万]", digits)):
        unit = Unit.MONEY
    vague = vague or _is_bound(text, match.start(), end, unit_end, unit)
    return Quantity(-value if match["sign"] else value, unit, match.start(), unit_end, vague)


def _is_bound(text: str, start: int, end: int, unit_end: int, unit: Unit) -> bool:
    """三万多, 五万以内, "at most 5,000"; "over 30k" is a bound where "over 12 months" is a term."""
    if VAGUE_BEFORE.search(text, 0, start) or (unit is Unit.MONEY and OVER.search(text, 0, start)):
        return True
    return VAGUE_AFTER.match(text, end) is not None or VAGUE_AFTER.match(text, unit_end) is not None


def _unit_after(text: str, end: int) -> tuple[Unit, int]:
    for unit, pattern in UNITS:
        if following := pattern.match(text, end):
            return unit, following.end()
    return Unit.BARE, end


def _value(digits: str, scale: str, tail: str) -> Decimal | None:
    """`3w5` is 3万5; `30k` is 30,000; `1k5` is 1,500; `1.5m` is 1,500,000."""
    if len(digits) > LONGEST_NUMBER:
        return None
    if scale == "w":
        digits, tail = f"{digits}万{tail}", ""
    if tail and not scale:
        digits = digits + tail
    value = _decimal(digits)
    if value is None:
        return None
    if tail and scale:
        return value * 1_000 + Decimal(tail) * 100 if scale == "k" else None
    return value * {"k": 1_000, "grand": 1_000, "m": 1_000_000}.get(scale, 1)


def _decimal(digits: str) -> Decimal | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", digits):
        return Decimal(digits)
    # cn2an reads neither 一点五万 nor 百万.
    if spoken := re.fullmatch(rf"([\d{CHINESE_DIGITS}]+)点([\d{CHINESE_DIGITS}]+?)([十百千万亿]?)", digits):
        whole, fraction = _decimal(spoken[1]), "".join(str(_decimal(digit)) for digit in spoken[2])
        if whole is None or not fraction.isdigit():
            return None
        return Decimal(f"{whole}.{fraction}") * MULTIPLES.get(spoken[3], 1)
    if re.fullmatch(r"[百千]万", digits):
        digits = "一" + digits
    try:
        return Decimal(str(cn2an.cn2an(digits, "smart")))
    except (ValueError, LookupError):  # the library's own answer to 0亿0
        return None


def read_amount(text: str, *, bare: bool = True) -> int | Unclear | ForeignMoney | None:
    """An amount in fen. With `bare`, a number without a unit counts, and two different sums are unclear."""
    found, sums = _sums(text, bare=bare)
    if not sums:
        return ForeignMoney() if any(quantity.unit is Unit.FOREIGN for quantity in found) else None
    values = _readings(sums)
    return Unclear(values) if len(values) > 1 or _vague(sums) else _fen(values[0])


def _sums(text: str, *, bare: bool = True) -> tuple[list[Quantity], list[Quantity]]:
    """Every number of the text, and those of them that are sums: in money words and, with `bare`, without a unit."""
    found = read_quantities(text)
    money = [quantity for quantity in found if quantity.unit is Unit.MONEY]
    if not money:
        return found, _bare(found) if bare else []
    beside = [one for one in _bare(found) if one.value >= LEAST_BARE_SUM or _is_added(text, one)] if bare else []
    return found, sorted([*money, *beside], key=lambda quantity: quantity.start)


def _is_added(text: str, quantity: Quantity) -> bool:
    """Whether a small number is one more sum: the 2 of "four grand plus about two"."""
    return ADDED.search(plain(text), 0, quantity.start) is not None


def read_total(text: str, labels: re.Pattern[str], unless: re.Pattern[str]) -> int | Unclear | ForeignMoney | None:
    """As `read_amount`; several sums, each with a label of its own, 「花呗8000，信用卡一万二」, are added.

    `unless`: words with which they are no parts of one total, such as 一共 or 还剩.
    """
    amount = read_amount(text)
    if not isinstance(amount, Unclear):
        return amount
    _, sums = _sums(text)
    words = plain(text)
    plainly = not _vague(sums) and unless.search(words) is None and _labelled_apart(words, sums, labels)
    return sum(_fen(quantity.value) for quantity in sums) if plainly else amount


def _labelled_apart(words: str, sums: list[Quantity], labels: re.Pattern[str]) -> bool:
    """Whether a different label stands before each sum, or behind each."""
    bounds = [0, *(quantity.end for quantity in sums)]
    before = [words[start : quantity.start] for start, quantity in zip(bounds, sums, strict=False)]
    starts = [*(quantity.start for quantity in sums[1:]), len(words)]
    behind = [words[quantity.end : end] for quantity, end in zip(sums, starts, strict=True)]
    return _differ(before, labels) or _differ(behind, labels)


def _differ(parts: list[str], labels: re.Pattern[str]) -> bool:
    found = [match.group() for part in parts if (match := labels.search(part))]
    return len(set(found)) == len(parts)


def _readings(chosen: list[Quantity]) -> tuple[Decimal, ...]:
    return tuple(dict.fromkeys(quantity.value for quantity in chosen))


def _vague(chosen: list[Quantity]) -> bool:
    return any(quantity.vague for quantity in chosen)


def _bare(found: list[Quantity]) -> list[Quantity]:
    return [quantity for quantity in found if quantity.unit is Unit.BARE]


def _fen(value: Decimal) -> int:
    return int((value * 100).to_integral_value(ROUND_HALF_EVEN))


def read_months(text: str, *, bare: bool = True) -> int | Unclear | None:
    """A term in months; 一年半 and "a year and a half" are 18. With `bare`, a number without a unit counts."""
    found = read_quantities(text)
    spans = [quantity for quantity in found if quantity.unit in (Unit.MONTHS, Unit.YEARS)]
    spans = spans or (_bare(found) if bare else [])
    months = list(dict.fromkeys(_months(quantity) for quantity in spans))
    if _is_one_span(plain(text), spans):
        months = [sum(months, Decimal(0))]
    if not months:
        return None
    if len(months) > 1 or _vague(spans) or months[0] != months[0].to_integral_value():
        return Unclear(tuple(months))
    return int(months[0])


def _is_one_span(words: str, spans: list[Quantity]) -> bool:
    """1年6个月, "two years and six months"."""
    if [span.unit for span in spans] != [Unit.YEARS, Unit.MONTHS]:
        return False
    return YEARS_WITH_MONTHS.fullmatch(words, spans[0].end, spans[1].start) is not None


def _months(quantity: Quantity) -> Decimal:
    return quantity.value * 12 if quantity.unit is Unit.YEARS else quantity.value


def read_years(text: str) -> Decimal | Unclear | None:
    """A duration in years, to a tenth; a bare number counts as years."""
    found = read_quantities(text)
    if any(quantity.unit in (Unit.MONTHS, Unit.YEARS) for quantity in found):
        months = read_months(text, bare=False)
        return (Decimal(months) / 12).quantize(Decimal("0.1")) if isinstance(months, int) else months
    bare = _bare(found)
    values = _readings(bare)
    if not values:
        return None
    return Unclear(values) if len(values) > 1 or _vague(bare) else values[0]


def is_mostly_number(text: str) -> bool:
    """Whether little but numbers and units stands in the text, as in 「三万吧」 or "about 30k"."""
    text = plain(text)
    rest = text
    for quantity in reversed(read_quantities(text)):
        rest = rest[: quantity.start] + rest[quantity.end :]
    letters = sum(len(word) if word.isascii() else 2 * len(word) for word in re.findall(r"\w+", rest))
    return rest != text and letters <= 8
