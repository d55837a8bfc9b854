"""What each caller inside may do beyond the rule of its route (`tests/matrix`)."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.app import Models, build_app
from contract.lending.applications import AcceptContract
from contract.lending.client import BackendClient, BackendProblem
from contract.lending.loans import AskHardship, ExecuteProposal
from contract.lending.signing_proof import is_proven
from tests.integration.backend.conftest import settings_for
from tests.integration.backend.house import SIGNING_SECRET, House

KEYS = {"mobile_api": "key-of-the-gateway", "actions": "key-of-the-actions"}


# The dialogue talks: it reads, drafts and submits, pays what was agreed to, and asks for people.
# What is signed, reviewed, consented to, or anybody's: the gateway knows who asks.
# The provider signs; health is for everybody.
@pytest.fixture
async def inside_house(house: House, models: Models, models_dir: Path) -> AsyncIterator[dict[str, BackendClient]]:
    """The house's backend as each caller meets it."""
    url = house.database.engine.url.render_as_string(hide_password=False)
    app = build_app(settings_for(url, models_dir).model_copy(update={"service_keys": KEYS}), models, house.clock)
    transport = httpx.ASGITransport(app)
    yield {caller: BackendClient("http://backend", key, transport=transport) for caller, key in KEYS.items()}
    app.state.parts.database.close()


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


async def test_a_contract_is_in_clear_for_its_borrower_alone(
    house: House, inside_house: dict[str, BackendClient]
) -> None:
    application, person = await house.submitted(), await house.named()
    asked = (house.borrower, application.id)
    clear, masked = [await inside_house[caller].contract(*asked) for caller in ("mobile_api", "actions")]
    assert all(one in clear.text.zh and one in clear.text.en for one in (person.name, person.id_number))
    assert not any(one in masked.text.zh + masked.text.en for one in (person.name, person.id_number))
    assert clear.contract_hash == masked.contract_hash


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
