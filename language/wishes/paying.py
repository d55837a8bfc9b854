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


def pays_now(text: str) -> bool:
    words = lowered(text)
    return NOW.search(words) is not None and NOT_NOW.search(words) is None and not asks_something(words)
