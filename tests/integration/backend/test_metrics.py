"""What the operator sees of money, queues and the worker."""

from prometheus_client.parser import text_string_to_metric_families

from contract.lending.loans import StartPayment
from contract.money import Money


async def figures(house) -> dict[str, float]:
    families = text_string_to_metric_families((await house.http.get("/metrics")).text)
    samples = [sample for family in families for sample in family.samples]
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


async def test_money_queues_and_the_worker_are_counted(house):
    loan = await house.paid_out()
    await house.client.start_payment(
        house.borrower, loan.id, StartPayment(amount=Money(100_00)), idempotency_key="a-payment"
    )
    house.clock.pass_(seconds=12)
    seen = await figures(house)
    assert (seen["backend_transfers payout succeeded"], seen["backend_transfers debit pending"]) == (1, 1)
    assert seen["backend_transfers_minor CNY payout succeeded"] == 30_000_00
    assert seen["backend_transfers_minor CNY debit pending"] == 100_00
    assert seen["backend_transfers_oldest_seconds debit"] == 12
    assert seen["backend_transfers debit failed"] == 0
    assert (seen["worker_last_step_seconds worker"], seen["worker_failing worker"]) == (12, 0)
    assert seen["backend_event_position"] > 0
    assert (seen["backend_cases_open"], seen["backend_reviews_open"], seen["backend_findings_open"]) == (0, 0, 0)
