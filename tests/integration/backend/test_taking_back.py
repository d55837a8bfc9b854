"""Taking a payment back after the loan has changed or was written off, and giving a surplus back."""

from datetime import date

import pytest

from backend.db import Database
from backend.ledger.service import balance
from backend.payments.service import order_once, take_back
from contract.lending.client import BackendProblem
from contract.lending.loans import AskDueDay, AskPrepayment, AskWriteOff, Loan, StartPayment
from contract.money import Money
from tests.integration.backend.house import House, due
from tests.integration.backend.test_funding import standing, with_a_bank, work_through
from tests.integration.backend.test_loan_life import STAFF, at, execute, now, pay, sound

# All that was lent is gone, and nothing was earned.
ALL_LOST = {
    "owed": Money(0),
    "cash": Money(-30_000_00),
    "loan_losses": Money(30_000_00),
    **dict.fromkeys(("interest_income", "penalty_income", "fee_income"), Money(0)),
}


async def written_off(house: House, loan: Loan) -> None:
    proposal = await house.client.propose_change(house.borrower, loan.id, AskWriteOff(kind="write_off", **STAFF))
    assert (await execute(house, loan, proposal)).status == "written_off"


def taken_back(house: House, payment_id: str) -> None:
    """Twice, as a provider may tell of it."""
    for _ in range(2):
        with house.database.writing() as session:
            take_back(session, payment_id, house.clock.now)


def credit(database: Database, loan_id: str) -> Money:
    with database.reading() as session:
        return balance(session, "borrower_credit", loan_id)


async def test_a_payment_is_taken_back_after_the_due_day_moved(house: House) -> None:
    loan = await house.paid_out()
    at(house, date(2026, 4, 20))
    payment = await pay(house, loan, due(loan).amount, "early")
    proposal = await house.client.propose_change(house.borrower, loan.id, AskDueDay(kind="due_day", day_of_month=16))
    await execute(house, loan, proposal)
    moved = (await house.client.loan_schedule(house.borrower, loan.id)).instalments
    taken_back(house, payment.id)
    lines = (await house.client.loan_schedule(house.borrower, loan.id)).instalments
    assert [line.due_date for line in lines] == [line.due_date for line in moved]
    assert [line.due_date for line in lines[:3]] == [date(2026, 4, 30), date(2026, 5, 16), date(2026, 6, 16)]
    assert due(await now(house, loan)) == due(loan)
    sound(house.database, loan.id)


async def test_figures_take_one_payment_at_a_time(house: House) -> None:
    loan = await house.paid_out()
    ask = AskPrepayment(kind="prepayment", amount=Money(10_000_00), effect="shorter")
    proposal = await house.client.propose_change(house.borrower, loan.id, ask)
    body = StartPayment(amount=proposal.amount, proposal_hash=proposal.proposal_hash)
    first = await house.client.start_payment(house.borrower, loan.id, body, idempotency_key="one")
    with pytest.raises(BackendProblem) as refused:
        await house.client.start_payment(house.borrower, loan.id, body, idempotency_key="two")
    assert (refused.value.status, refused.value.code) == (409, "figures_being_paid")
    assert refused.value.data == {"payment_id": first.id}
    await house.work()
    schedule = (await house.client.loan_schedule(house.borrower, loan.id)).instalments
    assert schedule == proposal.instalments
    with pytest.raises(BackendProblem) as refused:
        await house.client.start_payment(house.borrower, loan.id, body, idempotency_key="three")
    assert refused.value.code == "loan_proposal_stale"
    assert len(await house.client.payments(house.borrower, loan.id)) == 1


async def test_a_recovery_taken_back_leaves_the_whole_loss(house: House) -> None:
    loan = await house.paid_out()
    body = StartPayment(amount=Money(100_00))
    recovery = await house.client.start_payment(house.borrower, loan.id, body, idempotency_key="on its way")
    await written_off(house, loan)
    await house.work()
    taken_back(house, recovery.id)
    assert sound(house.database, loan.id) == ALL_LOST
    with house.database.reading() as session:
        assert balance(session, "recovery_income") == Money(0)
    receipts = await house.client.loan_receipts(house.borrower, loan.id)
    assert [(one.kind, one.amount) for one in receipts[-2:]] == [
        ("payment", Money(100_00)),
        ("reversal", Money(-100_00)),
    ]
    assert (await now(house, loan)).status == "written_off"


async def test_a_payment_from_before_the_write_off_taken_back_is_lost_as_well(house: House) -> None:
    loan = await house.paid_out()
    payments = [await pay(house, loan, amount, f"{amount.minor}") for amount in (due(loan).amount, Money(700_00))]
    at(house, date(2026, 9, 20))
    await written_off(house, loan)
    at(house, date(2026, 10, 1))
    taken_back(house, payments[0].id)
    assert (await now(house, loan)).status == "written_off"
    assert sound(house.database, loan.id)["owed"] == Money(0)
    taken_back(house, payments[1].id)
    assert sound(house.database, loan.id) == ALL_LOST
    assert (await now(house, loan)).status == "written_off"


async def test_each_funder_bears_its_part_of_a_loss_that_grew(house: House) -> None:
    with_a_bank(house)
    loan = await house.paid_out()
    payment = await pay(house, loan, due(loan).amount, "first")
    await work_through(house)
    await written_off(house, loan)
    await work_through(house)
    taken_back(house, payment.id)
    await work_through(house)
    after = standing(house, loan)
    assert (after["principal"], after["interest"], after["reserve"]) == (0, 0, 0)
    with house.database.reading() as session:
        own_loss = balance(session, "loan_losses").minor
    # Each of the two losses is rounded to the fen.
    assert after["settlement"] == pytest.approx(9_999_99, abs=1)
    assert own_loss + after["settlement"] == 30_000_00


async def test_a_surplus_goes_back_to_the_borrower_once_and_the_borrower_is_told(house: House) -> None:
    loan = await house.paid_out()
    body = StartPayment(amount=Money(30_000_00))
    await house.client.start_payment(house.borrower, loan.id, body, idempotency_key="all")
    with house.database.writing() as session:
        order_once(session, house.borrower, loan.id, Money(200_00), "crossed with it", house.clock.now)
    await house.work()
    assert (await now(house, loan)).status == "settled"
    assert credit(house.database, loan.id) == Money(-200_00)
    for _ in range(3):
        await house.work()
    assert credit(house.database, loan.id) == Money(0)
    assert sound(house.database, loan.id)["cash"] == Money(0)
    told = [event.payload["amount"] for event in await house.client.events(0) if event.kind == "payment.refunded"]
    assert told == [{"minor": 200_00, "currency": "CNY"}]
