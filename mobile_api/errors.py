"""Statuses of the gateway's problems, in one place. What is not named here is 422."""

from collections.abc import Sequence

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from contract.lending.client import BackendProblem, BackendUnavailable
from contract.lending.problems import BackendCode
from mobile_api.auth.errors import (
    AccountInUse,
    InvalidCredentials,
    MatchNeeded,
    MessagesCannotBeSent,
    NotLimited,
    NumberMissing,
    PhoneTaken,
    StepUpNeeded,
)
from mobile_api.chat.errors import ClientIdReused, ConversationClosed
from mobile_api.desk.errors import HandoffTaken
from mobile_api.loans.errors import ContractChanged, DocumentTooLarge
from mobile_api.rights.errors import DialogueAway
from mobile_api.upstreams.speech import SpeechProblem, SpeechUnavailable
from mobile_api.voice.errors import AudioTooLarge
from servicekit import outages, problems

# What the backend refuses the gateway itself, whoever asked it.
REFUSED_TO_US: Sequence[BackendCode] = ("caller_not_allowed", "signing_not_proven")


class LoanSystemAway(problems.Problem):
    code = "backend_unavailable"
    title = "The loan system does not answer; try again."


class ServiceMisconfigured(problems.Problem):
    """Our own bad key or secret is not the client's fault."""

    code = "service_misconfigured"
    title = "A service inside refused the gateway."


class InternalError(problems.Problem):
    """A fault of ours; the server logs it."""

    code = "internal_error"
    title = "Something went wrong here."


# RFC 9470: the token is a good one, and more is asked for.
STEP_UP = {"WWW-Authenticate": 'Bearer error="insufficient_user_authentication"'}
STATUSES: dict[type[problems.Problem], int] = {
    InvalidCredentials: 401,
    StepUpNeeded: 401,
    MatchNeeded: 403,
    AccountInUse: 409,
    NotLimited: 409,
    NumberMissing: 409,
    PhoneTaken: 409,
    MessagesCannotBeSent: 503,
    ClientIdReused: 409,
    ConversationClosed: 409,
    ContractChanged: 409,
    HandoffTaken: 409,
    AudioTooLarge: 413,
    DocumentTooLarge: 413,
    SpeechUnavailable: 503,
    DialogueAway: 503,
    LoanSystemAway: 503,
    ServiceMisconfigured: 503,
    InternalError: 500,
}


def install(app: FastAPI) -> None:
    problems.install(app, STATUSES)
    outages.install(app)
    app.add_exception_handler(StepUpNeeded, step_up_needed)
    app.add_exception_handler(BackendProblem, passed_on)
    app.add_exception_handler(SpeechProblem, passed_on)
    app.add_exception_handler(BackendUnavailable, backend_unavailable)
    app.add_exception_handler(Exception, failed)


async def step_up_needed(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, StepUpNeeded)  # noqa: S101 - registered for this class alone
    return problems.problem_response(STATUSES[StepUpNeeded], error.code, error.title, error.data, STEP_UP)


async def passed_on(_: Request, error: Exception) -> JSONResponse:
    """What an inner service refused, with its own status and code."""
    assert isinstance(error, BackendProblem | SpeechProblem)  # noqa: S101 - registered for these classes alone
    if error.status == 401 or (isinstance(error, BackendProblem) and error.is_one_of(*REFUSED_TO_US)):
        return rendered(ServiceMisconfigured)
    data = error.data if isinstance(error, BackendProblem) else {}
    return problems.problem_response(error.status, error.code, error.title, data)


async def backend_unavailable(_: Request, __: Exception) -> JSONResponse:
    return rendered(LoanSystemAway)


async def failed(_: Request, __: Exception) -> JSONResponse:
    return rendered(InternalError)


def rendered(kind: type[problems.Problem]) -> JSONResponse:
    return problems.problem_response(STATUSES[kind], kind.code, kind.title, {})
