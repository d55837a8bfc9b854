"""Advice put into words: each reason names the answer, in figures, that would change the result. Pure."""

from collections.abc import Sequence
from decimal import Decimal

from backend.scoring.advice import Advice, Value
from backend.scoring.reasons import answer_behind
from contract.lending.applications import ApplicationFields, FieldName, Reason
from contract.money import Money
from contract.texts import LocalText

SYMBOLS = {"CNY": "¥"}
WORDS: dict[FieldName, LocalText] = {
    "amount": LocalText(zh="借款金额不超过{value}", en="borrowing at most {value}"),
    "debt": LocalText(zh="把现有负债降到{value}", en="bringing your existing debt down to {value}"),
    "monthly_expenses": LocalText(zh="把每月支出降到{value}", en="bringing your monthly expenses down to {value}"),
    "assets": LocalText(zh="资产达到{value}", en="assets of {value}"),
    "employment_years": LocalText(zh="工作满 {value} 年", en="{value} years in your work"),
    "monthly_income": LocalText(zh="月收入达到{value}", en="a monthly income of {value}"),
}
ALONE = LocalText(
    zh="其他情况不变，{what}，结果就会改变。", en="With all else unchanged, {what} would change the result."
)
TOGETHER = LocalText(
    zh="与这里列出的其他几项一起做到：{what}，结果就会改变。",
    en="Together with the other steps named here, {what} would change the result.",
)


def with_targets(reasons: Sequence[Reason], advice: Advice | None) -> list[Reason]:
    """Each answer of the advice is told with the weightiest reason behind which it stands; one that no reason stands
    for, with the first."""
    if advice is None or not reasons:
        return list(reasons)
    told: dict[int, dict[FieldName, Value]] = {}
    for field, value in advice.values.items():
        at = next((i for i, reason in enumerate(reasons) if answer_behind(reason) == field), 0)
        told.setdefault(at, {})[field] = value
    # A plan that one reason tells in full needs no other.
    frame = ALONE if advice.alone or len(told) == 1 else TOGETHER
    return [_with(reason, told[i], frame) if i in told else reason for i, reason in enumerate(reasons)]


def _with(reason: Reason, values: dict[FieldName, Value], frame: LocalText) -> Reason:
    zh = "，".join(WORDS[field].zh.format(value=_figure(value)) for field, value in values.items())
    en = " and ".join(WORDS[field].en.format(value=_figure(value)) for field, value in values.items())
    improve = LocalText(zh=frame.zh.format(what=zh), en=frame.en.format(what=en))
    # Checked: every value has its field's own type.
    return reason.model_copy(update={"improve": improve, "target": ApplicationFields.model_validate(values)})


def _figure(value: Value) -> str:
    if isinstance(value, Money):
        return f"{SYMBOLS.get(value.currency, value.currency + ' ')}{value.major:,.0f}"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
