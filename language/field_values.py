"""The value of one field of the application, read from words; which field is meant is `fields`' to say. Money is in fen. Pure."""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from contract.lending.applications import FieldName
from language.incomes import read_income, read_monthly
from language.money import bare_of, in_fen, read_amount, read_total, sums_of
from language.normal import normal
from language.quantities import LEAST_BARE_SUM, Unclear, read_quantities
from language.terms import read_months, read_years
from language.vocabulary import (
    CHOICE_WORDS,
    CHOOSES,
    COMPARES,
    LABELS,
    MAY_BE_NONE,
    MONEY_FIELDS,
    NO_PARTS,
    NONE,
    NOT_OWED,
    NOTHING_AT_ALL,
    OWED_TO_ME,
    WHAT_IS_IT,
)


def read_value(name: FieldName, text: str) -> Any:
    """A value of the field, `Converted`, `Unclear`, `ForeignMoney` or None."""
    value = READERS[name](text)
    if name not in MONEY_FIELDS or not isinstance(value, int):
        return value
    return Unclear(()) if (name == "debt" and NOT_OWED.search(text)) or _may_be_thousands(value, text) else value


def _may_be_thousands(fen: int, text: str) -> bool:
    """Whether it is a bare small number: 13 may be 13,000."""
    bare = {in_fen(quantity.value) for quantity in bare_of(read_quantities(text))}
    return 0 < fen < in_fen(Decimal(LEAST_BARE_SUM)) and fen in bare


def read_answer(asked: FieldName, text: str) -> Any:
    """As `read_value`, where the field was asked for: 「没有」 is an answer too."""
    if asked == "monthly_income" and NO_INCOME.search(text):
        return nothing(asked)
    if asked not in MAY_BE_NONE:
        return read_value(asked, text)
    if NONE.match(text):
        return nothing(asked)
    value = read_value(asked, text)
    is_nothing = value is None and asked in ("assets", "debt") and _denies(text)
    return nothing(asked) if is_nothing else value


def _denies(text: str) -> bool:
    """「外头一分钱都没欠」; or a "no" first, and no number behind it: 「没有，我这人…」."""
    is_plain = NO_FIRST.match(text) is not None and not read_quantities(text) and not AFTER_ALL.search(text)
    return is_plain or NOTHING_AT_ALL.search(text) is not None


def _tenure(text: str) -> Any:
    """Years in work; 期 count a loan's term alone."""
    years = None if INSTALMENTS.search(text) else read_years(text)
    # 「98年拿的驾照」 tells a year, and no duration.
    return None if isinstance(years, Decimal) and years > LONGEST_TENURE else years


def nothing(name: FieldName) -> Any:
    return Decimal(0) if name == "employment_years" else 0


def read_large_sum(text: str) -> int | None:
    """A number without a unit, where a term stands beside it: "25000, 18 months"; a year is none."""
    amount = read_amount(text)
    return amount if isinstance(amount, int) and amount >= LEAST_BARE_AMOUNT and not YEAR.search(text) else None


def _wished(text: str) -> Any:
    amount = read_amount(text)
    return all_of_it(text) or amount if isinstance(amount, Unclear) else amount


def all_of_it(text: str) -> int | None:
    """Several sums that are all to be borrowed, in fen: 「手术费两万六，押金四千，都得借」."""
    _, sums = sums_of(text)
    is_exact = bool(sums) and not any(one.vague for one in sums)
    return sum(in_fen(one.value) for one in sums) if is_exact and ALL_OF_IT.search(text) else None


def _total(name: FieldName, text: str) -> Any:
    return read_total(text, LABELS[name], NO_PARTS[name])


def read_choice(name: FieldName, text: str) -> str | None:
    """The code of a choice (purpose, method, employment, housing) that the text names."""
    text = normal(text)
    compares = COMPARES if name in ("method", "purpose") else CHOOSES
    if commanded := _commanded(name, compares.split(text)[-1]):
        return commanded
    if WHAT_IS_IT.search(text) or (compares.search(text) and len(choices_in_order(name, text)) > 1):
        return None
    return next((code for code, pattern in CHOICE_WORDS[name] if _is_told(pattern, text)), None)


def _is_told(pattern: str, text: str) -> bool:
    """Whether the words stand in the text, and not only behind a denial: 「不是买车」, "I don't own the place"."""
    return any(not DENIED.search(text, 0, match.start()) for match in re.finditer(pattern, text))


def _commanded(name: FieldName, text: str) -> str | None:
    """The one choice that is to be written: 「退休了，您给我按兼职写吧」, "put other"."""
    if not COMMANDS_ONE.search(text):
        return None
    told = {code for code, pattern in _commands(name) if pattern.search(text)}
    return told.pop() if len(told) == 1 else None


@lru_cache
def _commands(name: FieldName) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, re.compile(COMMAND.format(f"(?:{pattern})"))) for code, pattern in CHOICE_WORDS[name])


def choices_in_order(name: FieldName, text: str) -> list[str]:
    """Every choice that the text names, as they are said."""
    text = normal(text)
    found = {code: match.start() for code, pattern in CHOICE_WORDS[name] if (match := re.search(pattern, text))}
    return sorted(found, key=lambda code: found[code])


def from_button(name: FieldName, answer: str) -> Any:
    """The value that a button of ours carries."""
    if name == "credit_check_consent":
        return answer == "yes"
    return answer if name in CHOICE_WORDS else READERS[name](answer)


def _consent(_: str) -> None:
    """Consent is never read from stray words: the form takes it from a clear yes alone."""


LONGEST_TENURE = 60
ALL_OF_IT = re.compile(
    r"[都全](?:得|要|想|靠|找你们?|问你们?|跟你们?|从你们?这)*[借贷]|\b(?:so )?all of (?:that|it|them)\b|\bboth of (?:them|those)\b|\bthe whole lot\b"
)
DENIED = re.compile(
    r"(?:(?<![要就可是])不是|并非|[唔弗]系|[唔弗]是|不再是|早就不是)(?:去|要|想|在|我的?|俺的?)?$"
    r"|\b(?:not|no longer|never|don't|do not|didn't|did not|isn't|aren't)(?: (?:for|to|a|an|the|my|buying|really|actually|even))*\s*$"
)
COMMANDS_ONE = re.compile(r"[按写填选算记](?!.*(?:[?]|吗))|\b(?:put|write|mark|choose)\b(?!.*[?])")
COMMAND = (
    r"(?<![别不要])(?<!别给)(?<!别给我)按着?{0}的?(?:写|填|算|来|记|报)"
    r"|(?<!别)(?:就|给我|帮我)(?:写|填|选|算|记)[个成作我]*{0}"
    r"|(?<!not )(?<!don't )(?<!you )(?<!they )\b(?:put|write|mark|choose)(?: me| it)?(?: down)?(?: as| under)?(?: an?| the)? {0}"
)
# 「没有，不过欠朋友一点」.
AFTER_ALL = re.compile(
    r"但|不过|可是|就是|只|除|还有|还欠|另外|花呗|借呗|白条|信用卡|贷|多少|\b(?:but|except|only|just|besides|unless|cards?|loans?|mortgage)\b"
)
NO_FIRST = re.compile(r"\W*(?:没有?钱?|无|零|存款(?:是|为|:)?零)(?=\W|$)|\W*none\s?(?=[,.!;]|$)")
NO_INCOME = re.compile(
    r"^\W*(?:现在|目前|暂时|我)*(?:没有?|无|零|0)(?:任何|什么)?(?:收入|进账|钱进账)?(?:了|的|啊|呢)?\W*$|一分(?:钱)?(?:都|也)?(?:没|冇|不)(?:有)?(?:进|挣|赚|入)|一分钱?的?(?:收入|进账)(?:都|也)?(?:没|冇)"
    r"|^\W*(?:i have |i've got )?(?:nothing|none|zero|nil|nope|0|no income)(?: (?:at all|right now|rn|now|at the moment|yet|currently))?\W*(?:zero|nothing|at all)?\W*$"
)
LEAST_BARE_AMOUNT = 1_000_00
YEAR = re.compile(r"(?<!\d)(?:19[5-9]\d|20[0-4][1-9])(?!\d)")
INSTALMENTS = re.compile(r"期|\binstal?lments?\b")
READERS: dict[FieldName, Callable[[str], Any]] = {
    "purpose": lambda text: read_choice("purpose", text),
    "amount": _wished,
    "term_months": read_months,
    "method": lambda text: read_choice("method", text),
    "monthly_income": read_income,
    "monthly_expenses": lambda text: read_monthly(text, LABELS["monthly_expenses"], NO_PARTS["monthly_expenses"]),
    "employment": lambda text: read_choice("employment", text),
    "employment_years": _tenure,
    "housing": lambda text: read_choice("housing", text),
    "assets": lambda text: _total("assets", text),
    "debt": lambda text: _total("debt", OWED_TO_ME.sub("", text)),
    "credit_check_consent": _consent,
}
