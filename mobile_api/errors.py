"""Statuses of the gateway's problems, in one place. What is not named here is 422."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from backend.client import BackendProblem, BackendUnavailable
from mobile_api.auth.errors import InvalidCredentials, MessagesCannotBeSent
from mobile_api.chat.errors import ConversationClosed
from mobile_api.desk.errors import HandoffTaken
from mobile_api.loans.errors import ContractChanged
from mobile_api.upstreams.speech import SpeechProblem, SpeechUnavailable
from mobile_api.voice.errors import AudioTooLarge
from servicekit import problems

STATUSES: dict[type[problems.Problem], int] = {
    InvalidCredentials: 401,
    MessagesCannotBeSent: 503,
    ConversationClosed: 409,
    ContractChanged: 409,
    HandoffTaken: 409,
    AudioTooLarge: 413,
}


def install(app: FastAPI) -> None:
    problems.install(app, STATUSES)
    app.add_exception_handler(BackendProblem, passed_on)
    app.add_exception_handler(SpeechProblem, passed_on)
    app.add_exception_handler(BackendUnavailable, backend_unavailable)
    app.add_exception_handler(SpeechUnavailable, speech_unavailable)
    app.add_exception_handler(Exception, failed)


async def passed_on(_: Request, error: Exception) -> JSONResponse:
    """What an inner service refused, with its own status and code. Our own bad key is not the client's fault."""
    assert isinstance(error, BackendProblem | SpeechProblem)  # noqa: S101 - registered for these classes alone
    if error.status == 401:
        return problems.problem_response(503, "service_misconfigured", "A service inside refused the gateway.", {})
    data = error.data if isinstance(error, BackendProblem) else {}
    return problems.problem_response(error.status, error.code, error.title, data)


async def backend_unavailable(_: Request, __: Exception) -> JSONResponse:
    return problems.problem_response(503, "backend_unavailable", "The loan system does not answer; try again.", {})


async def speech_unavailable(_: Request, __: Exception) -> JSONResponse:
    return problems.problem_response(503, "speech_unavailable", "Speech is not available; type instead.", {})


async def failed(_: Request, __: Exception) -> JSONResponse:
    """A fault of ours; the server logs it."""
    return problems.problem_response(500, "internal_error", "Something went wrong here.", {})
