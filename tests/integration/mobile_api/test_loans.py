"""Loan screens: the backend's answers, for the borrower who asks."""

from datetime import date
from decimal import Decimal

import pytest

from backend.applications.errors import OfferExpired
from contract.lending.applications import AcceptContract, Application, ApplicationFields, Contract, CostSheet, Status
from contract.lending.cards import Card
from contract.lending.identity import Identity
from contract.lending.ledger import InclusionProof, SealedEntry, SealedTransaction, SealStatement
from contract.lending.loans import PayoffQuote
from contract.lending.signing_proof import is_proven
from contract.money import Money
from contract.texts import LocalText
from tests.integration.mobile_api.conftest import SECRET, Borrower, Gateway
from tests.integration.mobile_api.scripted_backend import AT, Refusal

OFFER_OVER = Refusal("offer_expired", {"id": 1})
AMOUNT = Money(30_000_00)
MONEY = {"minor": 3_000_000, "currency": "CNY"}


def application(borrower_id: str, status: Status) -> Application:
    fields = ApplicationFields(
        purpose="car", amount=AMOUNT, term_months=12, method="bullet", monthly_income=AMOUNT, credit_check_consent=True
    )
    return Application(
        id="app_1",
        borrower_id=borrower_id,
        status=status,
        product_id=None,
        fields=fields,
        skipped=[],
        missing=[],
        proposal_hash="h1",
        quote=None,
        decision=None,
        loan_id=None,
        created_at=AT,
        submitted_at=None,
    )


async def signed_in(gateway: Gateway) -> tuple[Borrower, str]:
    borrower = await gateway.borrower()
    return borrower, (await borrower.http.get("/me")).json()["id"]


async def test_the_backends_problems_keep_their_status_code_and_data(small_gateway: Gateway):
    borrower, me = await signed_in(small_gateway)
    small_gateway.backend.answers[f"GET /borrowers/{me}/applications/app_1/contract"] = OFFER_OVER
    answer = await borrower.http.get("/applications/app_1/contract")
    # Beside what the backend says stands the request it was said to.
    problem = {"type": "about:blank", "title": OfferExpired.title, "status": 409, "code": "offer_expired"}
    assert (answer.status_code, answer.json()) == (
        409,
        {**problem, "data": {"id": 1}, "request_id": answer.headers["X-Request-Id"]},
    )


async def test_applying_is_one_call_of_the_backend_under_the_apps_own_key(small_gateway: Gateway):
    borrower, me = await signed_in(small_gateway)
    path = f"POST /borrowers/{me}/applications/apply"
    small_gateway.backend.answers[path] = application(me, status="approved")
    before = len(small_gateway.backend.calls)

    body = {"product_id": "car-loan", "fields": {"purpose": "car", "amount": MONEY}}
    answer = await borrower.http.post("/applications", json=body, headers={"Idempotency-Key": "key-12345"})

    assert answer.json()["status"] == "approved"
    assert small_gateway.backend.calls[before:] == [(path, body)]
    assert small_gateway.backend.keys[-1] == "key-12345"


async def test_applying_and_paying_need_an_idempotency_key(small_gateway: Gateway):
    borrower, _ = await signed_in(small_gateway)
    answers = [
        await borrower.http.post("/applications", json={"fields": {}}),
        await borrower.http.post("/loans/lon_1/payments", json={"amount": MONEY}),
    ]
    assert {(a.status_code, a.json()["code"]) for a in answers} == {(422, "invalid_request")}


HASHES = {"contract_hash": "c" * 64, "cost_sheet_hash": "s" * 64}


def contract(contract_hash: str = HASHES["contract_hash"]) -> Contract:
    text, rate = LocalText(zh="合同", en="contract"), Decimal(9)
    costs = CostSheet(lines=[], total_cost=AMOUNT, apr_simple_percent=rate, apr_compound_percent=rate, statement=text)
    return Contract(
        application_id="app_1",
        text=text,
        cost_sheet=costs,
        contract_hash=contract_hash,
        cost_sheet_hash=HASHES["cost_sheet_hash"],
    )


async def test_a_contract_is_accepted_with_a_fresh_code_from_the_borrowers_phone(small_gateway: Gateway, clock):
    borrower, me = await signed_in(small_gateway)
    path = f"POST /borrowers/{me}/applications/app_1/accept"
    small_gateway.backend.answers[f"GET /borrowers/{me}/applications/app_1/contract"] = contract()
    small_gateway.backend.answers[path] = OFFER_OVER

    async def accept(code, **more):
        return await borrower.http.post("/applications/app_1/accept", json={**HASHES, "code": code, **more})

    for_another = await borrower.code_to("contract", "d" * 64)
    for_signing_in = await small_gateway.code_for(borrower.phone)
    none_yet = [await accept(for_another), await accept(for_signing_in)]
    assert [answer.json()["code"] for answer in none_yet] == ["code_expired"] * 2
    code = await borrower.code_to("contract", HASHES["contract_hash"])
    wrong = await accept("wrong")
    assert path not in [call for call, _ in small_gateway.backend.calls]
    right = await accept(code)
    again = await accept(code)

    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_code")
    assert (right.status_code, right.json()["code"]) == (409, "offer_expired")
    assert again.json()["code"] == "code_expired"
    (sent,) = (body for call, body in small_gateway.backend.calls if call == path)
    assert is_proven(SECRET.encode(), me, "app_1", AcceptContract.model_validate(sent))
    assert sent.pop("proof")
    assert sent.pop("code_check").startswith("otp_")
    assert sent.pop("device").startswith("browser:")
    assert sent == {**HASHES, "code_checked_at": clock().isoformat().replace("+00:00", "Z")}

    code = await borrower.code_to("contract", HASHES["contract_hash"])
    await accept(code, installation_id="install-0001")
    assert small_gateway.backend.calls[-1][1]["device"] == "installation:install-0001"


async def test_a_contract_that_changed_is_refused_without_using_the_code_up(small_gateway: Gateway):
    borrower, me = await signed_in(small_gateway)
    path = f"POST /borrowers/{me}/applications/app_1/accept"
    answers = small_gateway.backend.answers
    answers[f"GET /borrowers/{me}/applications/app_1/contract"] = contract("d" * 64)
    answers[path] = OFFER_OVER
    body = {**HASHES, "code": await borrower.code_to("contract", "d" * 64)}

    stale = await borrower.http.post("/applications/app_1/accept", json=body)
    assert (stale.status_code, stale.json()["code"]) == (409, "contract_changed")
    assert stale.json()["data"] == {"contract_hash": "d" * 64, "cost_sheet_hash": "s" * 64}
    assert path not in [call for call, _ in small_gateway.backend.calls]

    await borrower.http.post("/applications/app_1/accept", json={**body, "contract_hash": "d" * 64})
    assert small_gateway.backend.calls[-1][0] == path


async def test_what_a_borrower_tells_of_identity_card_and_autopay_goes_to_the_backend_alone(small_gateway: Gateway):
    borrower, me = await signed_in(small_gateway)
    identity = {"name": "王小明", "id_number": "11010519491231002X", "full_time_student": False}
    card = {"number": "4242424242424242", "holder_name": "王小明"}
    bound = Card(id="card_1", bank=LocalText(zh="行", en="bank"), last4="4242", current=True, bound_at=AT)
    answers = small_gateway.backend.answers
    answers[f"PUT /borrowers/{me}/identity"] = Identity(verified=True, name="王*")
    answers[f"PUT /borrowers/{me}/cards"] = [bound]
    answers[f"PUT /borrowers/{me}/loans/loan_1/autopay"] = Refusal("autopay_text_changed")

    told = await borrower.http.put("/me/identity", json=identity)
    assert {"verified": True, "name": "王*"}.items() <= told.json().items()
    needed = (await borrower.http.put("/me/cards", json=card)).json()["data"]
    code = await borrower.code_to(**needed)
    assert (await borrower.http.put("/me/cards", json={**card, "code": code})).json()[0]["last4"] == "4242"
    refused = await borrower.http.put("/loans/loan_1/autopay", json={"on": True, "text_version": "0"})
    assert (refused.status_code, refused.json()["code"]) == (409, "autopay_text_changed")
    sent, *others = [body for _, body in small_gateway.backend.calls[-3:]]
    assert identity.items() <= sent.items()
    assert others == [card, {"on": True, "text_version": "0"}]


async def test_a_receipts_proof_comes_through_unchanged_or_not_yet(small_gateway: Gateway):
    borrower, me = await signed_in(small_gateway)
    moment = "2026-03-02T09:00:00.000000Z"
    entry = SealedEntry(line=1, account="cash", subject="", currency="CNY", minor=100)
    proof = InclusionProof(
        transaction=SealedTransaction(number=1, key="p", posted_at=moment, entries=[entry]),
        position=0,
        path=[],
        seal=SealStatement(number=1, sealed_at=moment, size=1, root="ab", previous="", key_id="k"),
        signature="s",
        public_key="PEM",
    )
    receipts = f"GET /borrowers/{me}/loans/loan_1/receipts"
    small_gateway.backend.answers[f"{receipts}/receipt_1/proof"] = proof
    small_gateway.backend.answers[f"{receipts}/receipt_2/proof"] = Refusal("ledger_not_yet_sealed", {"number": 2})

    sealed = await borrower.http.get("/loans/loan_1/receipts/receipt_1/proof")
    fresh = await borrower.http.get("/loans/loan_1/receipts/receipt_2/proof")

    assert sealed.json() == proof.model_dump()
    assert (fresh.status_code, fresh.json()["code"]) == (409, "ledger_not_yet_sealed")


@pytest.mark.parametrize("loan_id", ["..%2F..%2Fevents", "a%20b", "x" * 65, "%00"])
async def test_what_is_not_an_id_never_reaches_the_backend(small_gateway: Gateway, loan_id):
    borrower, _ = await signed_in(small_gateway)
    before = len(small_gateway.backend.calls)
    answer = await borrower.http.get(f"/loans/{loan_id}")
    assert answer.status_code in (404, 422)
    assert len(small_gateway.backend.calls) == before


async def test_a_gateway_with_a_wrong_service_key_does_not_sign_its_borrowers_out(small_gateway: Gateway):
    borrower, _ = await signed_in(small_gateway)
    small_gateway.backend.answers["GET /products"] = Refusal("unauthenticated")
    answer = await borrower.http.get("/products")
    assert (answer.status_code, answer.json()["code"]) == (503, "service_misconfigured")


async def test_a_payoff_is_quoted_for_the_day_that_is_asked_for(small_gateway: Gateway):
    borrower, me = await signed_in(small_gateway)
    path = f"POST /borrowers/{me}/loans/loan_1/payoff-quote"
    quote = PayoffQuote(
        loan_id="loan_1",
        on=date(2026, 5, 1),
        amount=AMOUNT,
        principal=AMOUNT,
        interest=Money(0),
        fee=Money(0),
        penalty=Money(0),
        claim=Money(0),
        saved_interest=Money(50_00),
        saved_fee=Money(0),
        proposal_hash="h",
        expires_at=AT,
    )
    small_gateway.backend.answers[path] = quote
    today = await borrower.http.post("/loans/loan_1/payoff-quote")
    later = await borrower.http.post("/loans/loan_1/payoff-quote", json={"on": "2026-05-01"})
    assert [answer.json() for answer in (today, later)] == [quote.model_dump(mode="json")] * 2
    assert [body for call, body in small_gateway.backend.calls if call == path] == [{"on": None}, {"on": "2026-05-01"}]
