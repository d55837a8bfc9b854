"""Which cases cannot wait, and how what a borrower adds is kept. Pure."""

from backend.cases.errors import CaseFull
from contract.lending.cases import CaseKind

URGENT: frozenset[CaseKind] = frozenset({"fraud", "not_my_loan", "change_phone"})
LONGEST_WORDS = 8000


def with_more(words: str, more: str) -> str:
    """What was said so far and what is added to it, which is left out when it was said already. Raises `CaseFull`."""
    added = more.strip()
    if added in words.split("\n"):
        return words
    longer = f"{words}\n{added}"
    if len(longer) > LONGEST_WORDS:
        raise CaseFull(limit=LONGEST_WORDS)
    return longer
