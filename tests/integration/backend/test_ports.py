"""Which ports are connected, and that production makes no new loan while a needed one is not."""

import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend.app import Models
from backend.ports import PortNotConnected, Ports
from contract.lending.applications import StartApplication, SubmitApplication
from contract.lending.client import BackendProblem
from contract.lending.ports import Port
from tests.fakes.bank import public_setting
from tests.integration.backend.conftest import running_house
from tests.integration.backend.house import House

HASH = "0" * 64
NEEDED = ["register", "card", "provider"]


@pytest.fixture
async def real(
    database_url: str, models_dir: Path, models: Models, tls: ssl.SSLContext, tmp_path: Path
) -> AsyncIterator[House]:
    """A house in production, with nothing connected."""
    async with running_house(database_url, models_dir, models, tls, tmp_path, environment="production") as house:
        await house.client.register_borrower(house.borrower, "zh")
        yield house


async def test_development_plays_what_is_needed_and_says_so(house: House) -> None:
    ports = await house.client.ports()
    assert [port.name for port in ports if port.needed] == NEEDED
    assert {port.kind for port in ports if port.needed} == {"sandbox"}
    assert not any(port.connected for port in ports)
    assert (await house.accepted()).status == "pending_payout"


async def test_production_makes_no_new_loan_while_a_needed_port_is_not_connected(real: House) -> None:
    client, borrower = real.client, real.borrower
    application = await client.start_application(borrower, StartApplication(), idempotency_key="start")
    body = {
        "contract_hash": HASH,
        "cost_sheet_hash": HASH,
        "code_check": "otp_1",
        "code_checked_at": "2026-03-31T04:00:00Z",
        "device": "d",
    }
    for path, sent in (
        (f"/{application.id}/submit", SubmitApplication(proposal_hash=HASH).model_dump()),
        (f"/{application.id}/accept", body),
        ("/apply", {}),
    ):
        answer = await real.http.post(
            f"/borrowers/{borrower}/applications{path}", json=sent, headers={"Idempotency-Key": path}
        )
        assert (answer.status_code, answer.json()["code"]) == (409, "port_not_connected"), answer.text
        assert answer.json()["data"] == {"ports": NEEDED}
    assert (await client.application(borrower, application.id)).status == "draft"
    assert await client.loans(borrower) == []
    parts = (await real.http.get("/readyz")).json()["parts"]
    assert parts["ports"] == "not connected: register, card, provider"


async def test_a_provider_by_setting_is_connected(
    database_url: str, models_dir: Path, models: Models, tls: ssl.SSLContext, tmp_path: Path
) -> None:
    bank = {"provider": "http", "provider_public_key": public_setting("bank"), "environment": "production"}
    async with running_house(database_url, models_dir, models, tls, tmp_path, (), **bank) as house:
        [provider] = [port for port in await house.client.ports() if port.name == "provider"]
        assert (provider.kind, provider.connected) == ("http", True)
        with pytest.raises(BackendProblem) as refused:
            await house.client.submit_application(
                "b", "a", SubmitApplication(proposal_hash=HASH), idempotency_key="submit"
            )
        assert refused.value.data == {"ports": ["register", "card"]}


def test_with_all_that_is_needed_connected_production_lends() -> None:
    named = [Port.of("register", "a bureau of police", needed=True), Port.of("face", "none")]
    Ports(named, must_be_connected=True).check()
    lacking = [Port.of("register", "sandbox", needed=True), *named[1:]]
    Ports(lacking, must_be_connected=False).check()
    with pytest.raises(PortNotConnected):
        Ports(lacking, must_be_connected=True).check()
