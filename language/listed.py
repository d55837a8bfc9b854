"""What may be left out, told in one message: 「每月花3000，在厂里上班5年，租房，存款2万，没欠款」, read part by part. Pure.

A part is read where the whole sentence leaves it open: by itself it is short, and says one thing.
"""

import re
from typing import Any

from contract.lending.applications import WITHOUT_WORK, FieldName
from language.field_values import read_answer, read_choice
from language.incomes import MONTHLY, read_pay
from language.normal import normal
from language.quantities import ForeignMoney, Unclear, Unit, read_quantities
from language.terms import read_months, read_years

LEAST_PARTS, LEAST_FIELDS = 3, 3
BETWEEN = re.compile(
    r"[，,;；、。.](?!\d)\s*|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])|(?<=\d[kw万])\s+(?=[\u4e00-\u9fff])|(?=(?:想|就想|打算)(?:借|贷))|\s+(?:and|but|plus)\s+(?=(?:i |my |no |the |a )?\w)"
)
SAVED = re.compile(
    r"存款|积蓄|存了|存着|家底|资产|身家|\bsav(?:ed|ings)\b|\bassets?\b|\bput (?:by|away|aside)\b|\bin the bank\b|\bnest egg\b"
)
NOTHING_SAVED = re.compile(
    r"(?:没有?|没啥|没什么|没多少|无|木有|冇)(?:什么|啥|任何)?(?:存款|积蓄|资产|家底|存)|\bno (?:savings|assets)\b|\bnothing (?:saved|put by)\b"
)
OWED = re.compile(
    r"欠|负债|外债|网贷|花呗|信用卡|房贷还有|(?:车|房)贷(?:还)?剩|\bowe|\bowing\b|\bdebts?\b|\bmortgage\b[^,]*\bleft\b|\b(?:loan|mortgage) of (?=\S*\d)"
)
NOTHING_OWED = re.compile(
    r"(?:没有?|没啥|无|木有|冇|不)(?:什么|啥|任何|在外面?)?(?:欠|负债|外债|债)|\bno (?:other )?(?:debts?|loans?)\b|\bowe (?:nothing|nobody|no one)\b|\bdebt[- ]free\b"
)
SPENT = re.compile(
    r"花|支出|开销|开支|用掉|每个?月|一个?月|月[供付]|\bspend\w*\b|\bgoes out\b|\bout(?:goings?)?\b|\bexpens\w*\b|\b(?:a|per|each|every) month\b|\bmonthly\b"
)
NOT_SAID = re.compile(
    r"(?:不说|不想说|不方便|保密|跳过|略|不填)|\b(?:rather not|prefer not|skip|pass on|won't say|no comment)\b"
)
# What is wished for is told of nobody's income or home.
WISHES = re.compile(
    r"[借贷]|周转|\b(?:borrow|loan|can i get|could i get|looking for|need|after (?:a )?\d+k)\b|\bpay (?:it|this|that) (?:off|back)\b|还清"
)
PAID = re.compile(r"花|租|供|还|交|寄|保险|\b(?:spend|rent|pay|mortgage|insur\w*|bills?|send|cost\w*)\b")
SUMS = frozenset({Unit.MONEY, Unit.BARE})
EARNED = re.compile(r"收入|工资|挣|赚|到手|月薪|\b(?:earn\w*|salary|income|wages?|pays? me|make)\b")


def read_listed(text: str, asked: FieldName | None) -> dict[FieldName, Any]:
    """The optional fields that the parts of a list give, money in fen; empty for what is no list of them: "rent 3000, food 1000, phone 100" is
    one sum."""
    parts = [part for part in BETWEEN.split(normal(text)) if part.strip()]
    if len(parts) < LEAST_PARTS:
        return {}
    found: dict[FieldName, Any] = {}
    works = False
    for part in parts:
        if asked is None and WISHES.search(part):
            continue
        told = _read(part, spends=asked == "monthly_expenses" and "monthly_expenses" not in found, works=works)
        if asked is None and not told and not PAID.search(part) and (pay := read_pay(part)) is not None:
            told["monthly_income"] = pay
        works = "employment" in told and told["employment"] not in WITHOUT_WORK
        for name, value in told.items():
            found.setdefault(name, value)
    return found if len(found) >= LEAST_FIELDS else {}


def _read(part: str, *, spends: bool, works: bool) -> dict[FieldName, Any]:
    """`spends`: what is spent was asked for, and not told yet; `works`: the part before told of work, so that years behind it are of that."""
    if NOT_SAID.search(part):
        return {}
    told: dict[FieldName, Any] = {}
    if NOTHING_SAVED.search(part):
        told["assets"] = 0
    elif SAVED.search(part):
        told["assets"] = read_answer("assets", part)
    if NOTHING_OWED.search(part):
        told["debt"] = 0
    elif OWED.search(part):
        told["debt"] = read_answer("debt", part)
    is_a_sum = not told and any(one.unit in SUMS for one in read_quantities(part))
    if (home := read_choice("housing", part)) is not None and "assets" not in told and not is_a_sum:
        told["housing"] = home
    if not told and (work := read_choice("employment", part)) is not None:
        told["employment"] = work
    if not told and spends and SPENT.search(part) and not EARNED.search(part):
        told["monthly_expenses"] = read_answer("monthly_expenses", part)
    tells_tenure = MONTHLY.search(part) is None and read_months(part, bare=False) is not None
    if (works or "employment" in told) and told.get("employment") not in WITHOUT_WORK and tells_tenure:
        told["employment_years"] = read_years(part)
    return {
        name: value for name, value in told.items() if not (value is None or isinstance(value, Unclear | ForeignMoney))
    }
