"""What no borrower may read of why a person looks: codes of the evidence, and words of suspicion."""

import re

INTERNAL = re.compile(
    "shared_card|shared_device|shared_address|related|evidence(?!_missing)|flag|suspic|fraud|launder|关联|可疑|欺诈|洗钱|同一"
)


def internal_words(text: str) -> frozenset[str]:
    """Some stand in texts for everybody, such as those of the law: two borrowers are to be told the same."""
    return frozenset(INTERNAL.findall(text))
