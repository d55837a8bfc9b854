from datetime import UTC, date, datetime, time

import pytest

from backend.ledger.service import balance, verify
from contract.lending.client import BackendProblem
from contract.lending.loans import Loan, Payment, StartPayment
from contract.money import Money
from tests.integration.backend.house import House, due


def books(house: House, loan_id: str) -> dict[str, Money]:
    """The balances that matter after a payout and payments."""
    with house.database.reading() as session:
        assert verify(session) == []
        return {
            "cash": balance(session, "cash"),
            "owed": balance(session, "loans_receivable", loan_id),
            "interest": balance(session, "interest_income"),
            "fees": balance(session, "fee_income"),
            "credit": balance(session, "borrower_credit", loan_id),
        }


async def pay(house: House, loan: Loan, minor: int, key: str) -> Payment:
    return await house.client.start_payment(
        house.borrower, loan.id, StartPayment(amount=Money(minor)), idempotency_key=key
    )


async def test_an_accepted_contract_opens_a_loan_that_the_providers_callback_makes_active(house: House) -> None:
    loan = await house.accepted()
    assert (loan.status, loan.next_payment, loan.disbursed_on) == ("pending_payout", None, None)
    assert (await house.client.loan_schedule(house.borrower, loan.id)).instalments == []
    house.clock.pass_(days=1)
    await house.work()
    loan = await house.client.loan(house.borrower, loan.id)
    assert (loan.status, loan.disbursed_on) == ("active", date(2026, 4, 1))
    assert due(loan).due_date == date(2026, 5, 1)
    schedule = await house.client.loan_schedule(house.borrower, loan.id)
    assert sum(part.principal.minor for part in schedule.instalments) == 30_000_00
    assert books(house, loan.id)["cash"] == Money(-30_000_00)
    assert books(house, loan.id)["owed"] == Money(30_000_00)


async def test_month_end_due_dates_do_not_drift(house: House) -> None:
    loan = await house.paid_out()
    dates = [part.due_date for part in (await house.client.loan_schedule(house.borrower, loan.id)).instalments]
    assert dates[:3] == [date(2026, 4, 30), date(2026, 5, 31), date(2026, 6, 30)]
    assert dates[10:] == [date(2027, 2, 28), date(2027, 3, 31)]


async def test_a_first_payment_is_pending_until_the_callback_posts_it(house: House) -> None:
    loan = await house.paid_out()
    amount = due(loan).amount
    payment = await pay(house, loan, amount.minor, "pay")
    assert payment.status == "pending"
    assert books(house, loan.id)["cash"] == Money(-30_000_00)
    await house.work()
    assert [one.status for one in await house.client.payments(house.borrower, loan.id)] == ["succeeded"]
    payout, receipt = await house.client.loan_receipts(house.borrower, loan.id)
    assert (payout.kind, payout.amount, receipt.kind, receipt.amount) == (
        "payout", Money(30_000_00), "payment", amount,
    )  # fmt: skip
    assert receipt.principal + receipt.interest + receipt.fee == amount
    after = books(house, loan.id)
    assert after["owed"] == Money(30_000_00) - receipt.principal
    assert after["interest"] == -receipt.interest
    loan = await house.client.loan(house.borrower, loan.id)
    assert (loan.outstanding_principal, due(loan).number) == (after["owed"], 2)


async def test_a_failed_debit_is_told_and_leaves_the_books_right(house: House) -> None:
    loan = await house.paid_out()
    before, owed = books(house, loan.id), await house.client.loan_schedule(house.borrower, loan.id)
    await pay(house, loan, 500_13, "pay")
    await house.work()
    (payment,) = await house.client.payments(house.borrower, loan.id)
    assert (payment.status, payment.failure) == ("failed", "insufficient_funds")
    assert payment.failure_text is not None
    assert "余额不足" in payment.failure_text.zh
    assert "too little" in payment.failure_text.en
    assert books(house, loan.id) == before
    assert await house.client.loan_schedule(house.borrower, loan.id) == owed
    assert await house.client.loan(house.borrower, loan.id) == loan
    await house.work()
    assert [event.kind for event in await house.client.events(0)][-1] == "payment.failed"
    await pay(house, loan, 500_00, "again")
    await house.work()
    assert books(house, loan.id)["cash"] == before["cash"] + Money(500_00)


async def test_an_overdue_instalment_is_paid_before_the_next(house: House) -> None:
    loan = await house.paid_out()
    house.clock.pass_(days=40)
    loan = await house.client.loan(house.borrower, loan.id)
    assert due(loan).days_past_due == 10
    await pay(house, loan, 1_000_00, "part")
    await house.work()
    first, second, *_ = (await house.client.loan_schedule(house.borrower, loan.id)).instalments
    assert (first.status, first.paid, second.paid) == ("overdue", Money(1_000_00), Money(0))


async def test_paying_everything_settles_the_loan_to_the_fen(house: House) -> None:
    loan = await house.paid_out(purpose="car", amount=Money(40_000_00), monthly_income=Money(20_000_00))
    for number in range(12):
        house.clock.now = datetime.combine(due(loan).due_date, time(4), UTC)
        await pay(house, loan, due(loan).amount.minor, f"pay-{number}")
        await house.work()
        loan = await house.client.loan(house.borrower, loan.id)
    loan = await house.client.loan(house.borrower, loan.id)
    assert (loan.status, loan.outstanding_principal, loan.next_payment) == ("settled", Money(0), None)
    after = books(house, loan.id)
    assert (after["owed"], after["credit"]) == (Money(0), Money(0))
    assert after["fees"] == -Money(400_00)
    assert after["cash"] == -(after["interest"] + after["fees"])
    with pytest.raises(BackendProblem) as refused:
        await pay(house, loan, 1, "more")
    assert (refused.value.code, refused.value.data) == ("loan_not_active", {"status": "settled"})


async def test_no_payment_is_nothing_negative_or_more_than_is_owed(house: House) -> None:
    loan = await house.paid_out()
    for minor in (0, -1, 10**18):
        with pytest.raises(BackendProblem) as refused:
            await pay(house, loan, minor, f"pay-{minor}")
        assert refused.value.code == "payment_out_of_range"
    assert await house.client.payments(house.borrower, loan.id) == []


async def test_a_payment_key_pays_once(house: House) -> None:
    loan = await house.paid_out()
    assert await pay(house, loan, 100_00, "pay") == await pay(house, loan, 100_00, "pay")
    with pytest.raises(BackendProblem) as refused:
        await pay(house, loan, 200_00, "pay")
    assert refused.value.code == "idempotency_key_reused"
    assert len(await house.client.payments(house.borrower, loan.id)) == 1


async def test_a_stale_contract_hash_is_refused_and_opens_nothing(house: House) -> None:
    application = await house.submitted()
    contract = await house.client.contract(house.borrower, application.id)
    stale = house.acceptance_of(contract, cost_sheet_hash="stale")
    with pytest.raises(BackendProblem) as refused:
        await house.client.accept_contract(house.borrower, application.id, stale, idempotency_key="accept")
    assert (refused.value.status, refused.value.code) == (409, "contract_changed")
    assert await house.client.loans(house.borrower) == []


async def test_an_accepted_contract_stays_readable_and_accepting_it_again_answers_the_same_loan(house: House) -> None:
    loan = await house.accepted()
    house.clock.pass_(days=300)
    contract = await house.client.contract(house.borrower, loan.application_id)
    body = house.acceptance_of(contract)
    again = await house.client.accept_contract(house.borrower, loan.application_id, body, idempotency_key="again")
    assert again.id == loan.id
    assert (await house.client.application(house.borrower, loan.application_id)).loan_id == loan.id


async def test_anothers_loan_does_not_exist(house: House) -> None:
    loan = await house.paid_out()
    await house.client.register_borrower("somebody-else", "en")
    client = house.client
    for call in (client.loan, client.loan_schedule, client.loan_receipts, client.payments):
        with pytest.raises(BackendProblem) as refused:
            await call("somebody-else", loan.id)
        assert refused.value.code == "not_found"
    with pytest.raises(BackendProblem):
        await client.start_payment("somebody-else", loan.id, StartPayment(amount=Money(1)), idempotency_key="pay")
