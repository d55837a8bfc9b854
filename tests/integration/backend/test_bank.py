"""Loans whose money moves through a bank over signed HTTP that misbehaves: each order moves money once, and the books follow."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend.app import Models
from backend.ledger.service import balance, verify
from backend.payments.bank import BankProvider
from contract.lending.loans import Loan, Payment, StartPayment
from contract.money import Money
from tests.conformance.provider import Sent
from tests.fakes.bank import FakeBank, key_of, public_setting, signer
from tests.fakes.misbehaving import How
from tests.integration.backend.conftest import running_house
from tests.integration.backend.house import SECRET, House
from tests.serving import served

PRINCIPAL, PAID = Money(30_000_00), Money(1_000_00)


@dataclass
class Banked:
    house: House
    bank: FakeBank

    async def told(self, sent: Sent) -> tuple[int, str]:
        """What a callback is answered."""
        headers, body = sent
        answer = await self.house.http.post("/provider/callbacks", content=body, headers=dict(headers))
        return answer.status_code, answer.json()["code"] if answer.content else ""

    async def ended(self, transfer_id: str, failure: str = "") -> tuple[int, str]:
        self.bank.end(transfer_id, failure)
        return await self.told(self.bank.callback(transfer_id))

    async def paid_out(self) -> Loan:
        loan = await self.house.accepted()
        payout = await self.house.client.payout(self.house.borrower, loan.id)
        await self.house.work()
        assert await self.ended(payout.id) == (204, "")
        return await self.house.client.loan(self.house.borrower, loan.id)

    async def paying(self, loan: Loan) -> Payment:
        body = StartPayment(amount=PAID)
        return await self.house.client.start_payment(self.house.borrower, loan.id, body, idempotency_key="pay")

    def cash(self) -> Money:
        with self.house.database.reading() as session:
            assert verify(session) == []
            return balance(session, "cash")


@pytest.fixture
async def banked(
    database_url: str, models_dir: Path, models: Models, tls: ssl.SSLContext, tmp_path: Path
) -> AsyncIterator[Banked]:
    keys: dict[str, Any] = {"provider": "http", "provider_public_key": public_setting("bank")}
    async with running_house(database_url, models_dir, models, tls, tmp_path, **keys) as house:
        bank = FakeBank(house.clock)
        with served(bank.app()) as url, httpx.Client(base_url=url, timeout=1, verify=tls) as client:
            provider = BankProvider(client, signer(), [key_of("bank").public_key()], SECRET, house.clock)
            yield Banked(replace(house, worker=replace(house.worker, provider=provider)), bank)


async def test_money_moves_once_though_the_bank_fails_is_silent_and_calls_back_twice(banked: Banked) -> None:
    loan = await banked.paid_out()
    payment = await banked.paying(loan)
    faults: tuple[How, ...] = ("fault", "fault_after", "forged", "garbage")
    for how in faults:
        banked.bank.misbehave(how)
        await banked.house.work()
    await banked.house.work()
    banked.bank.end(payment.id)
    sent = [banked.bank.callback(payment.id) for _ in range(2)]
    answers = await asyncio.gather(*map(banked.told, sent))
    assert answers == [(204, ""), (204, "")]
    assert banked.bank.moved(payment.id) == [PAID.minor]
    assert banked.cash() == Money(PAID.minor - PRINCIPAL.minor)


async def test_a_callback_that_is_forged_or_played_again_changes_nothing(banked: Banked) -> None:
    loan = await banked.paid_out()
    payment = await banked.paying(loan)
    await banked.house.work()
    banked.bank.end(payment.id)
    assert await banked.told(banked.bank.callback(payment.id, "somebody")) == (401, "bad_signature")
    assert banked.cash() == -PRINCIPAL
    sent = banked.bank.callback(payment.id)
    assert await banked.told(sent) == (204, "")
    assert await banked.told(sent) == (409, "callback_replayed")
    assert banked.cash() == Money(PAID.minor - PRINCIPAL.minor)


async def test_what_failed_and_succeeded_later_is_posted_and_a_played_failure_takes_nothing_back(
    banked: Banked,
) -> None:
    loan = await banked.paid_out()
    payment = await banked.paying(loan)
    await banked.house.work()
    banked.bank.end(payment.id, "insufficient_funds")
    failed = banked.bank.callback(payment.id)
    assert await banked.told(failed) == (204, "")
    [shown] = await banked.house.client.payments(banked.house.borrower, loan.id)
    assert (shown.status, shown.failure) == ("failed", "insufficient_funds")
    assert await banked.ended(payment.id) == (204, "")
    assert await banked.told(failed) == (409, "callback_replayed")
    assert banked.cash() == Money(PAID.minor - PRINCIPAL.minor)


async def test_an_order_whose_callback_never_came_is_found_in_the_signed_file(banked: Banked) -> None:
    loan = await banked.paid_out()
    payment = await banked.paying(loan)
    banked.bank.misbehave("lost")
    await banked.house.work()
    banked.bank.end(payment.id)
    banked.house.clock.pass_(days=1)
    await banked.house.work()
    [shown] = await banked.house.client.payments(banked.house.borrower, loan.id)
    assert shown.status == "succeeded"
    assert banked.bank.moved(payment.id) == [PAID.minor]
    assert banked.cash() == Money(PAID.minor - PRINCIPAL.minor)


async def test_an_order_that_the_bank_refuses_holds_up_no_other(banked: Banked) -> None:
    loan = await banked.paid_out()
    banked.bank.misbehave("refuses")
    refused = await banked.paying(loan)
    body = StartPayment(amount=PAID)
    later = await banked.house.client.start_payment(banked.house.borrower, loan.id, body, idempotency_key="more")
    await banked.house.work()
    assert set(banked.bank.orders) & {refused.id, later.id} == {later.id}
