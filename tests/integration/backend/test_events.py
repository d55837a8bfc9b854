import pytest

from contract.lending.loans import StartPayment
from contract.money import Money
from tests.integration.backend.house import House


async def kinds(house: House, after: int = 0) -> list[str]:
    return [event.kind for event in await house.client.events(after)]


@pytest.mark.both_databases
async def test_events_appear_in_order_once_the_relay_has_run(house: House) -> None:
    loan = await house.accepted()
    assert await kinds(house) == []
    await house.work()
    await house.client.start_payment(house.borrower, loan.id, StartPayment(amount=Money(100_00)), idempotency_key="pay")
    await house.work()
    assert await kinds(house) == ["application.decided", "loan.disbursed", "payment.succeeded"]
    assert [event.position for event in await house.client.events(1, limit=1)] == [2]
    assert await house.client.events(3) == []


async def test_events_hold_ids_and_amounts_alone(house: House) -> None:
    loan = await house.paid_out()
    decided, disbursed = await house.client.events(0)
    assert decided.borrower_id == disbursed.borrower_id == house.borrower
    assert decided.payload == {
        "application_id": loan.application_id, "product_id": "consumer-flex", "outcome": "approve", "decided_by": "model",
    }  # fmt: skip
    assert disbursed.payload == {"loan_id": loan.id, "amount": {"minor": 30_000_00, "currency": "CNY"}}


@pytest.mark.both_databases
async def test_an_untouched_draft_is_abandoned_once(house: House) -> None:
    draft = await house.draft()
    house.clock.pass_(minutes=50)
    await house.change(draft, amount=Money(20_000_00))
    house.clock.pass_(minutes=50)
    await house.work()
    assert await kinds(house) == []
    house.clock.pass_(minutes=20)
    await house.work()
    house.clock.pass_(days=2)
    await house.work()
    (event,) = await house.client.events(0)
    assert event.kind == "application.abandoned"
    assert event.payload == {"application_id": draft.id, "product_id": "consumer-flex"}


async def test_a_bad_position_is_refused(house: House) -> None:
    for query in ("after=-1", "limit=0", "limit=100000", "after=x"):
        answer = await house.http.get(f"/events?{query}")
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
