"""What an operation may answer instead of what was asked for: declared beside its route, published by `openapi.py`."""

from typing import Any

from mobile_api.errors import STATUSES, LoanSystemAway, ServiceMisconfigured
from mobile_api.upstreams.problems import PASSED_ON, InnerCode
from mobile_api.upstreams.speech import SpeechUnavailable
from servicekit.problems import Problem, status_of

# Under this key of a response the codes wait until `openapi.py` writes them out.
CODES = "x-codes"

Raised = type[Problem] | InnerCode

# Of every operation that asks the backend, or speech.
BACKEND: tuple[Raised, ...] = (LoanSystemAway, ServiceMisconfigured)
SPEECH: tuple[Raised, ...] = (SpeechUnavailable, ServiceMisconfigured, "speech_busy")
# Of a loan that the lender cannot make in this form.
TERMS: tuple[Raised, ...] = (
    "amount_out_of_range",
    "currency_not_offered",
    "licence_missing",
    "method_not_offered",
    "rate_above_cap",
    "term_out_of_range",
)
# Of figures that were shown and are now to hold.
SHOWN: tuple[Raised, ...] = ("loan_proposal_expired", "loan_proposal_stale")
CHANGE: tuple[Raised, ...] = (*SHOWN, "loan_change_not_possible", "loan_not_active", "idempotency_key_reused")


def raises(*problems: Raised) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route: its own problems by class, those of inner services by code. What follows from a route's
    form (token, role, parameters, body) is added to every operation by `openapi.py`."""
    answers: dict[int | str, dict[str, Any]] = {}
    for problem in problems:
        status, code = (PASSED_ON[problem], problem) if isinstance(problem, str) else _own(problem)
        answers.setdefault(status, {CODES: []})[CODES].append(code)
    return answers


def _own(problem: type[Problem]) -> tuple[int, str]:
    return status_of(problem, STATUSES), problem.code
