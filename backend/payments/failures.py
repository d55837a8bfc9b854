"""Why the provider could not move money, in words a borrower can act on."""

from typing import Final, Literal

from contract.texts import LocalText

OwnFailure = Literal[
    "taken_back", "cancelled", "stopped", "returned", "returned_not_owed", "not_carried_out", "amount_differs"
]
"""Why the lender itself ended an order. The provider has codes of its own, which are kept as they come."""
TAKEN_BACK: Final = "taken_back"
CANCELLED: Final = "cancelled"
STOPPED: Final = "stopped"
RETURNED: Final = "returned"
RETURNED_NOT_OWED: Final = "returned_not_owed"
NOT_CARRIED_OUT: Final = "not_carried_out"
AMOUNT_DIFFERS: Final = "amount_differs"
# After these no success of the same order is posted any more: a person looks.
FOR_GOOD: frozenset[OwnFailure] = frozenset({TAKEN_BACK, RETURNED, RETURNED_NOT_OWED, AMOUNT_DIFFERS})
# Nobody tries it again.
GIVEN_UP: frozenset[OwnFailure] = frozenset({STOPPED, RETURNED_NOT_OWED})
NEVER_CARRIED_OUT: frozenset[OwnFailure] = frozenset({CANCELLED, STOPPED, NOT_CARRIED_OUT})
FAILURES: dict[str, LocalText] = {
    CANCELLED: LocalText(
        zh="合同在放款前已取消，这笔款项没有汇出", en="The contract was cancelled before the payout; no money was sent"
    ),
    STOPPED: LocalText(
        zh="这笔交易在提交银行前已取消，未发生扣款或入账",
        en="It was called off before it reached the bank, and no money moved",
    ),
    RETURNED: LocalText(zh="收款银行退回了这笔款项，请换一张卡", en="The bank sent the money back; use another card"),
    RETURNED_NOT_OWED: LocalText(
        zh="收款银行退回了这笔款项，目前已无需再退", en="The bank sent the money back, and nothing is owed back now"
    ),
    NOT_CARRIED_OUT: LocalText(
        zh="银行没有执行这笔扣款，未发生扣款，请重新支付",
        en="The bank never carried it out and no money moved; please pay again",
    ),
    AMOUNT_DIFFERS: LocalText(
        zh="银行实际处理的金额与订单不符，我们正在核对",
        en="The bank moved another amount than was ordered; we are looking into it",
    ),
    TAKEN_BACK: LocalText(
        zh="银行撤回了这笔已入账的还款，欠款已恢复，请重新支付",
        en="The bank took this payment back after it had been booked, so the amount is owed again; please pay again",
    ),
    "insufficient_funds": LocalText(
        zh="银行卡余额不足，请存入足够金额后重试", en="There is too little on the card; add money and try again"
    ),
    "limit_exceeded": LocalText(
        zh="超过银行卡的单笔或单日限额，请分次支付或联系银行调整限额",
        en="It is above the card's limit; pay in parts, or ask your bank for a higher limit",
    ),
    "card_expired": LocalText(zh="银行卡已过期，请换一张卡", en="The card has expired; use another card"),
    "card_frozen": LocalText(
        zh="银行卡被冻结或挂失，请联系银行或换一张卡", en="The card is blocked; ask your bank or use another card"
    ),
    "account_closed": LocalText(
        zh="收款账户已销户或不可用，请换一张卡", en="The account is closed or cannot be used; use another card"
    ),
}
OTHER = LocalText(
    zh="银行未能完成本次交易，未发生扣款或入账，请稍后重试",
    en="The bank could not complete it and no money moved; please try again later",
)


def failure_text(code: str | None) -> LocalText | None:
    return FAILURES.get(code, OTHER) if code else None
