"""Autopay on both databases: its own consent, one debit at a time for each instalment, tried again as was agreed."""

import asyncio
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from backend.ledger.service import verify
from backend.loans.models import LoanRow
from backend.payments.autopay import order_due_debits
from backend.payments.models import AutopayConsentRow
from backend.payments.service import settle
from contract.dates import LENDER_ZONE
from contract.lending.client import BackendProblem
from contract.lending.loans import Loan, Payment, StartPayment
from contract.lending.payments import Autopay, Callback, SetAutopay
from contract.money import Money
from servicekit.lasting import LastingActs
from tests.integration.backend.conftest import ACTS
from tests.integration.backend.house import House, due


async def switched_on(house: House, loan: Loan) -> Autopay:
    version = (await house.client.autopay(house.borrower, loan.id)).text_version
    return await house.client.set_autopay(house.borrower, loan.id, SetAutopay(on=True, text_version=version))


async def debits(house: House, loan: Loan) -> list[tuple[Money, str]]:
    """Newest first."""
    return [(one.amount, one.status) for one in await house.client.payments(house.borrower, loan.id)]


async def test_autopay_is_off_until_the_borrower_consents_to_its_text(house: House) -> None:
    loan = await house.paid_out()
    off = await house.client.autopay(house.borrower, loan.id)
    assert (off.on, off.consented_at) == (False, None)
    assert off.text.zh
    assert off.text.en
    on = await switched_on(house, loan)
    assert (on.on, on.consented_version, on.consented_at) == (True, off.text_version, house.clock.now)
    house.clock.pass_(hours=1)
    assert await switched_on(house, loan) == on


async def test_a_stale_text_or_none_or_anothers_loan_is_refused_and_records_nothing(house: House) -> None:
    loan = await house.paid_out()
    for version, code in (("0", "autopay_text_changed"), (None, "autopay_text_needed")):
        with pytest.raises(BackendProblem) as refused:
            await house.client.set_autopay(house.borrower, loan.id, SetAutopay(on=True, text_version=version))
        assert refused.value.code == code
    await house.client.register_borrower("somebody-else", "en")
    with pytest.raises(BackendProblem) as refused:
        await house.client.set_autopay("somebody-else", loan.id, SetAutopay(on=True, text_version="1"))
    assert refused.value.code == "not_found"
    with house.database.reading() as session:
        assert session.scalars(select(AutopayConsentRow)).all() == []


@pytest.mark.both_databases
async def test_each_instalment_is_debited_once_on_its_due_date(house: House) -> None:
    loan = await house.paid_out()
    await switched_on(house, loan)
    amount = due(loan).amount
    house.clock.pass_(days=29)
    await house.work()
    assert await debits(house, loan) == []
    house.clock.pass_(days=1)
    await asyncio.gather(*(asyncio.to_thread(order_due_debits, house.database, house.clock.now) for _ in range(3)))
    assert await debits(house, loan) == [(amount, "pending")]
    for _ in range(3):
        await house.work()
        house.clock.pass_(hours=8)
    assert await debits(house, loan) == [(amount, "succeeded")]
    assert due(await house.client.loan(house.borrower, loan.id)).number == 2
    house.clock.pass_(days=31)
    await house.work()
    assert len(await debits(house, loan)) == 2
    with house.database.reading() as session:
        assert verify(session) == []


async def test_a_payment_on_its_way_is_waited_for_and_only_the_rest_is_taken(house: House) -> None:
    loan = await house.paid_out()
    await switched_on(house, loan)
    amount = due(loan).amount
    house.clock.pass_(days=30)
    await house.client.start_payment(house.borrower, loan.id, StartPayment(amount=Money(1_000_00)), idempotency_key="k")
    await house.work()
    assert await debits(house, loan) == [(Money(1_000_00), "succeeded")]
    house.clock.pass_(minutes=6)
    await house.work()
    assert (amount - Money(1_000_00), "succeeded") in await debits(house, loan)


async def test_withdrawing_stops_the_debits_and_keeps_the_record(house: House, tmp_path: Path) -> None:
    loan = await house.paid_out()
    await switched_on(house, loan)
    house.clock.pass_(days=1)
    for _ in range(2):
        off = await house.client.set_autopay(house.borrower, loan.id, SetAutopay(on=False))
        assert not off.on
    withdrawn = house.clock.now
    noted = LastingActs(tmp_path / ACTS).since(withdrawn)
    assert {(act.kind, act.id) for act in noted} == {("autopay_withdrawn", loan.id)}
    house.clock.pass_(days=40)
    await house.work()
    assert await debits(house, loan) == []
    with house.database.reading() as session:
        assert [row.ended_at for row in session.scalars(select(AutopayConsentRow))] == [withdrawn]


def fail(house: House, payment: Payment) -> None:
    failed = Callback(transfer_id=payment.id, status="failed", amount=payment.amount, failure="insufficient_funds")
    with house.database.writing() as session:
        settle(session, failed, house.clock.now)


async def test_a_debit_that_failed_is_tried_again_at_the_times_that_were_agreed(house: House) -> None:
    loan = await house.paid_out()
    await switched_on(house, loan)
    day, tried = due(loan).due_date, []
    house.clock.now = datetime.combine(day, time(0, 30), LENDER_ZONE)
    while house.clock.now < datetime.combine(day + timedelta(days=6), time(), LENDER_ZONE):
        order_due_debits(house.database, house.clock.now)
        newest = (await house.client.payments(house.borrower, loan.id))[:1]
        if newest and newest[0].status == "pending":
            tried.append(house.clock.now.astimezone(LENDER_ZONE).strftime("%d %H"))
            fail(house, newest[0])
        house.clock.pass_(hours=1)
    assert tried == ["30 09", "30 18", "01 09", "01 18", "02 09", "02 18", "03 09", "03 18"]


async def test_a_retry_within_the_days_of_grace_costs_nothing(house: House) -> None:
    loan = await house.paid_out()
    await switched_on(house, loan)
    house.clock.now = datetime.combine(due(loan).due_date, time(9), LENDER_ZONE)
    order_due_debits(house.database, house.clock.now)
    (first,) = await house.client.payments(house.borrower, loan.id)
    fail(house, first)
    house.clock.pass_(days=1)
    await house.work()
    assert await debits(house, loan) == [(first.amount, "succeeded"), (first.amount, "failed")]
    assert due(await house.client.loan(house.borrower, loan.id)).number == 2


async def test_who_consented_to_one_try_is_tried_once(house: House) -> None:
    loan = await house.paid_out()
    await switched_on(house, loan)
    with house.database.writing() as session:
        session.execute(update(AutopayConsentRow).values(text_version="1"))
    house.clock.now = datetime.combine(due(loan).due_date, time(9), LENDER_ZONE)
    order_due_debits(house.database, house.clock.now)
    fail(house, (await house.client.payments(house.borrower, loan.id))[0])
    for _ in range(6):
        house.clock.pass_(hours=9)
        order_due_debits(house.database, house.clock.now)
    assert len(await debits(house, loan)) == 1


async def test_a_debit_that_failed_is_taken_with_the_next_one_and_its_overdue_interest(house: House) -> None:
    loan = await house.paid_out()
    await switched_on(house, loan)
    with house.database.writing() as session:
        session.execute(update(AutopayConsentRow).values(text_version="1"))
    house.clock.pass_(days=30)
    order_due_debits(house.database, house.clock.now)
    (first,) = await house.client.payments(house.borrower, loan.id)
    fail(house, first)
    house.clock.pass_(days=30)
    await house.work()
    assert len(await debits(house, loan)) == 1
    # 31 May is a Sunday: what falls due on it is paid on the Monday.
    house.clock.pass_(days=2)
    expected = (await house.client.loan(house.borrower, loan.id)).overdue + first.amount
    await house.work()
    await house.work()
    assert expected > first.amount + first.amount
    assert (await debits(house, loan))[0] == (expected, "succeeded")
    assert due(await house.client.loan(house.borrower, loan.id)).number == 3


async def test_what_was_overdue_before_the_consent_waits_for_the_next_due_date(house: House) -> None:
    loan = await house.paid_out()
    house.clock.pass_(days=35)
    await switched_on(house, loan)
    await house.work()
    assert await debits(house, loan) == []
    house.clock.pass_(days=27)
    await house.work()
    assert len(await debits(house, loan)) == 1


async def test_a_loan_that_cannot_be_read_holds_up_no_other(house: House) -> None:
    bad, good = await house.paid_out(), await house.paid_out()
    for loan in (bad, good):
        await switched_on(house, loan)
    with house.database.writing() as session:
        session.execute(update(LoanRow).where(LoanRow.id == bad.id).values(product_version=999))
    house.clock.pass_(days=30)
    with pytest.raises(ExceptionGroup, match="some debits were not ordered"):
        order_due_debits(house.database, house.clock.now)
    assert await debits(house, good) == [(due(good).amount, "pending")]
    order_due_debits(house.database, house.clock.now)
    house.clock.pass_(minutes=5)
    with pytest.raises(ExceptionGroup):
        order_due_debits(house.database, house.clock.now)
