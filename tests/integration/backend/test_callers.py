"""What each caller inside may do, route by route."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from backend.app import Models, build_app
from contract.lending.applications import AcceptContract
from contract.lending.client import BackendClient, BackendProblem
from contract.lending.loans import AskHardship, ExecuteProposal
from contract.lending.signing_proof import is_proven
from tests.integration.backend.conftest import settings_for
from tests.integration.backend.house import SIGNING_SECRET, House

KEYS = {"mobile_api": "key-of-the-gateway", "actions": "key-of-the-actions"}
B = "/borrowers/{borrower_id}"
APPLICATION, LOAN, REVIEW = B + "/applications/{application_id}", B + "/loans/{loan_id}", "/reviews/{review_id}"
# The dialogue talks: it reads, drafts and submits, pays what was agreed to, and asks for people.
BOTH = {
    f"GET {B}/applications", f"POST {B}/applications", f"GET {APPLICATION}", f"PATCH {APPLICATION}",
    f"POST {APPLICATION}/submit", f"POST {APPLICATION}/withdraw", f"POST {APPLICATION}/decline",
    f"POST {APPLICATION}/review", f"POST {APPLICATION}/cancel", f"GET {APPLICATION}/contract",
    f"GET {B}/loans", f"GET {LOAN}", f"GET {LOAN}/schedule", f"GET {LOAN}/receipts", f"POST {LOAN}/payoff-quote",
    f"POST {LOAN}/proposals", f"POST {LOAN}/proposals/execute", f"GET {LOAN}/settlement-certificate",
    f"POST {LOAN}/payments", f"GET {LOAN}/payments", f"GET {LOAN}/payout",
    # Switched after its text was read out and a yes; it takes only what is due.
    f"GET {LOAN}/autopay", f"PUT {LOAN}/autopay",
    f"GET {B}/cards", f"GET {B}/cases", f"POST {B}/cases", f"GET {B}/recommendations",
    "GET /products", "POST /quotes", "GET /help", "GET /help/{answer_id}",
}  # fmt: skip
# What is signed, reviewed, consented to, or anybody's: the gateway knows who asks.
GATEWAY_ALONE = {
    f"PUT {B}", f"POST {B}/interactions", f"GET {B}/identity", f"PUT {B}/identity", f"PUT {B}/cards",
    f"GET {B}/holds", f"POST {B}/holds", f"POST {B}/holds/{{hold_id}}/lift",
    f"POST {B}/applications/apply", f"POST {APPLICATION}/accept",
    f"POST {APPLICATION}/documents", f"GET {APPLICATION}/documents",
    f"GET {LOAN}/proposals/waiting", f"POST {LOAN}/proposals/{{proposal_hash}}/consent",
    f"GET {LOAN}/receipts/{{receipt_id}}/proof", f"POST {LOAN}/payout",
    "GET /reviews", f"GET {REVIEW}", f"GET {REVIEW}/documents/{{document_id}}",
    *(f"POST {REVIEW}/{act}" for act in ("request-document", "approve", "counter", "confirm", "return", "decline")),
    "GET /cases", "POST /cases/{case_id}/answer", "GET /events", "GET /about",
}  # fmt: skip
# The provider signs; health is for everybody.
UNKEYED = {"POST /provider/callbacks", "POST /provider/events", "GET /healthz", "GET /readyz", "GET /metrics"}


@pytest.fixture
def inside(tmp_path: Path, models: Models, models_dir: Path) -> Iterator[TestClient]:
    settings = settings_for(f"sqlite:///{tmp_path / 'callers.db'}", models_dir)
    app = build_app(settings.model_copy(update={"service_keys": KEYS}), models)
    yield TestClient(app, raise_server_exceptions=False)
    app.state.parts.database.close()


@pytest.fixture
async def inside_house(house: House, models: Models, models_dir: Path) -> AsyncIterator[dict[str, BackendClient]]:
    """The house's backend as each caller meets it."""
    url = house.database.engine.url.render_as_string(hide_password=False)
    app = build_app(settings_for(url, models_dir).model_copy(update={"service_keys": KEYS}), models, house.clock)
    transport = httpx.ASGITransport(app)
    yield {caller: BackendClient("http://backend", key, transport=transport) for caller, key in KEYS.items()}
    app.state.parts.database.close()


def routes_of(inside: TestClient) -> set[str]:
    paths = cast(FastAPI, inside.app).openapi()["paths"]
    return {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}


def test_every_route_names_its_callers(inside: TestClient) -> None:
    assert routes_of(inside) - UNKEYED == BOTH | GATEWAY_ALONE


@pytest.mark.parametrize("caller", KEYS)
def test_a_caller_is_let_in_where_it_has_business_and_nowhere_else(inside: TestClient, caller: str) -> None:
    let_in = set()
    for route in BOTH | GATEWAY_ALONE:
        method, path = route.split()
        answer = inside.request(method, path.replace("{", "").replace("}", ""), headers={"X-Service-Key": KEYS[caller]})
        if answer.status_code != 403:
            let_in.add(route)
        else:
            assert answer.json()["code"] == "caller_not_allowed"
    assert let_in == (BOTH if caller == "actions" else BOTH | GATEWAY_ALONE)


async def test_staff_speak_through_the_gateway_alone(house: House, inside_house: dict[str, BackendClient]) -> None:
    loan = await house.paid_out()
    plan = AskHardship(kind="hardship", extra_months=6, staff_id="invented", reason="because I say so")
    with pytest.raises(BackendProblem) as refused:
        await inside_house["actions"].propose_change(house.borrower, loan.id, plan)
    assert (refused.value.status, refused.value.code) == (403, "caller_not_allowed")
    shown = await inside_house["mobile_api"].propose_change(house.borrower, loan.id, plan)
    body = ExecuteProposal(proposal_hash=shown.proposal_hash, kinds=["hardship"])
    with pytest.raises(BackendProblem) as refused:
        await inside_house["actions"].execute_change(house.borrower, loan.id, body, idempotency_key="forged")
    assert refused.value.code == "not_found"


async def test_with_the_dialogues_key_no_contract_is_accepted(
    house: House, inside_house: dict[str, BackendClient]
) -> None:
    application = await house.submitted()
    body = house.acceptance_of(await house.client.contract(house.borrower, application.id))
    with pytest.raises(BackendProblem) as refused:
        await inside_house["actions"].accept_contract(house.borrower, application.id, body, idempotency_key="forged")
    assert (refused.value.status, refused.value.code) == (403, "caller_not_allowed")
    assert await house.client.loans(house.borrower) == []


@pytest.mark.parametrize(
    "forged",
    [
        {"proof": ""},
        {"proof": "0" * 64},
        {"code_check": "forged"},
        {"device": "installation:another"},
        {"code_checked_at": datetime(2026, 3, 31, 4, 1, tzinfo=UTC)},
    ],
)
async def test_an_acceptance_without_the_gateways_proof_is_refused(house: House, forged: dict[str, Any]) -> None:
    application = await house.submitted()
    body = house.acceptance_of(await house.client.contract(house.borrower, application.id))
    with pytest.raises(BackendProblem) as refused:
        await house.client.accept_contract(
            house.borrower, application.id, body.model_copy(update=forged), idempotency_key="forged"
        )
    assert (refused.value.status, refused.value.code) == (403, "signing_not_proven")
    assert await house.client.loans(house.borrower) == []


async def test_a_proof_is_good_for_one_borrower_and_one_application(house: House) -> None:
    mine, other = await house.submitted(), await house.submitted("somebody-else")
    body = house.acceptance_of(await house.client.contract(house.borrower, mine.id))
    with pytest.raises(BackendProblem) as refused:
        await house.client.accept_contract("somebody-else", other.id, body, idempotency_key="replayed")
    assert refused.value.code == "signing_not_proven"


async def test_the_proof_is_kept_with_the_acceptance_and_can_be_checked_later(house: House) -> None:
    application = await house.submitted()
    contract = await house.client.contract(house.borrower, application.id)
    await house.client.accept_contract(
        house.borrower, application.id, house.acceptance_of(contract), idempotency_key="accept"
    )
    kept = (await house.client.contract(house.borrower, application.id)).acceptance
    assert kept is not None
    assert is_proven(
        SIGNING_SECRET, house.borrower, application.id, AcceptContract(**kept.model_dump(exclude={"accepted_at"}))
    )
