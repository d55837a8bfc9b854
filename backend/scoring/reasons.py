"""Why, in plain words: the features that weigh most against an application, and what would change the result."""

from collections.abc import Mapping

from backend.scoring.features import ANSWER
from contract.lending.applications import FieldName, Reason, ReasonCode
from contract.money import Money
from contract.texts import LocalText

MOST_REASONS = 4
# Smaller parts in the log-odds than this are noise, not reasons.
LEAST_WEIGHT = 0.05


def reasons_for(
    attributions: Mapping[str, float],
    *,
    affordable: bool,
    within_limit: bool,
    untold: frozenset[FieldName] | set[FieldName],
) -> list[Reason]:
    """Up to four reasons, weightiest first. `attributions`: each feature's part in the log-odds, above 0 riskier.

    A feature that rests on an answer not given is no fault of the borrower: one reason asks for those answers.
    """
    reasons = [] if affordable else [INSTALMENT_TOO_HIGH]
    reasons += [] if within_limit else [OVER_LIMIT]
    against = sorted(((w, name) for name, w in attributions.items() if w >= LEAST_WEIGHT), reverse=True)
    if any(ANSWER.get(name) in untold for _, name in against):
        reasons.append(evidence_missing(untold))
    reasons += [BY_FEATURE[name] for _, name in against if ANSWER.get(name) not in untold]
    return reasons[:MOST_REASONS]


def answer_behind(reason: Reason) -> FieldName:
    """The answer whose change does most about the reason; where the borrower cannot change it, the amount."""
    return CHANGEABLE.get(reason.code, "amount")


def evidence_missing(untold: frozenset[FieldName] | set[FieldName]) -> Reason:
    names = [ANSWER_NAMES[name] for name in ANSWER_NAMES if name in untold]
    zh, en = "、".join(n.zh for n in names), ", ".join(n.en for n in names)
    return make_reason(
        "evidence_missing",
        f"还有几项情况我们不了解：{zh}。",
        f"We do not know yet: {en}.",
        "补充这些信息后可以重新评估。",
        "Tell us these and we can look again.",
    )


def limit_reached(headroom: Money | None) -> Reason:
    """What the borrower owes here, with what is offered or under review, leaves too little room under the limits."""
    room = int((headroom or Money(0)).major)
    return make_reason(
        "limit_reached",
        "您在我们这里的借款、待接受的方案和审核中的申请，加上这笔，超过了一个人可借的上限。",
        "With your loans here, offers that are open and applications under review, this would be more than one person may"
        " borrow from us.",
        f"目前最多还可借{room:,}元；还款后额度会恢复。" if room else "目前没有剩余额度；还款后额度会恢复。",
        f"For now you can borrow up to ¥{room:,} more; repaying makes room again."
        if room
        else "There is no room left for now; repaying makes room again.",
    )


def make_reason(code: ReasonCode, zh: str, en: str, improve_zh: str, improve_en: str) -> Reason:
    return Reason(code=code, text=LocalText(zh=zh, en=en), improve=LocalText(zh=improve_zh, en=improve_en))


ANSWER_NAMES: dict[FieldName, LocalText] = {
    "monthly_expenses": LocalText(zh="每月支出", en="monthly expenses"),
    "employment": LocalText(zh="工作类型", en="kind of work"),
    "employment_years": LocalText(zh="工作年限", en="years in work"),
    "housing": LocalText(zh="住房情况", en="housing"),
    "assets": LocalText(zh="资产", en="assets"),
    "debt": LocalText(zh="现有负债", en="existing debt"),
}

INSTALMENT_TOO_HIGH = make_reason(
    "instalment_too_high",
    "每月还款超过您扣除支出和其他债务后可以承担的金额。",
    "The monthly payment is more than you can carry after expenses and other debt.",
    "减少借款金额，或选择更长的期限。",
    "Ask for a smaller amount, or a longer term.",
)
OVER_LIMIT = make_reason(
    "over_limit",
    "借款金额超过了您的信用评估对应的上限。",
    "The amount is above what we lend for your credit assessment.",
    "减少借款金额。",
    "Ask for a smaller amount.",
)
REVIEW_BY_A_PERSON = make_reason(
    "review_by_a_person",
    "这份申请需要由工作人员审核。",
    "A person has to look at this application.",
    "您不需要做什么，审核后我们会通知您。",
    "There is nothing to do; we will tell you the result.",
)

BY_FEATURE: dict[str, Reason] = {
    "repayment_share": make_reason(
        "repayment_share_high",
        "与您每月的结余相比，借款金额偏高。",
        "The amount is high beside what you have left each month.",
        "减少借款金额，或减少每月支出。",
        "Ask for a smaller amount, or lower your monthly expenses.",
    ),
    "term_years": make_reason(
        "term_long",
        "借款期限较长，风险更高。",
        "The term is long, which carries more risk.",
        "如果还款能力允许，选择更短的期限。",
        "If you can carry the payments, choose a shorter term.",
    ),
    "expense_share": make_reason(
        "expenses_high",
        "每月支出占收入的比例偏高。",
        "Your monthly expenses take a large part of your income.",
        "降低每月支出，或增加收入。",
        "Lower your monthly expenses, or raise your income.",
    ),
    "debt_months": make_reason(
        "debt_high",
        "与收入相比，现有负债偏高。",
        "Your existing debt is high beside your income.",
        "先偿还一部分现有债务。",
        "Pay back part of your existing debt first.",
    ),
    "assets_short": make_reason(
        "assets_low",
        "与借款金额相比，资产偏少。",
        "Your assets are small beside the amount.",
        "减少借款金额；如有其他资产，请补充说明。",
        "Ask for a smaller amount; if you have more assets, tell us.",
    ),
    "years_short": make_reason(
        "work_history_short",
        "目前工作的年限较短。",
        "You have not been in your work for long.",
        "工作满更长时间后再申请，结果可能更好。",
        "The result may be better after more time in your work.",
    ),
    "part_time": make_reason(
        "work_unsteady",
        "目前没有全职的稳定工作。",
        "You have no steady full-time work at present.",
        "有了稳定的收入来源后再申请。",
        "Apply again with a steady source of income.",
    ),
    "self_employed": make_reason(
        "income_varies",
        "自由职业或自营收入可能不稳定。",
        "Income from your own business can vary.",
        "提供能证明收入稳定的材料。",
        "Show papers that prove a steady income.",
    ),
    "other_work": make_reason(
        "work_unclear",
        "您的工作类型难以评估。",
        "Your kind of work is hard to judge.",
        "提供能证明收入稳定的材料。",
        "Show papers that prove a steady income.",
    ),
    "rents": make_reason(
        "no_own_home",
        "目前没有自有住房。",
        "You do not own your home.",
        "减少借款金额，或说明您的其他资产。",
        "Ask for a smaller amount, or tell us of other assets.",
    ),
}
# By reason, the answer that a borrower can change. Nobody is told to change their work or home.
CHANGEABLE: dict[str, FieldName] = {
    "expenses_high": "monthly_expenses",
    "debt_high": "debt",
    "assets_low": "assets",
    "work_history_short": "employment_years",
}
