"""Which cases cannot wait, by when each is answered, and how what a borrower adds is kept. Pure."""

from datetime import date, timedelta

from backend.cases.errors import CaseFull
from backend.policy.groups import CasePolicy
from contract.lending.cases import CaseKind

URGENT: frozenset[CaseKind] = frozenset({"fraud", "not_my_loan", "change_phone"})
LONGEST_WORDS = 8000


def answered_by(kind: CaseKind, opened_on: date, policy: CasePolicy) -> date:
    """The last day for the answer; it is told to the borrower and does not change with the policy."""
    if kind == "credit_report":
        return opened_on + timedelta(days=policy.credit_report_answer_days)
    return opened_on + timedelta(days=policy.urgent_answer_days if kind in URGENT else policy.answer_days)


def with_more(words: str, more: str) -> str:
    """What was said so far and what is added to it, which is left out when it was said already. Raises `CaseFull`."""
    added = more.strip()
    if added in words.split("\n"):
        return words
    longer = f"{words}\n{added}"
    if len(longer) > LONGEST_WORDS:
        raise CaseFull(limit=LONGEST_WORDS)
    return longer
