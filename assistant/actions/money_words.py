"""Numbers as borrowers write and say them, in Chinese and English: the only number parser of the assistant.

`read_quantities` finds every number with its unit; the `read_*` functions answer one question about a text. Everything
works on the raw text: 三万五, 1万5, 3w, ￥20,000.50, 一年半, 12期, "thirty five thousand", "a year and a half", 30k.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum

import cn2an
from text_to_num import alpha2digit

# Longer runs of digits are card or phone numbers, not amounts.
LONGEST_NUMBER = 20
CHINESE_DIGITS = "零〇一二两三四五六七八九十百千万亿"
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
    """A number in a text. `value` is in the unit; `start` and `end` are places in the text as `plain` writes it."""

    value: Decimal
    unit: Unit
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unclear:
    """More than one reading, e.g. 3万到5万: the borrower has to say which."""

    values: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class ForeignMoney:
    """An amount in a currency that is not lent."""


# Idioms that hold digits but count nothing.
IDIOM = re.compile(
    r"一(?:下|些|般|共|样|直|定|起|点儿|点点|切|会|种|次|个人|家|旦|步|致|律|项|份|笔)|统一|唯一|万一|千万(?=别|不|要)|十分|百分之|"
    r"第[一二三四五六七八九十\d]+|(?:周|星期)[一二三四五六]|七七八八|三三两两|四川|五险一金"
)
NUMBER = re.compile(
    rf"(?P<sign>(?<![\d{CHINESE_DIGITS}])[-负]\s?)?(?P<currency>[¥$€£]|rmb|cny)?\s?"
    rf"(?P<digits>(?:\d|[{CHINESE_DIGITS}])(?:[\d,]|\.(?=\d)|[{CHINESE_DIGITS}点])*)"
    r"(?P<scale>\s?(?:[wk](?![a-z])|grand\b|m(?![a-z])))?(?P<tail>\d(?!\d))?"
)
UNITS: tuple[tuple[Unit, re.Pattern[str]], ...] = (
    (Unit.OTHER, re.compile(r"\s?(?:%|percent|个点|天|日|号|岁|点钟|days?\b|weeks?\b|years? old\b|次|位|个(?!月)|套|辆|(?:st|nd|rd|th)\b)")),
    (Unit.FOREIGN, re.compile(r"\s?(?:美元|美金|刀|欧元|英镑|港币|日元|usd\b|eur\b|dollars?\b|bucks?\b|euros?\b|pounds?\b)")),
    (Unit.MONTHS, re.compile(r"\s?-?(?:多?个?月|期|months?\b|mos?\b|instal?lments?\b)")),
    (Unit.YEARS, re.compile(r"\s?-?(?:多?年|years?\b|yrs?\b)")),
    (Unit.MONEY, re.compile(r"\s?(?:多|来)?(?:元|圆|块|人民币|rmb\b|cny\b|yuan\b|kuai\b|renminbi\b)")),
)  # fmt: skip
# Between two numbers these make a range or a choice.
RANGE = re.compile(r"\s*(?:到|至|-|~|—|–|或者?|还是|to|and|or)\s*(?:rmb|cny|¥)?\s*")

ENGLISH_FRACTIONS = (
    (re.compile(r"\b(?:a|one) year and (?:a|one) half\b|\bone and a half years?\b"), "18 months"),
    (re.compile(r"\bhalf (?:a|of a|one) year\b|\bhalf[ -]year\b"), "6 months"),
    (re.compile(r"\bhalf (?:a|of a|one) million\b"), "500000"),
    (re.compile(r"\b(?:a|one) hundred and fifty thousand\b"), "150000"),
    (re.compile(r"\b(?:a|one) (?=year|month)"), "1 "),
    (re.compile(r"\ba couple of (?=year|month)"), "2 "),
    # The library leaves small numbers as words.
    (re.compile(r"\btwo\b(?! hundred| thousand| million)"), "2"),
    (re.compile(r"\bthree\b(?! hundred| thousand| million)"), "3"),
    (re.compile(r"\ba (?=hundred|thousand|million)"), "one "),
)
CHINESE_FRACTIONS = (
    (re.compile(r"半年"), "6个月"),
    (re.compile(rf"([\d{CHINESE_DIGITS}]+)年半"), r"\1年6个月"),
    (re.compile(rf"([\d{CHINESE_DIGITS}]+)个半月"), r"\1个月"),
    (re.compile(rf"([\d{CHINESE_DIGITS}])个(?=[万亿])"), r"\1"),
)


def plain(text: str) -> str:
    """The text as this module reads it: half-width, lower case, spoken English numbers as digits, no idioms."""
    text = unicodedata.normalize("NFKC", text).lower().replace("￥", "¥").replace("俩", "两")
    for pattern, replacement in (*CHINESE_FRACTIONS, *ENGLISH_FRACTIONS):
        text = pattern.sub(replacement, text)
    text = re.sub(r"(\d) and a half (years?)", r"\1.5 \2", _english_digits(text))
    return IDIOM.sub(lambda match: "。" * len(match.group()), text)


def _english_digits(text: str) -> str:
    if not re.search(r"[a-z]{3,}", text):
        return text
    # The library reads separators as punctuation; inside a number they are ours.
    text = alpha2digit(re.sub(r"(?<=\d),(?=\d{3})", "", text), "en")
    text = re.sub(r"(\d) and a half", r"\1.5", text)
    # It leaves "1.5 million" as "1.5 1000000".
    scaled = re.compile(r"\b(\d{1,3}(?:\.\d+)?) (1000000|1000)\b")
    return scaled.sub(lambda match: f"{Decimal(match[1]) * int(match[2]):f}", text)


def read_quantities(text: str) -> list[Quantity]:
    """Every number in the text, in order."""
    text = plain(text)
    return [found for match in NUMBER.finditer(text) if (found := _quantity(text, match)) is not None]


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    digits = match["digits"].rstrip(",点")
    scale = (match["scale"] or "").strip()
    end = match.start("digits") + len(digits) if digits != match["digits"] else match.end()
    value = _value(digits, scale, match["tail"] or "")
    if value is None:
        return None
    unit, end = _unit_after(text, end)
    if unit is Unit.BARE and match["currency"]:
        unit = Unit.FOREIGN if match["currency"] in "$€£" else Unit.MONEY
    elif unit is Unit.BARE and (scale or "万" in digits):
        unit = Unit.MONEY
    return Quantity(-value if match["sign"] else value, unit, match.start(), end)


def _unit_after(text: str, end: int) -> tuple[Unit, int]:
    for unit, pattern in UNITS:
        if following := pattern.match(text, end):
            return unit, following.end()
    return Unit.BARE, end


def _value(digits: str, scale: str, tail: str) -> Decimal | None:
    """`3w5` is 3万5; `30k` is 30,000; `1.5m` is 1,500,000."""
    digits = digits.replace(",", "")
    if len(digits) > LONGEST_NUMBER:
        return None
    if scale == "w":
        digits, tail = f"{digits}万{tail}", ""
    if tail and not scale:
        digits = digits + tail
    value = _decimal(digits)
    if value is None:
        return None
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
    except ValueError:
        return None


def read_amount(text: str, *, bare: bool = True) -> int | Unclear | ForeignMoney | None:
    """An amount in fen. With `bare`, a number without a unit counts; money words always win over bare numbers."""
    found = read_quantities(text)
    money = [quantity for quantity in found if quantity.unit is Unit.MONEY]
    money = _with_range(plain(text), found, money) or (_bare(found) if bare else [])
    if not money:
        return ForeignMoney() if any(quantity.unit is Unit.FOREIGN for quantity in found) else None
    values = tuple(dict.fromkeys(quantity.value for quantity in money))
    return Unclear(values) if len(values) > 1 else _fen(values[0])


def _with_range(text: str, found: list[Quantity], chosen: list[Quantity]) -> list[Quantity]:
    """A bare number before a range word takes the unit of the chosen number after it: 3到5万, "12 or 24 months"."""
    for one, two in zip(found, found[1:], strict=False):
        if one.unit is Unit.BARE and two in chosen and RANGE.fullmatch(text, one.end, two.start):
            return [replace(one, unit=two.unit), *chosen]
    return chosen


def _bare(found: list[Quantity]) -> list[Quantity]:
    return [quantity for quantity in found if quantity.unit is Unit.BARE]


def _fen(value: Decimal) -> int:
    return int((value * 100).to_integral_value(ROUND_HALF_EVEN))


def read_months(text: str, *, bare: bool = True) -> int | Unclear | None:
    """A term in months; 一年半 and "a year and a half" are 18. With `bare`, a number without a unit counts."""
    found = read_quantities(text)
    spans = [quantity for quantity in found if quantity.unit in (Unit.MONTHS, Unit.YEARS)]
    spans = _with_range(plain(text), found, spans)
    months = [_months(quantity) for quantity in spans]
    if (
        len(spans) == 2
        and (spans[0].unit, spans[1].unit) == (Unit.YEARS, Unit.MONTHS)
        and spans[0].end == spans[1].start
    ):
        months = [sum(months, Decimal(0))]
    if not months and bare:
        months = [quantity.value for quantity in _bare(found)]
    months = list(dict.fromkeys(months))
    if not months:
        return None
    if len(months) > 1 or months[0] != months[0].to_integral_value():
        return Unclear(tuple(months))
    return int(months[0])


def _months(quantity: Quantity) -> Decimal:
    return quantity.value * 12 if quantity.unit is Unit.YEARS else quantity.value


def read_years(text: str) -> Decimal | Unclear | None:
    """A duration in years, to a tenth; a bare number counts as years."""
    found = read_quantities(text)
    if any(quantity.unit in (Unit.MONTHS, Unit.YEARS) for quantity in found):
        months = read_months(text, bare=False)
        return (Decimal(months) / 12).quantize(Decimal("0.1")) if isinstance(months, int) else months
    values = tuple(dict.fromkeys(quantity.value for quantity in _bare(found)))
    if not values:
        return None
    return Unclear(values) if len(values) > 1 else values[0]


def is_mostly_number(text: str) -> bool:
    """Whether little but numbers and units stands in the text, as in 「三万吧」 or "about 30k"."""
    text = plain(text)
    rest = text
    for quantity in reversed(read_quantities(text)):
        rest = rest[: quantity.start] + rest[quantity.end :]
    letters = sum(len(word) if word.isascii() else 2 * len(word) for word in re.findall(r"\w+", rest))
    return rest != text and letters <= 8
