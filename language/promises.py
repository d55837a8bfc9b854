"""Whether words tell of paying, at once or some day. Pure."""

import re

from language.normal import lowered

# Who pays now may name the instalment by its day: 「现在还15号那期」.
NOW = re.compile(
    r"现在|马上|立刻|今天|[这那]一?期|\bnow\b|\btoday\b|\bright away\b|\binstal?ment\b|\bpayment (?:due|of)\b|\bis due\b"
)
MEANS_TO_PAY = re.compile(
    r"(?:再|才|能|会|就|[号天日]|(?:周|星期|礼拜)[一二三四五六])(?:能|会)?还(?!没|是|有|款日)|(?:到账|发[了下]|到[了手]|下来|结[了账]|收[到了])[^，。,\d]{0,4}就(?:还|给|交|补)(?!款)|\b(?:i'?ll|i will|i can|can i|could i|i could|if i|i'm going to) (?:only )?(?:pay|settle|clear|send|sort)\b(?! the (?:papers?|document))"
    r"|\bpay (?:it )?(?:on|by|when|next)\b"
)

# 「年底一次还清要好多钱」.
ASKS_HOW_MUCH = re.compile(r"要(?:还|给|交|付)?(?:多少|好多|几多)|\bhow much (?:would|will|is|do|to)\b")


def pays_now(text: str) -> bool:
    return NOW.search(lowered(text)) is not None


def means_to_pay(text: str) -> bool:
    """Whether the words say that somebody will pay: 「下周五再还」, "I'll pay on payday"; who asks how much promises nothing yet."""
    words = lowered(text)
    return MEANS_TO_PAY.search(words) is not None and ASKS_HOW_MUCH.search(words) is None
