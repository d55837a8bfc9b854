"""Answers to the application's questions, read from a sentence: which field, and what value."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assistant.actions.money_words import (
    ForeignMoney,
    Unclear,
    read_amount,
    read_months,
    read_years,
)
from backend.client import FieldName, Money

MONEY_FIELDS: frozenset[FieldName] = frozenset({"amount", "monthly_income", "monthly_expenses", "assets", "debt"})
# The fields for which "none" means nothing owed, owned or spent.
MAY_BE_NONE: frozenset[FieldName] = frozenset({"monthly_expenses", "assets", "debt", "employment_years"})

NAMED: tuple[tuple[FieldName, re.Pattern[str]], ...] = (
    ("monthly_income", re.compile(r"月?收入|工资|薪水|月薪|\bincome\b|\bsalary\b|\bearn\b|\bwages?\b")),
    ("monthly_expenses", re.compile(r"月?支出|开销|开支|花销|\bexpenses?\b|\bspend(?:ing)?\b(?! on)")),
    ("employment_years", re.compile(r"工作年限|工龄|工作了?(?=[\d一二两三四五六七八九十]+年)|\byears (?:of|in|at) work\b|\bworked for\b")),
    ("debt", re.compile(r"负债|欠|外债|\bdebts?\b|\bowe\b")),
    ("assets", re.compile(r"资产|存款|\bassets?\b|\bsavings\b")),
    ("term_months", re.compile(r"期限|期数|分期|\bterm\b")),
    ("amount", re.compile(r"金额|额度|借款?|贷款?|\bamount\b|\bborrow\b|\bloan of\b")),
    ("method", re.compile(r"还款方式|\bmethod\b")),
    ("purpose", re.compile(r"用途|\bpurpose\b|\buse it for\b")),
    ("housing", re.compile(r"住房|\bhousing\b")),
    ("employment", re.compile(r"工作状况|\bemployment\b")),
)  # fmt: skip

CHOICE_WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    # The first that matches wins, so the narrower stands above the wider.
    "purpose": (
        ("renovation", r"装修|翻新|renovat|refurbish|remodel"),
        ("home", r"买房|购房|首付|buy(?:ing)? (?:a )?(?:house|home|flat)|\bmortgage\b|\bhouse\b|\ba home\b"),
        ("car", r"买车|购车|汽车|车贷|换车|\bcar\b|vehicle|\bauto\b"),
        ("business", r"经营|生意|进货|开店|周转|公司用|business|\bshop\b|working capital|inventory"),
        ("education", r"教育|学费|培训|读书|留学|进修|educat|tuition|course|stud(?:y|ies)|\bschool\b"),
        ("medical", r"医疗|看病|治病|手术|住院|medical|hospital|surgery|doctor|health"),
        ("consumption", r"消费|购物|旅游|买手机|家电|家具|婚礼|结婚|spending|shopping|travel|holiday|appliance|wedding|consum"),
        ("other", r"其他|别的|其它|\bother\b|something else"),
    ),
    "method": (
        ("equal_instalment", r"等额本息|等额还款|每月一样|equal instal?lments?|annuity|same (?:amount )?(?:each|every) month"),
        ("equal_principal", r"等额本金|递减|equal principal|declining|decreasing"),
        ("interest_only", r"先息后本|按月付息|interest[ -]only|interest first"),
        ("bullet", r"一次(?:性)?还|到期还|到期一次|bullet|all at (?:the end|once)|lump sum"),
    ),
    "employment": (
        ("student", r"全日制|在校生?|大学生|研究生|学生|\bstudent|at (?:university|college|school)"),
        ("unemployed", r"失业|没(?:有)?工作|无业|待业|暂无工作|unemployed|no job|not working|jobless|between jobs"),
        ("self_employed", r"自雇|自由职业|个体|做生意|开店|创业|老板|自己干|self[- ]employed|freelanc|own business|run my own"),
        ("part_time", r"兼职|临时工|零工|part[- ]time|temp(?:orary)? job"),
        ("retired", r"退休|retired|pension"),
        ("employed", r"全职|上班|受雇|在职|打工|有(?:固定|正式|稳定)?工作|公务员|员工|职员|老师|医生|工程师|employed|full[- ]time|employee|\bwork (?:at|for|in)\b|(?:a|permanent|steady|regular) job|teacher|engineer|nurse"),
        ("other", r"其他|其它|\bother\b"),
    ),
    "housing": (
        ("mortgage", r"房贷|按揭|月供|mortgage"),
        ("rent", r"租|\brent|\bleas"),
        ("family", r"父母|家人|家里|亲戚|宿舍|with (?:my )?(?:parents|family)|parents"),
        ("own", r"自有|自己的|有房|全款|买的房|\bown\b|owner|paid off"),
        ("other", r"其他|其它|\bother\b"),
    ),
}  # fmt: skip
YES = re.compile(
    r"对|是|好|行|可以|同意|授权|确认|确定|提交|没错|没问题|正确|嗯|愿意"
    r"|\b(?:yes|yeah|yep|ok|okay|sure|fine|right|correct|confirm|submit|agree|consent|accept|go ahead|please do)\b"
)
NO = re.compile(r"不|没有|别|勿|拒绝|取消|等等|\b(?:no|not|never|wrong|cancel|wait|refuse|stop)\b|n't\b")
NO_FAULT = re.compile(r"没错|没问题|no problem")
SKIP = re.compile(r"跳过|不想说|不方便|略过|保密|\bskip\b|rather not|prefer not|\bpass\b")
NONE = re.compile(
    r"^\W*(?:(?:我|现在|目前|都|i|have)\W*)*(?:没有?|无|没了|不欠|零|none|no|nothing|zero|nil|0|don't (?:have|owe))"
    r"(?:\W|的|任何|什么|欠|款|钱|债|负债|外债|贷款|存款|资产|any|anything|debts?|loans?|savings|assets|at all)*$"
)
ASKS = re.compile(
    r"[?？]|吗|呢|什么|怎么|如何|多少|为什么|能不能|\b(?:how|what|when|why|which|who|where)\b|\b(?:can|do|is|are|will|should) (?:i|you|it|there)\b"
)


@dataclass(slots=True)
class Answers:
    """`values` as the backend takes them; `unclear` fields hold several readings; `foreign` a currency not lent."""

    values: dict[FieldName, Any] = field(default_factory=dict)
    unclear: list[FieldName] = field(default_factory=list)
    foreign: bool = False
    skip: bool = False

    def __bool__(self) -> bool:
        return bool(self.values or self.unclear or self.foreign or self.skip)


def read_answers(text: str, asked: FieldName | None) -> Answers:
    """What the sentence answers. A value with its field's name is always taken; one without answers what was `asked`."""
    answers, text = Answers(), text.lower()
    if asked and SKIP.search(text):
        answers.skip = True
        return answers
    segments = _named_segments(text)
    for name, segment in segments.items():
        _take(answers, name, READERS[name](segment))
    if asked is None or asked in ("purpose", "amount"):
        _take_opening(answers, text)
    if asked and asked not in (*answers.values, *answers.unclear) and not (answers.values and segments):
        _take(answers, asked, READERS[asked](text) if not _says_none(asked, text) else _nothing(asked))
    return answers


def plainly_answers(text: str, asked: FieldName | None) -> bool:
    """Whether the sentence gives the value that was asked for, and asks nothing itself."""
    return asked is not None and not ASKS.search(text.lower()) and asked in read_answers(text, asked).values


def says_yes(text: str) -> bool:
    """Whether the words themselves say yes and nothing in them says no; a classifier's guess is not consent."""
    text = text.lower()
    return YES.search(text) is not None and not ASKS.search(text) and NO.search(NO_FAULT.sub("", text)) is None


def _named_segments(text: str) -> dict[FieldName, str]:
    """The text from each field's name to the next name; all of it when only one field is named."""
    found = sorted((match.start(), name) for name, pattern in NAMED if (match := pattern.search(text)))
    if len(found) == 1:
        return {found[0][1]: text}
    bounds = [*(start for start, _ in found), len(text)]
    return {name: text[start : bounds[i + 1]] for i, (start, name) in enumerate(found)}


def _take(answers: Answers, name: FieldName, value: Any) -> None:
    if isinstance(value, Unclear):
        answers.unclear.append(name)
    elif isinstance(value, ForeignMoney):
        answers.foreign = True
    elif value is not None:
        answers.values[name] = value


def _take_opening(answers: Answers, text: str) -> None:
    """An opening sentence such as 借3万分12期装修 gives several values without naming them."""
    readers: Mapping[FieldName, Callable[[str], Any]] = {
        "amount": lambda said: _money(said, bare=False),
        "term_months": lambda said: read_months(said, bare=False),
        "purpose": lambda said: _choice("purpose", said),
        "method": lambda said: _choice("method", said),
    }
    for name, reader in readers.items():
        if name not in answers.values and name not in answers.unclear:
            _take(answers, name, reader(text))


def _says_none(asked: FieldName, text: str) -> bool:
    return asked in MAY_BE_NONE and NONE.match(text) is not None


def _nothing(asked: FieldName) -> Any:
    return Decimal(0) if asked == "employment_years" else Money(0)


def _money(text: str, *, bare: bool = True) -> Any:
    amount = read_amount(text, bare=bare)
    return Money(amount) if isinstance(amount, int) else amount


def _choice(name: str, text: str) -> str | None:
    return next((code for code, pattern in CHOICE_WORDS[name] if re.search(pattern, text)), None)


def read_choice(name: FieldName, text: str) -> str | None:
    """The code of a choice (purpose, method, employment, housing) that the text names."""
    return _choice(name, text.lower())


def from_button(name: FieldName, answer: str) -> Any:
    """The value that a button of ours carries."""
    if name == "credit_check_consent":
        return answer == "yes"
    return answer if name in CHOICE_WORDS else READERS[name](answer)


def _consent(_: str) -> None:
    """Consent is never read from stray words: the form takes it from a clear yes alone."""


READERS: dict[FieldName, Callable[[str], Any]] = {
    "purpose": lambda text: _choice("purpose", text),
    "amount": _money,
    "term_months": read_months,
    "method": lambda text: _choice("method", text),
    "monthly_income": _money,
    "monthly_expenses": _money,
    "employment": lambda text: _choice("employment", text),
    "employment_years": read_years,
    "housing": lambda text: _choice("housing", text),
    "assets": _money,
    "debt": _money,
    "credit_check_consent": _consent,
}
