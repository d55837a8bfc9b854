"""Who pays at once, and says so. Pure."""

import re

from language.normal import lowered
from language.yes_no import asks_something

NOW = re.compile(
    r"(?:现在|马上|立马|立刻|这就|今天|今儿|当下)(?:就|给你们?|把[^，。]{0,10})?(?:还|付|打|交)(?!不|款日|有|是)|\b(?:pay|paying|clear|settle)\b[^.,]{0,24}\b(?:right now|now|today|straight away|immediately)\b"
)
NOT_NOW = re.compile(
    r"不[起上了]|没钱|凑不|等|发工资|才能|明天|后天|下[周个]|以后|晚[点些]|\b(?:can't|cannot|can not|unable|until|tomorrow|next|later|when i)\b"
)
# 「逾期的全部还掉」 is not the whole loan.
WHAT_IS_OVERDUE = re.compile(
    r"(?:逾期|拖欠|欠)的?那?[一几]?期|逾期的|\b(?:the |what(?:'s| is) |all )overdue\b(?! loan)"
)
ALL_OF_IT = re.compile(
    r"结清|还[清完]|一次性?(?:全?部?)?还|(?:全部?|都|统统|一把)(?:给)?(?:还|付)(?:了|掉|清|完)|\bpay(?:ing)? (?:it|this|that|everything|the (?:whole|entire|full|rest)[^.,]{0,20}|(?:my|the) (?:\w+ )?loan) off\b"
    r"|\bpay(?:ing)? off (?:it|this|that|everything|all|the|my)\b|\b(?:settle|clear) (?:it|everything|(?:my|the) (?:\w+ )?(?:loan|balance|debt)|all of it|the lot)\b|\bpay (?:it )?(?:all|in full)\b(?! (?:the )?overdue)"
)
AN_INSTALMENT = re.compile(
    r"[这那本上下当]一?个?[期月]|第[\d一二三四五六七八九十]+期|\b(?:instal?ment|(?:this|next) (?:month|payment|one))\b"
)


def pays_all_of_it(text: str) -> bool:
    """Whether the whole loan is to be paid back: "pay it off today"; not what is late, nor one instalment."""
    words = lowered(text)
    if WHAT_IS_OVERDUE.search(words) or AN_INSTALMENT.search(words):
        return False
    return ALL_OF_IT.search(words) is not None


PAID_OUT = re.compile(
    r"(?<!还款的)(?<!扣款的)(?:贷款|借款|放款|钱)[^，。扣还]{0,4}(?:打|放|到|转|汇)(?:到|去|给|进)?了?(?:哪|谁)|放款[^，。]{0,6}哪[张个家]?(?:卡|账户|银行)"
    r"|\bwhere (?:did|has|is|was) (?:the|my) (?:loan )?(?:money|payout|funds?|cash) (?:go|gone|went|sent|paid)\b|\b(?:which|what) (?:card|account|bank)\b[^.?!]{0,12}\b(?:did you|was it|you) (?:send|sent|paid?|transfer\w*)\b"
)


def asks_where_it_was_paid(text: str) -> bool:
    """Where the money that was lent went: 「钱打到哪张卡了」."""
    return PAID_OUT.search(lowered(text)) is not None


def pays_now(text: str) -> bool:
    words = lowered(text)
    return NOW.search(words) is not None and NOT_NOW.search(words) is None and not asks_something(words)
