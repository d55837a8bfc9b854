import asyncio
from dataclasses import replace
from datetime import date

import httpx
import pytest

from backend.ledger.service import balance, verify
from backend.payments.provider import Fate, ProviderUnavailable
from backend.payments.service import settle
from backend.payments.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from contract.lending.client import BackendProblem
from contract.lending.loans import Loan, Payment, StartPayment
from contract.lending.payments import Callback, TransferOrder
from contract.money import Money
from tests.integration.backend.house import SECRET, House


async def call_back(house: House, callback: Callback, secret: bytes = SECRET) -> httpx.Response:
    body, stamp = callback.model_dump_json().encode(), str(int(house.clock.now.timestamp()))
    headers = {
        "Content-Type": "application/json",
        TIMESTAMP_HEADER: stamp,
        SIGNATURE_HEADER: sign(secret, stamp, body),
        "X-Service-Key": "",
    }
    return await house.http.post("/provider/callbacks", content=body, headers=headers)


async def started_payment(house: House, minor: int = 1_000_00) -> tuple[Loan, Payment]:
    loan = await house.paid_out()
    body = StartPayment(amount=Money(minor))
    return loan, await house.client.start_payment(house.borrower, loan.id, body, idempotency_key="pay")


async def test_a_callback_needs_a_good_signature_and_no_service_key(house: House) -> None:
    _, payment = await started_payment(house)
    callback = Callback(transfer_id=payment.id, status="succeeded", amount=payment.amount)
    refused = await call_back(house, callback, b"wrong secret")
    assert (refused.status_code, refused.json()["code"]) == (401, "bad_signature")
    assert (await call_back(house, callback)).status_code == 204


@pytest.mark.both_databases
async def test_a_callback_twice_posts_once(house: House) -> None:
    loan, payment = await started_payment(house)
    callback = Callback(transfer_id=payment.id, status="succeeded", amount=payment.amount)
    answers = await asyncio.gather(*(call_back(house, callback) for _ in range(4)))
    assert [answer.status_code for answer in answers] == [204] * 4
    assert len(await house.client.loan_receipts(house.borrower, loan.id)) == 2
    with house.database.reading() as session:
        assert balance(session, "cash") == Money(-30_000_00 + 1_000_00)
        assert verify(session) == []


async def test_another_end_of_a_settled_transfer_is_refused(house: House) -> None:
    _, payment = await started_payment(house)
    succeeded = Callback(transfer_id=payment.id, status="succeeded", amount=payment.amount)
    await call_back(house, succeeded)
    failed = Callback(transfer_id=payment.id, status="failed", amount=payment.amount, failure="too_late")
    refused = await call_back(house, failed)
    assert (refused.status_code, refused.json()["code"]) == (409, "transfer_already_settled")


async def test_a_callback_over_another_amount_is_refused(house: House) -> None:
    loan, payment = await started_payment(house)
    for amount in (Money(999_99), Money(1_000_00, "USD")):
        refused = await call_back(house, Callback(transfer_id=payment.id, status="succeeded", amount=amount))
        assert (refused.status_code, refused.json()["code"]) == (409, "callback_mismatch")
    assert len(await house.client.loan_receipts(house.borrower, loan.id)) == 1


async def test_a_signed_callback_for_an_unknown_transfer_is_not_found(house: House) -> None:
    answer = await call_back(house, Callback(transfer_id="nothing", status="succeeded", amount=Money(1)))
    assert answer.status_code == 404


async def test_a_callback_before_the_hand_over_was_noted_posts_once(house: House) -> None:
    """The sandbox always calls back before `order` returns; a crash before the mark gives the order again."""
    loan, payment = await started_payment(house)
    order = TransferOrder(transfer_id=payment.id, direction="debit", amount=payment.amount)
    await asyncio.to_thread(house.worker.provider.order, order)
    assert [one.status for one in await house.client.payments(house.borrower, loan.id)] == ["succeeded"]
    await asyncio.to_thread(house.worker.provider.order, order)
    await house.work()
    assert len(await house.client.loan_receipts(house.borrower, loan.id)) == 2


class PowerCut(Exception):
    """The process ends here."""


def post_and_crash(house: House, callback: Callback) -> None:
    with house.database.writing() as session:
        settle(session, callback, house.clock.now)
        assert balance(session, "cash") == Money(-30_000_00 + 1_000_00)
        raise PowerCut


@pytest.mark.both_databases
async def test_a_crash_between_posting_and_commit_leaves_nothing_and_the_callback_again_posts_once(
    house: House,
) -> None:
    loan, payment = await started_payment(house)
    callback = Callback(transfer_id=payment.id, status="succeeded", amount=payment.amount)
    with pytest.raises(PowerCut):
        post_and_crash(house, callback)
    assert [one.status for one in await house.client.payments(house.borrower, loan.id)] == ["pending"]
    assert len(await house.client.loan_receipts(house.borrower, loan.id)) == 1
    for _ in range(2):
        assert (await call_back(house, callback)).status_code == 204
    assert len(await house.client.loan_receipts(house.borrower, loan.id)) == 2
    with house.database.reading() as session:
        assert balance(session, "cash") == Money(-30_000_00 + 1_000_00)
        assert verify(session) == []


class Unreachable:
    """A provider that takes no orders, but counts them."""

    def __init__(self) -> None:
        self.asked = 0

    def order(self, order: TransferOrder) -> None:  # noqa: ARG002
        self.asked += 1
        raise ProviderUnavailable("down")

    def status(self, transfer_id: str) -> Fate:  # noqa: ARG002
        raise ProviderUnavailable("down")

    def statement(self, day: date) -> bytes:  # noqa: ARG002
        raise ProviderUnavailable("down")


class Telling(Unreachable):
    """A provider that answers the same of every order."""

    def __init__(self, fate: Fate) -> None:
        super().__init__()
        self.fate = fate

    def status(self, transfer_id: str) -> Fate:  # noqa: ARG002
        return self.fate


async def test_an_order_waits_until_the_provider_takes_it(house: House) -> None:
    loan, payment = await started_payment(house)
    down = Unreachable()
    cut_off = replace(house.worker, provider=down)
    await asyncio.to_thread(cut_off.step)
    await asyncio.to_thread(cut_off.step)
    assert down.asked == 2
    assert (await house.client.payments(house.borrower, loan.id))[0].status == "pending"
    await house.work()
    assert (await house.client.payments(house.borrower, loan.id))[0].id == payment.id
    assert (await house.client.payments(house.borrower, loan.id))[0].status == "succeeded"


async def test_a_callback_with_a_bad_signature_or_an_old_one_played_again_changes_no_row(house: House) -> None:
    loan, payment = await started_payment(house)
    body = Callback(transfer_id=payment.id, status="succeeded", amount=payment.amount).model_dump_json().encode()
    now = int(house.clock.now.timestamp())
    signed = {str(at): sign(SECRET, str(at), body) for at in (now - 301, now + 301)}
    signed |= {"soon": sign(SECRET, "soon", body), str(now): "0" * 64}
    for stamp, signature in signed.items():
        headers = {TIMESTAMP_HEADER: stamp, SIGNATURE_HEADER: signature}
        answer = await house.http.post("/provider/callbacks", content=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "bad_signature")
    assert (await house.client.payments(house.borrower, loan.id))[0].status == "pending"
    assert len(await house.client.loan_receipts(house.borrower, loan.id)) == 1


async def test_a_failed_payout_is_told_leaves_the_loan_waiting_and_can_be_ordered_again_once(house: House) -> None:
    loan = await house.accepted()
    first = await house.client.payout(house.borrower, loan.id)
    failed = Callback(transfer_id=first.id, status="failed", amount=first.amount, failure="account_closed")
    assert (await call_back(house, failed)).status_code == 204
    told = await house.client.payout(house.borrower, loan.id)
    assert (told.status, told.failure) == ("failed", "account_closed")
    assert told.failure_text is not None
    assert "销户" in told.failure_text.zh
    assert (await house.client.loan(house.borrower, loan.id)).status == "pending_payout"
    again = await house.client.retry_payout(house.borrower, loan.id, idempotency_key="again")
    assert again == await house.client.retry_payout(house.borrower, loan.id, idempotency_key="again")
    with pytest.raises(BackendProblem) as refused:
        await house.client.retry_payout(house.borrower, loan.id, idempotency_key="more")
    assert (refused.value.status, refused.value.code) == (409, "payout_under_way")
    late = Callback(transfer_id=first.id, status="succeeded", amount=first.amount)
    assert (await call_back(house, late)).status_code == 204
    assert (await house.client.payout(house.borrower, loan.id)).id == first.id
    await house.work()
    assert (await house.client.loan(house.borrower, loan.id)).status == "active"
    with house.database.reading() as session:
        assert balance(session, "cash") == Money(-30_000_00)
        assert verify(session) == []
    assert [event.kind for event in await house.client.events(0)][-2:] == ["payout.failed", "loan.disbursed"]
