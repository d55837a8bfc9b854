"""Loan screens: the backend's answers, for the borrower who asks."""

import pytest

from contract.lending.applications import AcceptContract
from contract.lending.signing_proof import is_proven

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
    small_gateway.backend.answers[f"GET /borrowers/{me}/applications/app_1/contract"] = (409, PROBLEM)
    answer = await borrower.http.get("/applications/app_1/contract")
    assert (answer.status_code, answer.json()) == (409, PROBLEM)


async def test_applying_is_one_call_of_the_backend_under_the_apps_own_key(small_gateway):
    borrower, me = await signed_in(small_gateway)
    path = f"POST /borrowers/{me}/applications/apply"
    small_gateway.backend.answers[path] = (200, application(me, status="approved"))
    before = len(small_gateway.backend.calls)

    body = {"product_id": "car-loan", "fields": {"purpose": "car", "amount": MONEY}}
    answer = await borrower.http.post("/applications", json=body, headers={"Idempotency-Key": "key-12345"})

    assert answer.json()["status"] == "approved"
    assert small_gateway.backend.calls[before:] == [(path, body)]
    assert small_gateway.backend.keys[-1] == "key-12345"


async def test_applying_and_paying_need_an_idempotency_key(small_gateway):
    borrower, _ = await signed_in(small_gateway)
    answers = [
        await borrower.http.post("/applications", json={"fields": {}}),
        await borrower.http.post("/loans/lon_1/payments", json={"amount": MONEY}),
    ]
    assert {(a.status_code, a.json()["code"]) for a in answers} == {(422, "invalid_request")}


HASHES = {"contract_hash": "c" * 64, "cost_sheet_hash": "s" * 64}


def contract(**other):
    text = {"zh": "合同", "en": "contract"}
    sheet = {
        "lines": [],
        "total_cost": MONEY,
        "apr_simple_percent": "9",
        "apr_compound_percent": "9",
        "statement": text,
    }
    return {"application_id": "app_1", "text": text, "cost_sheet": sheet, **HASHES, **other}


async def test_a_contract_is_accepted_with_a_fresh_code_from_the_borrowers_phone(small_gateway, clock):
    borrower, me = await signed_in(small_gateway)
    path = f"POST /borrowers/{me}/applications/app_1/accept"
    small_gateway.backend.answers[f"GET /borrowers/{me}/applications/app_1/contract"] = (200, contract())
    small_gateway.backend.answers[path] = (409, PROBLEM)

    async def accept(code, **more):
        return await borrower.http.post("/applications/app_1/accept", json={**HASHES, "code": code, **more})

    code = await small_gateway.code_for(borrower.phone)
    wrong = await accept("wrong")
    assert path not in [call for call, _ in small_gateway.backend.calls]
    right = await accept(code)
    again = await accept(code)

    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_code")
    assert (right.status_code, right.json()["code"]) == (409, "offer_expired")
    assert again.json()["code"] == "code_expired"
    (sent,) = (body for call, body in small_gateway.backend.calls if call == path)
    assert is_proven(b"s" * 40, me, "app_1", AcceptContract.model_validate(sent))
    assert sent.pop("proof")
    assert sent.pop("code_check").startswith("otp_")
    assert sent.pop("device").startswith("browser:")
    assert sent == {**HASHES, "code_checked_at": clock().isoformat().replace("+00:00", "Z")}

    code = await small_gateway.code_for(borrower.phone)
    await accept(code, installation_id="install-0001")
    assert small_gateway.backend.calls[-1][1]["device"] == "installation:install-0001"


async def test_a_contract_that_changed_is_refused_without_using_the_code_up(small_gateway):
    borrower, me = await signed_in(small_gateway)
    path = f"POST /borrowers/{me}/applications/app_1/accept"
    answers = small_gateway.backend.answers
    answers[f"GET /borrowers/{me}/applications/app_1/contract"] = (200, contract(contract_hash="d" * 64))
    answers[path] = (409, PROBLEM)
    body = {**HASHES, "code": await small_gateway.code_for(borrower.phone)}

    stale = await borrower.http.post("/applications/app_1/accept", json=body)
    assert (stale.status_code, stale.json()["code"]) == (409, "contract_changed")
    assert stale.json()["data"] == {"contract_hash": "d" * 64, "cost_sheet_hash": "s" * 64}
    assert path not in [call for call, _ in small_gateway.backend.calls]

    await borrower.http.post("/applications/app_1/accept", json={**body, "contract_hash": "d" * 64})
    assert small_gateway.backend.calls[-1][0] == path


async def test_what_a_borrower_tells_of_identity_card_and_autopay_goes_to_the_backend_alone(small_gateway):
    borrower, me = await signed_in(small_gateway)
    identity = {"name": "王小明", "id_number": "11010519491231002X", "full_time_student": False}
    card = {"number": "4242424242424242", "holder_name": "王小明"}
    shown = {"id": "card_1", "bank": {"zh": "行", "en": "bank"}, "last4": "4242", "current": True}
    answers = small_gateway.backend.answers
    answers[f"PUT /borrowers/{me}/identity"] = (200, {"verified": True, "name": "王*"})
    answers[f"PUT /borrowers/{me}/cards"] = (200, [{**shown, "bound_at": "2026-03-02T09:00:00Z"}])
    answers[f"PUT /borrowers/{me}/loans/loan_1/autopay"] = (409, {**PROBLEM, "code": "autopay_text_changed"})

    told = await borrower.http.put("/me/identity", json=identity)
    assert told.json() == {"verified": True, "name": "王*", "verified_at": None}
    assert (await borrower.http.put("/me/cards", json=card)).json()[0]["last4"] == "4242"
    refused = await borrower.http.put("/loans/loan_1/autopay", json={"on": True, "text_version": "0"})
    assert (refused.status_code, refused.json()["code"]) == (409, "autopay_text_changed")
    assert [body for _, body in small_gateway.backend.calls[-3:]] == [identity, card, {"on": True, "text_version": "0"}]


async def test_a_receipts_proof_comes_through_unchanged_or_not_yet(small_gateway):
    borrower, me = await signed_in(small_gateway)
    seal = {
        "number": 1,
        "sealed_at": "2026-03-02T09:00:00.000000Z",
        "size": 1,
        "root": "ab",
        "previous": "",
        "key_id": "k",
    }
    entry = {"line": 1, "account": "cash", "subject": "", "currency": "CNY", "minor": 100}
    transaction = {"number": 1, "key": "p", "posted_at": "2026-03-02T09:00:00.000000Z", "entries": [entry]}
    proof = {
        "transaction": transaction,
        "position": 0,
        "path": [],
        "seal": seal,
        "signature": "s",
        "public_key": "PEM",
    }
    waiting = {"title": "Not yet.", "status": 409, "code": "ledger_not_yet_sealed", "data": {"number": 2}}
    receipts = f"GET /borrowers/{me}/loans/loan_1/receipts"
    small_gateway.backend.answers[f"{receipts}/receipt_1/proof"] = (200, proof)
    small_gateway.backend.answers[f"{receipts}/receipt_2/proof"] = (409, waiting)

    sealed = await borrower.http.get("/loans/loan_1/receipts/receipt_1/proof")
    fresh = await borrower.http.get("/loans/loan_1/receipts/receipt_2/proof")

    assert sealed.json() == proof
    assert (fresh.status_code, fresh.json()["code"]) == (409, "ledger_not_yet_sealed")


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
    parts = dict.fromkeys(
        ("amount", "principal", "interest", "fee", "penalty", "claim", "saved_interest", "saved_fee"), MONEY
    )
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
