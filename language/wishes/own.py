"""Whether borrowers speak of a loan or an application as their own, whatever they have. Pure."""

import re

from language.normal import lowered

OWN_THING = re.compile(
    r"我的?(?:[那这]?笔)?(?:下一?期|贷款|借款|申请|还款|月供|欠款|余额|方案|合同|利率|账单)|还欠|我为(?:什么|啥)|\bmy (?:\w+ )?(?:loans?|application|payments?|instal?ments?|schedule|balance|debt|"
    r"due date|contract|rate|offer)\b|\bdo i (?:still )?owe\b|\b(?:was|were|am) i\b"
)


def names_an_own_thing(text: str) -> bool:
    """Whether the words name a loan, a payment or an application as the speaker's: 「我的下一期」, "my balance", "do i owe"."""
    return OWN_THING.search(lowered(text)) is not None
