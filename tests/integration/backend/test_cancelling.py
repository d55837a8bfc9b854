"""A contract ends before its payout, and nothing of it is left to pay."""

from typing import Any

import pytest

from backend.applications.cancelling import lapse_contracts
from backend.idempotency import KeptAnswer
from backend.ledger.service import balance, verify
from backend.loans.errors import LoanNotActive
from backend.loans.repaying import disburse
from backend.policy.rules import SHIPPED
from contract.lending.applications import CancelContract
from contract.lending.client import BackendProblem
from contract.money import Money
from tests.integration.backend.house import House

FAILS: dict[str, Any] = {"amount": Money(30_000_13)}


async def refused(call: Any) -> tuple[str, Any]:
    with pytest.raises(BackendProblem) as problem:
        await call
    return problem.value.code, problem.value.data.get("status")


async def kinds(house: House) -> list[str]:
    await house.work()
    return [event.kind for event in await house.client.events(0)]


async def test_a_borrower_cancels_before_the_payout_and_owes_nothing(house: House) -> None:
    loan = await house.accepted()
    cancelled = await house.client.cancel_application(house.borrower, loan.application_id)
    assert cancelled.status == "cancelled"
    assert await house.client.cancel_application(house.borrower, loan.application_id) == cancelled
    assert (await kinds(house))[-1] == "application.cancelled"

    after = await house.client.loan(house.borrower, loan.id)
    assert (after.status, after.outstanding_principal, after.disbursed_on) == ("cancelled", Money(0), None)
    payout = await house.client.payout(house.borrower, loan.id)
    assert (payout.status, payout.failure) == ("failed", "cancelled")
    assert payout.failure_text is not None
    assert "放款前已取消" in payout.failure_text.zh
    again = house.client.retry_payout(house.borrower, loan.id, idempotency_key="again")
    assert await refused(again) == ("loan_not_active", "cancelled")
    with house.database.reading() as session:
        assert (verify(session), balance(session, "cash")) == ([], Money(0))
    # The contract stays as it was accepted, and the room that it took is free.
    assert (await house.client.contract(house.borrower, loan.application_id)).acceptance is not None
    assert (await house.submitted()).status == "approved"


async def test_what_the_bank_has_cannot_be_cancelled(house: House) -> None:
    loan = await house.paid_out()
    assert await refused(house.client.cancel_application(house.borrower, loan.application_id)) == (
        "payout_under_way", "succeeded",
    )  # fmt: skip
    silent = await house.paid_out("silent", amount=Money(30_000_15))
    assert await refused(house.client.cancel_application("silent", silent.application_id)) == (
        "payout_under_way", "pending",
    )  # fmt: skip
    offered = await house.submitted("offered")
    assert await refused(house.client.cancel_application("offered", offered.id)) == (
        "application_status_wrong", "approved",
    )  # fmt: skip


async def test_staff_cancel_with_a_reason_that_stays_on_record(house: House) -> None:
    loan = await house.paid_out(**FAILS)
    body = CancelContract(staff_id="stf_1", reason="The card was not hers")
    assert (await house.client.cancel_application(house.borrower, loan.application_id, body)).status == "cancelled"
    with house.database.writing() as session, pytest.raises(LoanNotActive):
        disburse(session, loan.id, "late-success", house.clock.now)


async def test_a_payout_that_keeps_failing_does_not_wait_for_ever(house: House) -> None:
    loan = await house.paid_out(**FAILS)
    other = await house.paid_out("other")
    assert loan.status == "pending_payout"
    house.clock.pass_(days=30)
    await house.work()
    assert (await house.client.loan(house.borrower, loan.id)).status == "pending_payout"
    house.clock.pass_(days=1)
    await house.work()
    assert (await house.client.application(house.borrower, loan.application_id)).status == "cancelled"
    assert (await house.client.loan("other", other.id)).status == "active"
    assert lapse_contracts(house.database, SHIPPED, house.clock.now) == 0


async def test_the_first_answers_to_requests_are_kept_for_the_lenders_days(house: House) -> None:
    await house.submitted()

    def kept() -> int:
        with house.database.reading() as session:
            return session.query(KeptAnswer).count()

    assert kept() == 2
    house.clock.pass_(days=90)
    await house.work()
    assert kept() == 2
    house.clock.pass_(days=1)
    await house.work()
    assert kept() == 0
