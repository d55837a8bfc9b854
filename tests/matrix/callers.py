"""Who calls the gateway, what each may be answered, and the rules by which most routes answer them."""

from collections.abc import Mapping
from enum import StrEnum


class Caller(StrEnum):
    """Each is the head of its column. A new one also says in `NOT_SIGNED_IN`, or in each of `RULES`, how it is answered, and in
    `people.py` what it sends."""

    NOBODY = "no token"
    EXPIRED = "expired token"
    ENDED = "ended session"
    DISABLED = "disabled staff"
    OWNER = "the borrower"
    LIMITED = "the borrower's number at an unknown device"
    OTHER = "another borrower"
    SUPPORT = "support"
    REVIEWER = "reviewer"


class Answer(StrEnum):
    MAY = "may"
    OWN = "own"
    UNAUTHENTICATED = "401"
    FORBIDDEN = "403"
    MATCH_NEEDED = "403 match"
    NOT_FOUND = "404"


# The problem's code at a refusal, which a socket gives as the reason of its close.
CODES = {
    Answer.UNAUTHENTICATED: "unauthenticated",
    Answer.FORBIDDEN: "forbidden",
    Answer.MATCH_NEEDED: "match_needed",
    Answer.NOT_FOUND: "not_found",
}
NOT_SIGNED_IN = frozenset({Caller.NOBODY, Caller.EXPIRED, Caller.ENDED, Caller.DISABLED})


class Who(StrEnum):
    """Whom a route is for."""

    ANYBODY = "anybody"
    SIGNED_IN = "anybody signed in"
    BORROWER = "a borrower, about what is theirs"
    OWNER = "the borrower whose it is"
    STAFF = "staff"
    REVIEWER = "reviewers"


Answers = Mapping[Caller, Answer]


def _rule(owner: Answer, other: Answer, support: Answer, reviewer: Answer) -> Answers:
    known = {
        Caller.LIMITED: Answer.MATCH_NEEDED,
        Caller.OWNER: owner,
        Caller.OTHER: other,
        Caller.SUPPORT: support,
        Caller.REVIEWER: reviewer,
    }
    return dict.fromkeys(sorted(NOT_SIGNED_IN), Answer.UNAUTHENTICATED) | known


RULES: Mapping[Who, Answers] = {
    Who.ANYBODY: dict.fromkeys(Caller, Answer.MAY),
    Who.SIGNED_IN: _rule(Answer.MAY, Answer.MAY, Answer.MAY, Answer.MAY),
    Who.BORROWER: _rule(Answer.MAY, Answer.OWN, Answer.FORBIDDEN, Answer.FORBIDDEN),
    Who.OWNER: _rule(Answer.MAY, Answer.NOT_FOUND, Answer.FORBIDDEN, Answer.FORBIDDEN),
    Who.STAFF: _rule(Answer.FORBIDDEN, Answer.FORBIDDEN, Answer.MAY, Answer.MAY),
    Who.REVIEWER: _rule(Answer.FORBIDDEN, Answer.FORBIDDEN, Answer.FORBIDDEN, Answer.MAY),
}
