"""The stand-in for the backend in the gateway's tests can answer nothing that the backend doesn't."""

import httpx
import pytest

from contract.lending.cases import Case
from contract.lending.problems import BackendCode
from contract.texts import LocalText
from tests.integration.mobile_api.scripted_backend import AT, Answer, NeverAnswered, Refusal, ScriptedBackend

CASE = Case(
    id="case_1", number="260302-000001", borrower_id="b", kind="complaint", urgent=False, loan_id=None, words="…",
    status="open", opened_at=AT, answer=None, answered_at=None,
)  # fmt: skip


def test_a_refusal_with_a_code_that_the_backend_never_sends_does_not_type_check() -> None:
    """mypy fails when the ignore is not needed any more."""
    wrong = Refusal("wrong_status")  # type: ignore[arg-type]
    with pytest.raises(NeverAnswered):
        ScriptedBackend().answers["POST /borrowers/b/applications/a/accept"] = wrong


@pytest.mark.parametrize(
    "call",
    ["GET /complaints", "DELETE /cases", "POST /cases/case_1/answer/again", "GET /borrowers/b/loans/l/receipts/r"],
)
def test_a_call_that_the_backend_does_not_have_is_not_answered(call: str) -> None:
    with pytest.raises(NeverAnswered):
        ScriptedBackend().answers[call] = Refusal("not_found")


@pytest.mark.parametrize(
    "answer",
    [CASE, [CASE.model_copy(update={"status": "current"})], [CASE, LocalText(zh="…", en="…")]],
    ids=["one for a list", "a copy with a made-up status", "another model"],
)
def test_a_shape_that_its_route_never_answers_is_not_answered(answer: Answer) -> None:
    with pytest.raises(NeverAnswered):
        ScriptedBackend().answers["GET /cases"] = answer


def test_a_code_with_which_its_route_never_refuses_is_not_answered() -> None:
    with pytest.raises(NeverAnswered):
        ScriptedBackend().answers["GET /borrowers/b/cases"] = Refusal("offer_expired")


def test_several_answers_at_once_are_checked_too() -> None:
    with pytest.raises(NeverAnswered):
        ScriptedBackend().answers.update({"GET /cases": [CASE], "GET /borrowers/b/cases": CASE})


@pytest.mark.parametrize(
    ("call", "code", "status"),
    [
        ("POST /reviews/r/decline", "review_changed", 409),
        ("POST /reviews/r/decline", "unknown_reason", 422),
        ("POST /reviews/r/decline", "not_found", 404),
        ("POST /reviews/r/decline", "caller_not_allowed", 403),
        ("POST /reviews/r/decline", "unauthenticated", 401),
        ("GET /reviews/r/documents/d", "document_erased", 410),
    ],
)
async def test_a_refusal_is_the_backends_own_problem(call: str, code: BackendCode, status: int) -> None:
    backend = ScriptedBackend()
    backend.answers[call] = Refusal(code, {"id": 1})
    transport = httpx.ASGITransport(backend.app())
    async with httpx.AsyncClient(transport=transport, base_url="http://backend") as http:
        answer = await http.request(*call.split())
    assert (answer.status_code, answer.json()["code"], answer.json()["data"]) == (status, code, {"id": 1})


async def test_a_call_of_a_path_that_the_backend_does_not_have_is_found_at_the_end() -> None:
    backend = ScriptedBackend()
    transport = httpx.ASGITransport(backend.app(), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://backend") as http:
        await http.get("/cases")
        backend.check_calls()
        await http.get("/complaints")
    with pytest.raises(NeverAnswered):
        backend.check_calls()
