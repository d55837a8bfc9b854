"""Numbers as borrowers write and say them, in Chinese and English: the only number parser of the assistant.

`read_quantities` finds every number with its unit; the `read_*` functions answer one question about a text. Everything
works on the raw text: 三万五, 1万5, 3w, ￥20,000.50, 一年半, 12期, "thirty five thousand", "a year and a half", 30k.
What names no one number (两三万, 十几万, 三万多, 不超过五万, "a few thousand", 3万到5万) is `Unclear`: the borrower is asked.
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
COUNTS = "一二两三四五六七八九"
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


# Idioms that hold digits but count nothing.
IDIOM = re.compile(
    r"一(?:下|些|般|共|样|直|定|起|点儿|点点|切|会|种|次|个人|家|旦|步|致|律|项|份|笔)|统一|唯一|千万(?=别|不|要)|"
    # But 一万一 and 二十分12期 are numbers.
    rf"(?<![\d{CHINESE_DIGITS}])(?:万一|十分)|"
    r"第[一二三四五六七八九十\d几]+|(?:周|星期)[一二三四五六]|七七八八|三三两两|四川|五险一金|"
    # A rate, not a term: 一个月挣九千, 一年收入十万.
    r"一(?:个月|年)(?=[^\d,，。;；一二两三四五六七八九十百千万几]{0,4}(?:挣|赚|拿|收入|工资|到手|花|支出|开销|还|付|交|多少))"
)
NUMBER = re.compile(
    rf"(?P<sign>(?<![\dwk元块年月期{CHINESE_DIGITS}])[-负]\s?)?(?P<currency>[¥$€£]|rmb|cny)?\s?"
    rf"(?P<digits>(?:\d|[{CHINESE_DIGITS}几])(?:\d|\.(?=\d)|[{CHINESE_DIGITS}几点]|[多来余](?=[十百千万亿]))*)"
    r"(?P<scale>\s?(?:[wk](?![a-z])|grand\b|m(?![a-z])))?(?P<tail>\d(?!\d))?"
)
# Two counts side by side are a span, 两三万; so are 几, and 多 or 来 behind or inside a number.
VAGUE_DIGITS = re.compile(rf"[{COUNTS}]{{2}}|[几多来余]")
VAGUE_BEFORE = re.compile(
    r"(?:不超过|不到|不足|最多|至多|顶多|至少|最少|起码|不少于|不低于|超过|少于|低于|高于|将近|接近|近|几乎|"
    r"\b(?:up to|at most|at least|(?:less|more|fewer|greater) than|under|below|above|nearly|almost|max(?:imum)?|min(?:imum)?|"
    r"few|several|couple of|dozen|tens of|hundreds of|some))\s*$"
)
VAGUE_AFTER = re.compile(
    r"\s?(?:多|余|几|来(?=元|块|个|年|期|月)|以内|以下|以上|之内|出头|不到|\+|or (?:less|more)|max\b|at (?:most|least))"
)
OVER = re.compile(r"\bover\s*$")
UNITS: tuple[tuple[Unit, re.Pattern[str]], ...] = (
    (Unit.OTHER, re.compile(r"\s?(?:%|percent|个点|天|日|号|岁|点钟|days?\b|weeks?\b|years? old\b|次|位|个(?!半?月)|套|辆|(?:st|nd|rd|th)\b)")),
    (Unit.FOREIGN, re.compile(r"\s?(?:美元|美金|刀|欧元|英镑|港币|日元|usd\b|eur\b|dollars?\b|bucks?\b|euros?\b|pounds?\b)")),
    (Unit.MONTHS, re.compile(r"\s?-?(?:[多来]?个?月|期|months?\b|mos?\b|instal?lments?\b)")),
    (Unit.YEARS, re.compile(r"\s?-?(?:多?年|years?\b|yrs?\b)")),
    (Unit.MONEY, re.compile(r"\s?[多来余]?(?:元|圆|块|人民币|rmb\b|cny\b|yuan\b|kuai\b|renminbi\b)")),
)  # fmt: skip
# Between two numbers these make a range or a choice.
RANGE = re.compile(r"\s*(?:到|至|-|~|—|–|,|、|或者?|还是|和|跟|与|to|and|or|vs|versus)\s*(?:rmb|cny|¥)?\s*")

RATED = r"\b(?:[\d,.]+k?|thousand|hundred|million|grand|yuan|rmb|kuai|much|pay|paid|earn|make|get|cost|costs|spend|interest|salary|income)"
ENGLISH_FRACTIONS = (
    (re.compile(r"\b(?:a|one) year and (?:a|one) half\b|\bone and a half years?\b"), "18 months"),
    (re.compile(r"\bhalf (?:a|of a|one) year\b|\bhalf[ -]year\b"), "6 months"),
    (re.compile(r"\bhalf (?:a|of a|one) million\b"), "500000"),
    (re.compile(r"\b(?:a|one) hundred and fifty thousand\b"), "150000"),
    # A rate, not a term: "8000 a month", "how much a month".
    (re.compile(rf"({RATED}) (?:a|per|each|every) (month|year)\b"), r"\1 by the \2"),
    (re.compile(r"\b(?:per|each|every) (month|year)\b"), r"by the \1"),
    (re.compile(r"\b(?:a|one) (?=year|month)"), "1 "),
    (re.compile(r"\ba couple of (?=year|month)"), "2 "),
    # The library leaves small numbers as words.
    (re.compile(r"\btwo\b(?! hundred| thousand| million)"), "2"),
    (re.compile(r"\bthree\b(?! hundred| thousand| million)"), "3"),
    (re.compile(r"\ba (?=hundred|thousand|million)"), "one "),
)
CHINESE_FRACTIONS = (
    (re.compile(r"半年"), "6个月"),
    (re.compile(rf"百分之([\d{CHINESE_DIGITS}.点]+)"), r"\1%"),
    # 三块五 is 3.50; 三百块五年 is not.
    (re.compile(rf"(?<=[\d{CHINESE_DIGITS}])[块元]([\d{COUNTS}])(?![\d{CHINESE_DIGITS}年个月期天次])"), r"点\1元"),
    (re.compile(rf"([\d{CHINESE_DIGITS}]+)年半"), r"\1年6个月"),
    (re.compile(rf"([\d{CHINESE_DIGITS}])个半月"), r"\1点5个月"),
    (re.compile(rf"([\d{CHINESE_DIGITS}])个(?=[万亿])"), r"\1"),
)


def plain(text: str) -> str:
    """The text as this module reads it: half-width, lower case, spoken English numbers as digits, no idioms."""
    text = unicodedata.normalize("NFKC", text).lower().replace("￥", "¥").replace("俩", "两")
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)
    for pattern, replacement in (*CHINESE_FRACTIONS, *ENGLISH_FRACTIONS):
        text = pattern.sub(replacement, text)
    text = re.sub(r"(\d) and a half (years?)", r"\1.5 \2", _english_digits(text))
    return IDIOM.sub(lambda match: "。" * len(match.group()), text)


def _english_digits(text: str) -> str:
    if not re.search(r"[a-z]{3,}", text):
        return text
    text = alpha2digit(text, "en")
    text = re.sub(r"(\d) and a half", r"\1.5", text)
    # It leaves "1.5 million" as "1.5 1000000".
    scaled = re.compile(r"\b(\d{1,3}(?:\.\d+)?) (1000000|1000)\b")
    return scaled.sub(lambda match: f"{Decimal(match[1]) * int(match[2]):f}", text)


def read_quantities(text: str) -> list[Quantity]:
    """Every number in the text, in order."""
    text = plain(text)
    return [found for match in NUMBER.finditer(text) if (found := _quantity(text, match)) is not None]


def _quantity(text: str, match: re.Match[str]) -> Quantity | None:
    digits = match["digits"].rstrip("点")
    scale = (match["scale"] or "").strip()
    end = match.start("digits") + len(digits) if digits != match["digits"] else match.end()
    vague = VAGUE_DIGITS.search(digits) is not None
    value = Decimal(0) if vague else _value(digits, scale, match["tail"] or "")
    if value is None:
        return None
    unit, unit_end = _unit_after(text, end)
    if unit is Unit.BARE and match["currency"]:
        unit = Unit.FOREIGN if match["currency"] in "$€£" else Unit.MONEY
    elif unit is Unit.BARE and (scale or "万" in digits):
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
    """An amount in fen. With `bare`, a number without a unit counts; money words always win over bare numbers."""
    found = read_quantities(text)
    money = [quantity for quantity in found if quantity.unit is Unit.MONEY]
    money = _with_range(plain(text), found, money) or (_bare(found) if bare else [])
    if not money:
        return ForeignMoney() if any(quantity.unit is Unit.FOREIGN for quantity in found) else None
    values = _readings(money)
    return Unclear(values) if len(values) > 1 or _vague(money) else _fen(values[0])


def _with_range(text: str, found: list[Quantity], chosen: list[Quantity]) -> list[Quantity]:
    """A bare number before a range word takes the unit of the chosen number after it: 3到5万, "12 or 24 months"."""
    for one, two in zip(found, found[1:], strict=False):
        if one.unit is Unit.BARE and two in chosen and RANGE.fullmatch(text, one.end, two.start):
            return [replace(one, unit=two.unit), *chosen]
    return chosen


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
    spans = _with_range(plain(text), found, spans) or (_bare(found) if bare else [])
    months = list(dict.fromkeys(_months(quantity) for quantity in spans))
    if [span.unit for span in spans] == [Unit.YEARS, Unit.MONTHS] and spans[0].end == spans[1].start:
        months = [sum(months, Decimal(0))]
    if not months:
        return None
    if len(months) > 1 or _vague(spans) or months[0] != months[0].to_integral_value():
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
