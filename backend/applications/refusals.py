"""Why no offer is made, or one cannot be accepted any more, in words for the borrower; each says what would change it. Pure."""

from typing import Literal

from backend.applications.limits import Bar
from backend.scoring.reasons import REVIEW_BY_A_PERSON, limit_reached, make_reason
from contract.lending.applications import Reason
from contract.money import Money
from contract.texts import LocalText

Refusal = Bar | Literal["limit_reached", "limits_unknown", "product_changed", "review_by_a_person"]


def refusal_reason(refusal: Refusal, room: Money | None = None) -> Reason:
    return limit_reached(room) if refusal == "limit_reached" else REASONS[refusal]


def refusal_text(refusal: Refusal, room: Money | None = None) -> LocalText:
    """Of an offer that was made: the reason and what would change it, in one."""
    if refusal == "limits_unknown":
        return SIGNING_PAUSED
    reason = refusal_reason(refusal, room)
    return LocalText(zh=reason.text.zh + reason.improve.zh, en=f"{reason.text.en} {reason.improve.en}")


SIGNING_PAUSED = LocalText(
    zh="目前暂时不能签约，请稍后再来，或联系人工客服。",
    en="Nothing can be signed for now. Please come back later, or talk to our staff.",
)


REASONS: dict[Refusal, Reason] = {
    "late": make_reason(
        "late",
        "您在我们这里有一笔借款已经逾期，还清逾期部分之前暂时不能再借。",
        "A payment on your loan with us is overdue, so we cannot lend more until it is paid.",
        "还清逾期部分后就可以再申请；如果还款有困难，可以告诉我们，一起商量办法。",
        "Once it is paid you can apply again; if paying is hard, tell us and we will look for a way together.",
    ),
    "written_off": make_reason(
        "written_off",
        "您之前在我们这里的一笔借款没有还清，已作损失处理，目前不能再借。",
        "An earlier loan with us was not repaid and had to be written off, so we cannot lend to you now.",
        "如果您认为记录有误，可以要求人工复核。",
        "If you think this is wrong, you can ask for a person to look at it.",
    ),
    "on_hold": make_reason(
        "on_hold",
        "出于安全考虑，您的账户目前不能办理新的借款。",
        "For safety, no new loan can be opened on your account at present.",
        "您可以联系人工客服了解情况，或要求人工复核。",
        "You can talk to our staff about it, or ask for a review by a person.",
    ),
    "region_not_served": make_reason(
        "region_not_served",
        "您的住址不在我们可以放款的地区。",
        "We may not lend where you live.",
        "如果住址有变化，请更新住址后再申请；也可以咨询当地的银行。",
        "If you have moved, update your address and apply again; a bank near you may be able to help.",
    ),
    "limits_unknown": make_reason(
        "limits_unknown",
        "目前不能自动给出方案，已转人工审核。",
        "No offer can be made automatically at present; a person will look at it.",
        "您无需做任何事，有结果会通知您。",
        "You need not do anything; we will tell you the result.",
    ),
    "product_changed": make_reason(
        "product_changed",
        "这个产品的条件有了变化，原来的方案不能再签约。",
        "The terms of this product have changed, so this offer cannot be signed any more.",
        "您可以按现在的条件重新申请。",
        "You can apply again on the present terms.",
    ),
    "review_by_a_person": REVIEW_BY_A_PERSON,
}
