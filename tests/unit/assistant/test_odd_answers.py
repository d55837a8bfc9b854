"""Sentences thrown together from numbers, units, negations and corrections: nothing breaks, and nothing invalid is taken."""

import random
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from assistant.actions.form_answers import changes, read_turn
from assistant.actions.replies import as_json
from assistant.actions.turn import CONFIRM, RESTART, WHICH, Turn
from contract.lending.applications import FIELDS, ApplicationFields
from contract.money import Money
from language.quantities import ForeignMoney, Unclear

SENTENCES = 2_000
NUMBERS = (
    "3 5 12 24 36 0 -5 500 8000 30,000 1.5 ５ 3。5 三 两 十二 三万五 七万 一万二 两三 十几 几千 万儿八千 伍仟 叁萬 廿 半 百 千万 五千一万 9"
    + "9" * 19
).split()
ENGLISH = (
    "five",
    "fivty",
    "thirty six",
    "two",
    "a couple of",
    "twelve thousand",
    "20k",
    "half a million",
    "four grand",
    "thousnd",
)
UNITS = (
    "万",
    "元",
    "块",
    "期",
    "个月",
    "年",
    "年半",
    "岁",
    "号",
    "%",
    "美元",
    "w",
    "k",
    " months",
    " years",
    " yuan",
    " dollars",
    "张",
    "",
)
FIELD_WORDS = (
    "金额",
    "期限",
    "收入",
    "月入",
    "工作了",
    "欠",
    "信用卡",
    "花呗",
    "房租",
    "存款",
    "amount",
    "term",
    "income",
    "debt",
    "rent",
    "savings",
)
TURNS = (
    "不对",
    "不是",
    "错了",
    "改成",
    "而是",
    "不要",
    "没有",
    "别",
    "no wait",
    "not",
    "instead of",
    "sorry I meant",
    "make it",
    "rather than",
    "change",
)
LINKS = (
    "，",
    "。",
    "、",
    " ",
    "吧",
    "或者",
    "和",
    "加",
    "到",
    ", ",
    " and ",
    " or ",
    " plus ",
    " but ",
    "？",
    "\u200b",
    "👍",
)
YES_NO = ("是的", "同意", "嗯嗯", "知道了", "好吧", "yes", "right", "ok", "no", "跳过", "不用了")
PARTS = (NUMBERS, ENGLISH, UNITS, UNITS, FIELD_WORDS, TURNS, LINKS, LINKS, YES_NO)
STEPS = (None, *FIELDS, CONFIRM, RESTART, WHICH)
HELD = {"amount": {"minor": 3_000_000, "currency": "CNY"}, "term_months": 12, "employment_years": "6", "purpose": "car"}


def sentences(seed: str) -> Iterator[str]:
    chance = random.Random(seed)  # noqa: S311 - the same sentences each run
    for _ in range(SENTENCES):
        yield "".join(chance.choice(chance.choice(PARTS)) for _ in range(chance.randint(1, 9)))


def turn(text: str, asked: str | None, intent: str) -> Turn:
    slots = {
        "requested_slot": asked,
        "recent_fields": ["amount"],
        WHICH: {"amount": HELD["amount"], "term_months": 5},
        **HELD,
    }
    return Turn(
        borrower_id="b", conversation="c", message_id="m", language="zh", text=text, intent=intent, entities={},
        slots=slots, in_form=True, last_said=(), said_on=date(2026, 11, 30),
    )  # fmt: skip


@pytest.mark.parametrize("asked", STEPS)
def test_nothing_thrown_together_breaks_a_step_of_the_form(asked: str | None) -> None:
    intents = ("inform", "affirm", "deny", "correct_value", "apply_loan", "nlu_fallback")
    for number, text in enumerate(sentences(str(asked))):
        answers = read_turn(turn(text, asked, intents[number % len(intents)]))
        for held in (answers.values, answers.either):
            fields = ApplicationFields.model_validate({name: as_json_value(value) for name, value in held.items()})
            assert as_json(fields)
            assert not any(isinstance(value, Unclear | ForeignMoney) for value in held.values()), text
        assert not set(answers.values) & set(answers.unclear), text
        assert changes(turn(text, asked, "inform"), answers) is not None
        if answers.values.get("credit_check_consent"):
            assert asked == "credit_check_consent"
            assert any(word in text for word in ("同意", "是的", "yes", "ok")), text


def as_json_value(value: Any) -> Any:
    return {"minor": value.minor, "currency": value.currency} if isinstance(value, Money) else value
