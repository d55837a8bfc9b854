"""Complaints through the gateway: the borrower's own, and the staff's answer."""

import pytest

from contract.lending.cases import Case
from tests.integration.mobile_api.conftest import Gateway
from tests.integration.mobile_api.scripted_backend import AT

CASE = Case(
    id="case_1", number="260302-000001", borrower_id="x", kind="complaint", urgent=False, loan_id=None, words="催收态度恶劣",
    status="open", opened_at=AT, answer=None, answered_at=None,
)  # fmt: skip
ANSWERED = CASE.model_copy(update={"status": "answered", "answer": "已处理"})


async def test_a_complaint_opens_a_case_under_the_borrowers_key(small_gateway: Gateway):
    borrower = await small_gateway.borrower()
    me = (await borrower.http.get("/me")).json()["id"]
    small_gateway.backend.answers[f"POST /borrowers/{me}/cases"] = CASE

    answer = await borrower.http.post(
        "/complaints", json={"words": "催收态度恶劣"}, headers={"Idempotency-Key": "complain-1"}
    )

    assert (answer.status_code, answer.json()["number"]) == (201, "260302-000001")
    assert "borrower_id" not in answer.json()
    call, body = small_gateway.backend.calls[-1]
    assert (call, body) == (
        f"POST /borrowers/{me}/cases",
        {"kind": "complaint", "words": "催收态度恶劣", "loan_id": None},
    )
    assert small_gateway.backend.keys[-1] == "complain-1"


async def test_a_borrower_reads_their_cases(small_gateway: Gateway):
    borrower = await small_gateway.borrower()
    me = (await borrower.http.get("/me")).json()["id"]
    small_gateway.backend.answers[f"GET /borrowers/{me}/cases"] = [CASE]
    assert [case["id"] for case in (await borrower.http.get("/complaints")).json()] == ["case_1"]


async def test_staff_answer_under_their_own_name(small_gateway: Gateway):
    desk = await small_gateway.staff("wang")
    small_gateway.backend.answers["GET /cases"] = [CASE]
    small_gateway.backend.answers["POST /cases/case_1/answer"] = ANSWERED

    assert [case["id"] for case in (await desk.get("/desk/cases")).json()] == ["case_1"]
    answered = await desk.post("/desk/cases/case_1/answer", json={"answer": "已处理"})

    assert answered.json()["status"] == "answered"
    staff_id = (await desk.get("/desk/me")).json()["id"]
    assert ("POST /cases/case_1/answer", {"staff_id": staff_id, "answer": "已处理"}) in small_gateway.backend.calls


@pytest.mark.parametrize("body", [{}, {"words": "  "}, {"words": "长" * 1001}])
async def test_a_complaint_without_words_or_with_too_many_is_refused(small_gateway, body):
    borrower = await small_gateway.borrower()
    answer = await borrower.http.post("/complaints", json=body, headers={"Idempotency-Key": "complain-1"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
