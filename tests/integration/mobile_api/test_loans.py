"""Loan screens: the backend's answers, for the borrower who asks."""

import pytest

PROBLEM = {
    "type": "about:blank",
    "title": "The offer is over.",
    "status": 409,
    "code": "offer_expired",
    "data": {"id": 1},
}
MONEY = {"minor": 3_000_000, "currency": "CNY"}


def application(borrower_id, **more):
    fields = {"purpose": "car", "amount": MONEY, "term_months": 12, "method": "bullet", "monthly_income": MONEY}
    return {
        "id": "app_1",
        "borrower_id": borrower_id,
        "status": "draft",
        "product_id": None,
        "fields": {**fields, "credit_check_consent": True},
        "skipped": [],
        "missing": [],
        "proposal_hash": "h1",
        "quote": None,
        "decision": None,
        "loan_id": None,
        "created_at": "2026-03-02T09:00:00Z",
        "submitted_at": None,
        **more,
    }


async def signed_in(gateway):
    borrower = await gateway.borrower()
    return borrower, (await borrower.http.get("/me")).json()["id"]


async def test_the_backends_problems_keep_their_status_code_and_data(small_gateway):
    borrower, me = await signed_in(small_gateway)
    small_gateway.backend.answers[f"POST /borrowers/{me}/applications/app_1/decline"] = (409, PROBLEM)
    answer = await borrower.http.post("/applications/app_1/decline")
    assert (answer.status_code, answer.json()) == (409, PROBLEM)


async def test_applying_fills_a_draft_skips_what_was_left_out_and_submits_what_was_shown(small_gateway):
    borrower, me = await signed_in(small_gateway)
    at, answers = f"/borrowers/{me}/applications", small_gateway.backend.answers
    answers[f"POST {at}"] = (200, application(me, missing=["housing", "debt"], proposal_hash=None))
    answers[f"PATCH {at}/app_1"] = (200, application(me))
    answers[f"POST {at}/app_1/submit"] = (200, application(me, status="approved"))

    body = {"fields": {"purpose": "car", "amount": MONEY}}
    answer = await borrower.http.post("/applications", json=body, headers={"Idempotency-Key": "key-12345"})

    assert answer.json()["status"] == "approved"
    assert small_gateway.backend.calls[-2:] == [
        (f"PATCH {at}/app_1", {"skip": ["housing", "debt"]}),
        (f"POST {at}/app_1/submit", {"proposal_hash": "h1"}),
    ]


async def test_an_application_without_vital_answers_is_refused_with_their_names(small_gateway):
    borrower, me = await signed_in(small_gateway)
    draft = application(me, missing=["term_months", "housing"], proposal_hash=None)
    small_gateway.backend.answers[f"POST /borrowers/{me}/applications"] = (200, draft)
    answer = await borrower.http.post("/applications", json={"fields": {}}, headers={"Idempotency-Key": "key-12345"})
    assert (answer.status_code, answer.json()["code"]) == (422, "application_incomplete")
    assert answer.json()["data"] == {"missing": ["term_months"]}


async def test_applying_and_paying_need_an_idempotency_key(small_gateway):
    borrower, _ = await signed_in(small_gateway)
    answers = [
        await borrower.http.post("/applications", json={"fields": {}}),
        await borrower.http.post("/loans/lon_1/payments", json={"amount": MONEY}),
    ]
    assert {(a.status_code, a.json()["code"]) for a in answers} == {(422, "invalid_request")}


async def test_a_contract_is_accepted_with_a_fresh_code_from_the_borrowers_phone(small_gateway):
    borrower, me = await signed_in(small_gateway)
    path = f"POST /borrowers/{me}/applications/app_1/accept"
    stale = {"title": "It changed.", "status": 409, "code": "contract_changed"}
    small_gateway.backend.answers[path] = (409, stale)
    hashes = {"contract_hash": "c" * 64, "cost_sheet_hash": "s" * 64}

    async def accept(code):
        return await borrower.http.post("/applications/app_1/accept", json={**hashes, "code": code})

    code = await small_gateway.code_for(borrower.phone)
    wrong = await accept("wrong")
    assert path not in [call for call, _ in small_gateway.backend.calls]
    right = await accept(code)

    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_code")
    assert (right.status_code, right.json()["code"]) == (409, "contract_changed")
    assert small_gateway.backend.calls[-1] == (path, hashes)


@pytest.mark.parametrize("loan_id", ["..%2F..%2Fevents", "a%20b", "x" * 65, "%00"])
async def test_what_is_not_an_id_never_reaches_the_backend(small_gateway, loan_id):
    borrower, _ = await signed_in(small_gateway)
    before = len(small_gateway.backend.calls)
    answer = await borrower.http.get(f"/loans/{loan_id}")
    assert answer.status_code in (404, 422)
    assert len(small_gateway.backend.calls) == before


async def test_a_gateway_with_a_wrong_service_key_does_not_sign_its_borrowers_out(small_gateway):
    borrower, _ = await signed_in(small_gateway)
    small_gateway.backend.answers["GET /products"] = (
        401,
        {"title": "A key.", "status": 401, "code": "unauthenticated"},
    )
    answer = await borrower.http.get("/products")
    assert (answer.status_code, answer.json()["code"]) == (503, "service_misconfigured")


async def test_a_payoff_is_quoted_for_the_day_that_is_asked_for(small_gateway):
    borrower, me = await signed_in(small_gateway)
    path = f"POST /borrowers/{me}/loans/loan_1/payoff-quote"
    parts = dict.fromkeys(("amount", "principal", "interest", "fee", "penalty", "saved_interest", "saved_fee"), MONEY)
    quote = {
        "loan_id": "loan_1",
        "on": "2026-05-01",
        "proposal_hash": "h",
        "expires_at": "2026-05-01T16:00:00Z",
        **parts,
    }
    small_gateway.backend.answers[path] = (200, quote)
    today = await borrower.http.post("/loans/loan_1/payoff-quote")
    later = await borrower.http.post("/loans/loan_1/payoff-quote", json={"on": "2026-05-01"})
    assert (today.json(), later.json()) == (quote, quote)
    assert [body for call, body in small_gateway.backend.calls if call == path] == [{"on": None}, {"on": "2026-05-01"}]
