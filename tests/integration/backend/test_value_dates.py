"""Money counts on the day it moved, whenever it is told of; on both databases."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta

import pytest

from backend.payments.autopay import order_due_debits
from backend.payments.findings import open_findings
from backend.payments.models import TransferRow
from backend.payments.reconciliation import Reconciliation, reconcile
from backend.payments.service import settle
from backend.payments.statement import StatementLine, write_statement
from contract.dates import LENDER_ZONE, lender_day
from contract.lending.client import BackendProblem
from contract.lending.loans import AskDueDay, Loan, Payment, StartPayment
from contract.lending.payments import Callback
from contract.money import Money
from tests.integration.backend.house import SECRET, House, due
from tests.integration.backend.test_autopay import switched_on
from tests.integration.backend.test_loan_life import execute, now, pay, sound
from tests.integration.backend.test_provider_callbacks import call_back


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """The lender's time."""
    return datetime.combine(day, time(hour, minute), LENDER_ZONE)


async def started(house: House, loan: Loan, amount: Money, key: str = "started") -> Payment:
    return await house.client.start_payment(house.borrower, loan.id, StartPayment(amount=amount), idempotency_key=key)


async def told(house: House, payment: Payment, status: str = "succeeded", ended_at: datetime | None = None) -> None:
    failure = "insufficient_funds" if status == "failed" else None
    callback = Callback.model_validate(
        {
            "transfer_id": payment.id,
            "status": status,
            "amount": payment.amount,
            "failure": failure,
            "ended_at": ended_at,
        }
    )
    assert (await call_back(house, callback)).status_code == 204


async def gone_through(house: House, day: date, *lines: StatementLine) -> Reconciliation:
    content = write_statement(SECRET, day, lines)
    return await asyncio.to_thread(
        reconcile, house.database, [SECRET], day, content, house.clock.now, house.policy, None
    )


def line_of(payment: Payment, ended_at: datetime, reference: str = "r-1") -> StatementLine:
    return StatementLine(
        reference=reference,
        transfer_id=payment.id,
        direction="debit",
        minor=payment.amount.minor,
        currency=payment.amount.currency,
        status="succeeded",
        ended_at=ended_at,
    )


def findings(house: House) -> list[str]:
    with house.database.reading() as session:
        return [one.verdict for one in open_findings(session)]


async def a_shop_loan(house: House) -> Loan:
    """Without days of grace."""
    return await house.paid_out(purpose="business")


async def test_a_payment_made_before_midnight_on_its_due_day_is_not_late(house: House) -> None:
    loan = await a_shop_loan(house)
    day, owed = due(loan).due_date, due(loan).amount
    house.clock.now = moment(day, 23, 50)
    payment = await started(house, loan, owed)
    house.clock.pass_(minutes=20)
    await told(house, payment)
    after = await now(house, loan)
    assert (after.days_past_due, after.overdue, due(after).number) == (0, Money(0), 2)


async def test_what_autopay_ordered_on_the_due_day_is_not_late_when_it_is_told_of_the_next_morning(
    house: House,
) -> None:
    loan = await a_shop_loan(house)
    await switched_on(house, loan)
    house.clock.now = moment(due(loan).due_date, 9)
    order_due_debits(house.database, house.clock.now)
    (payment,) = await house.client.payments(house.borrower, loan.id)
    house.clock.pass_(hours=24)
    await told(house, payment)
    assert (await now(house, loan)).bucket == "M0"
    assert sound(house.database, loan.id)["penalty_income"] == Money(0)


async def test_a_payment_of_which_only_the_file_tells_counts_when_it_was_made(house: House) -> None:
    loan = await a_shop_loan(house)
    day = due(loan).due_date
    house.clock.now = moment(day, 10)
    payment = await started(house, loan, due(loan).amount)
    house.clock.now = moment(day + timedelta(days=4), 6)
    await house.client.loan(house.borrower, loan.id)
    found = await gone_through(house, day, line_of(payment, moment(day, 10, 1)))
    assert [one.resolution for one in found.findings] == ["settled"]
    assert (await now(house, loan)).bucket == "M0"
    assert sound(house.database, loan.id)["penalty_income"] == Money(0)
    receipt = (await house.client.loan_receipts(house.borrower, loan.id))[-1]
    assert (receipt.penalty, receipt.counted_on) == (Money(0), day)


async def test_a_time_before_the_order_is_not_believed_and_found(house: House) -> None:
    loan = await a_shop_loan(house)
    house.clock.now = moment(date(2026, 4, 10), 10)
    payment = await started(house, loan, Money(500_00))
    await told(house, payment, ended_at=moment(date(2026, 4, 8), 10))
    receipt = (await house.client.loan_receipts(house.borrower, loan.id))[-1]
    assert (receipt.counted_on, findings(house)) == (date(2026, 4, 10), ["time_differs"])


async def test_without_a_time_a_debit_counts_no_more_than_some_days_back(house: House) -> None:
    loan = await a_shop_loan(house)
    house.clock.now = moment(date(2026, 4, 10), 10)
    payment = await started(house, loan, Money(500_00))
    house.clock.pass_(days=4)
    await told(house, payment)
    receipt = (await house.client.loan_receipts(house.borrower, loan.id))[-1]
    assert (receipt.counted_on, findings(house)) == (date(2026, 4, 14), ["time_differs"])


async def test_a_payment_that_had_failed_and_succeeds_late_is_put_right_with_its_day(house: House) -> None:
    """Meanwhile the loan was late, and another payment came."""
    loan = await a_shop_loan(house)
    day = due(loan).due_date
    house.clock.now = moment(day, 10)
    first = await started(house, loan, due(loan).amount)
    await told(house, first, "failed")
    house.clock.now = moment(day + timedelta(days=10), 10)
    late = await now(house, loan)
    assert (late.days_past_due, late.bucket) == (10, "M1")
    await pay(house, loan, due(late).amount, "again")
    paid = (await house.client.loan_receipts(house.borrower, loan.id))[-1]
    assert paid.penalty > Money(0)
    house.clock.pass_(days=1)
    await told(house, first, ended_at=moment(day, 10, 1))
    after = await now(house, loan)
    assert (after.days_past_due, after.bucket) == (0, "M0")
    *before, mine, correction = await house.client.loan_receipts(house.borrower, loan.id)
    assert before[-1] == paid
    assert (mine.kind, mine.penalty, mine.counted_on) == ("payment", Money(0), day)
    assert (correction.kind, correction.amount, correction.penalty) == ("correction", Money(0), -paid.penalty)
    assert sound(house.database, loan.id)["penalty_income"] == Money(0)
    await house.work()
    assert "loan.corrected" in [event.kind for event in await house.client.events(0)]
    await told(house, first, ended_at=moment(day, 10, 1))
    assert len(await house.client.loan_receipts(house.borrower, loan.id)) == len(before) + 2


async def test_the_providers_file_books_a_payment_that_we_held_for_failed(house: House) -> None:
    loan = await house.paid_out()
    house.clock.now = moment(date(2026, 4, 29), 10)
    payment = await started(house, loan, Money(1_000_00))
    await told(house, payment, "failed")
    house.clock.pass_(hours=20)
    found = await gone_through(house, date(2026, 4, 29), line_of(payment, moment(date(2026, 4, 29), 10)))
    assert [(one.verdict, one.resolution) for one in found.findings] == [("status_differs", "settled")]
    assert sound(house.database, loan.id)["cash"] == Money(-30_000_00 + 1_000_00)


async def test_a_file_moves_a_payment_to_the_day_the_provider_took_it(house: House) -> None:
    loan = await a_shop_loan(house)
    day = due(loan).due_date
    house.clock.now = moment(day, 23, 50)
    payment = await started(house, loan, due(loan).amount)
    house.clock.pass_(minutes=20)
    await told(house, payment)
    house.clock.pass_(days=1)
    found = await gone_through(house, day + timedelta(days=1), line_of(payment, moment(day + timedelta(days=1), 0, 5)))
    assert found.findings == []
    correction = (await house.client.loan_receipts(house.borrower, loan.id))[-1]
    assert (correction.kind, correction.penalty > Money(0)) == ("correction", True)
    assert sound(house.database, loan.id)["penalty_income"] == -correction.penalty


async def test_a_late_success_from_before_a_change_counts_from_the_change_and_is_found(house: House) -> None:
    loan = await house.paid_out()
    house.clock.now = moment(date(2026, 4, 10), 10)
    payment = await started(house, loan, Money(1_000_00))
    await told(house, payment, "failed")
    house.clock.now = moment(date(2026, 4, 20), 10)
    proposal = await house.client.propose_change(house.borrower, loan.id, AskDueDay(kind="due_day", day_of_month=8))
    await execute(house, loan, proposal)
    agreed = (await house.client.loan_schedule(house.borrower, loan.id)).instalments
    house.clock.pass_(days=2)
    await told(house, payment, ended_at=moment(date(2026, 4, 10), 10))
    receipt = (await house.client.loan_receipts(house.borrower, loan.id))[-1]
    assert (receipt.counted_on, findings(house)) == (date(2026, 4, 20), ["counted_later"])
    after = (await house.client.loan_schedule(house.borrower, loan.id)).instalments
    assert [line.due_date for line in after] == [line.due_date for line in agreed]
    sound(house.database, loan.id)


async def test_a_payout_is_dated_from_the_day_it_left_also_when_a_file_tells_of_it_late(house: House) -> None:
    loan = await house.accepted()
    payout = await house.client.payout(house.borrower, loan.id)
    left = house.clock.now + timedelta(hours=1)
    line = StatementLine(
        reference="p-1", transfer_id=payout.id, direction="payout", minor=payout.amount.minor, currency="CNY",
        status="succeeded", ended_at=left,
    )  # fmt: skip
    house.clock.pass_(days=2)
    await gone_through(house, lender_day(left), line)
    assert (await now(house, loan)).disbursed_on == lender_day(left)


async def test_what_is_due_on_a_holiday_is_paid_in_time_on_the_next_working_day(house: House) -> None:
    house.clock.now = datetime(2026, 9, 1, 4, tzinfo=UTC)
    loan = await a_shop_loan(house)
    assert (due(loan).due_date, due(loan).pay_by) == (date(2026, 10, 1), date(2026, 10, 8))
    house.clock.now = moment(date(2026, 10, 8), 23)
    await house.work()
    present = await now(house, loan)
    assert (present.days_past_due, present.bucket, present.overdue) == (0, "M0", Money(0))
    house.clock.pass_(hours=2)
    await house.work()
    late = await now(house, loan)
    assert (late.days_past_due, late.bucket) == (1, "M1")
    house.clock.pass_(days=1)
    await house.work()
    assert [event.kind for event in await house.client.events(0)].count("loan.overdue") == 1


async def test_within_the_days_of_grace_nobody_is_told_of_being_late(house: House) -> None:
    loan = await house.paid_out()
    day = due(loan).due_date
    for days in (1, 2, 3):
        house.clock.now = moment(day + timedelta(days=days), 12)
        await house.work()
        present = await now(house, loan)
        assert (present.days_past_due, present.bucket, present.overdue) == (0, "M0", Money(0))
    assert "loan.overdue" not in [event.kind for event in await house.client.events(0)]


async def test_the_least_payment_is_a_yuan_or_all_that_is_owed(house: House) -> None:
    loan = await house.paid_out()
    with pytest.raises(BackendProblem) as refused:
        await started(house, loan, Money(99))
    assert (refused.value.code, refused.value.data["min"]["minor"]) == ("payment_out_of_range", 1_00)
    quote = await house.client.payoff_quote(house.borrower, loan.id)
    await pay(house, loan, quote.amount - Money(1), "nearly all")
    await pay(house, loan, Money(1), "the last fen")
    assert (await now(house, loan)).status == "settled"


async def test_an_amount_that_is_not_a_plain_number_is_refused(house: House) -> None:
    loan = await house.paid_out()
    path = f"/borrowers/{house.borrower}/loans/{loan.id}/payments"
    for minor in (True, "100", 1.0):
        body = {"amount": {"minor": minor, "currency": "CNY"}}
        answer = await house.http.post(path, json=body, headers={"Idempotency-Key": f"{minor!r}"})
        assert answer.status_code == 422, minor


@pytest.mark.both_databases
async def test_two_debits_told_of_at_once_in_the_wrong_order_come_to_the_same(house: House) -> None:
    loan = await a_shop_loan(house)
    day = due(loan).due_date
    payments = []
    for number, hours in enumerate((0, 48)):
        house.clock.now = moment(day, 10) + timedelta(hours=hours)
        payments.append(await started(house, loan, Money(1_000_00), f"{number}"))
    house.clock.pass_(hours=1)
    ended = [moment(day, 10, 1), moment(day, 10, 1) + timedelta(hours=48)]
    await asyncio.gather(*(told(house, one, ended_at=at) for one, at in zip(payments, ended, strict=True)))
    with house.database.reading() as session:
        assert {session.get_one(TransferRow, one.id).value_day for one in payments} == {day, day + timedelta(days=2)}
    books = sound(house.database, loan.id)
    receipts = await house.client.loan_receipts(house.borrower, loan.id)
    again = sum(receipt.penalty.minor for receipt in receipts)
    assert books["penalty_income"] == Money(-again)
    with house.database.writing() as session:
        settle(
            session,
            Callback(transfer_id=payments[0].id, status="succeeded", amount=payments[0].amount),
            house.clock.now,
        )
    assert sound(house.database, loan.id) == books
