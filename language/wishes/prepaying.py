"""What a prepayment is to do to the rest of the loan: smaller instalments, or fewer. Pure."""

import re
from typing import Literal

from language.normal import lowered

SMALLER = re.compile(
    r"(?:每月|每期|月供).{0,4}(?:少|低|降)|少还(?:一?点|些)?|期数不变|\b(?:smaller|lower|less (?:a|per|each|every) month)\b|\breduce (?:the |my )?(?:monthly|instal)"
)
SHORTER = re.compile(
    r"(?:提前|早点?|快点?|尽快)还[完清]|(?:缩短|减少?)(?:期|时间|年)|每月不变|月供不变|\b(?:shorter|sooner|earlier|faster|quicker)\b|\bfewer months\b|\bsame (?:amount|payment)\b"
)


def read_effect(text: str) -> Literal["smaller", "shorter"] | None:
    """The one that is named; None where neither or both are."""
    words = lowered(text)
    smaller, shorter = SMALLER.search(words) is not None, SHORTER.search(words) is not None
    if smaller == shorter:
        return None
    return "smaller" if smaller else "shorter"
