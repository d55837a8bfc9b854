"""What goes back, what comes back, and what may be undone; on both databases."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from backend.controls import control_findings
from backend.db import Database
from backend.ledger.models import LedgerBalance
from backend.ledger.service import Account, Entry, balance, post, verify
from backend.loans.certificates import revoked_on
from backend.payments.__main__ import main
from backend.payments.corrections import Asked, annul, undo_write_off
from backend.payments.findings import open_findings
from backend.payments.models import SuspenseRow, TransferRow
from backend.payments.resolving import follow, refund_again
from backend.payments.service import order_once, reverse, settle, take_back
from backend.payments.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign
from backend.payments.statement import StatementLine
from backend.payments.suspense import assign, give_back
from backend.payments.transfers import begin_hand_over
from backend.staff_acts.errors import SecondPersonNeeded
from contract.lending.client import BackendProblem
from contract.lending.holds import LiftHold, PlaceHold
from contract.lending.loans import AskWriteOff, Loan, Payment
from contract.lending.payments import Callback, ProviderEvent
from contract.money import Money
from tests.integration.backend.house import SECRET, House, due
from tests.integration.backend.test_loan_life import STAFF, at, execute, now, pay, sound
from tests.integration.backend.test_provider_callbacks import Telling
from tests.integration.backend.test_value_dates import findings, gone_through, line_of, moment, started, told


def held(database: Database, account: Account, subject: str = "") -> Money:
    with database.reading() as session:
        return balance(session, account, subject)


def whole(house: House, loan: Loan) -> None:
    """The books are sound, and say what the rows say."""
    sound(house.database, loan.id)
    with house.database.reading() as session:
        assert control_findings(session) == []


async def crossed(house: House) -> tuple[Loan, Payment]:
    """A loan paid off by the payment that is answered, while another one of 200.00 crossed: its surplus goes back."""
    loan = await house.paid_out()
    quote = await house.client.payoff_quote(house.borrower, loan.id)
    payment = await started(house, loan, quote.amount, "all")
    with house.database.writing() as session:
        order_once(session, house.borrower, loan.id, Money(200_00), "crossed", house.clock.now)
    second = next(one for one in await house.client.payments(house.borrower, loan.id) if one.id != payment.id)
    for one in (payment, second):
        await told(house, one)
    return loan, payment


def refunds(house: House, loan: Loan) -> list[TransferRow]:
    """The oldest first."""
    rows = select(TransferRow).where(TransferRow.loan_id == loan.id, TransferRow.direction == "refund")
    with house.database.reading() as session:
        return list(session.scalars(rows.order_by(TransferRow.created_at, TransferRow.id)))


def ended(house: House, transfer: TransferRow, status: str = "succeeded") -> None:
    failure = "account_closed" if status == "failed" else None
    callback = Callback.model_validate(
        {"transfer_id": transfer.id, "status": status, "amount": Money(transfer.minor), "failure": failure}
    )
    with house.database.writing() as session:
        settle(session, callback, house.clock.now)


def bank_takes(house: House, payment_id: str) -> None:
    with house.database.writing() as session:
        take_back(session, payment_id, house.clock.now)


async def reversed_(house: House, payment: Payment, secret: bytes = SECRET) -> httpx.Response:
    event = ProviderEvent(
        transfer_id=payment.id,
        kind="reversed",
        reason="charged_back",
        amount=payment.amount,
        happened_at=house.clock.now,
    )
    body, stamp = event.model_dump_json().encode(), str(int(house.clock.now.timestamp()))
    headers = {TIMESTAMP_HEADER: stamp, SIGNATURE_HEADER: sign(secret, stamp, body), "X-Service-Key": ""}
    return await house.http.post("/provider/events", content=body, headers=headers)


async def test_a_charge_back_is_a_signed_event_and_owed_again(house: House) -> None:
    loan = await house.paid_out()
    payment = await pay(house, loan, due(loan).amount, "first")
    assert (await reversed_(house, payment, b"somebody else's")).status_code == 401
    for _ in range(2):
        assert (await reversed_(house, payment)).status_code == 204
    (shown,) = await house.client.payments(house.borrower, loan.id)
    assert (shown.status, shown.failure, due(await now(house, loan))) == ("failed", "taken_back", due(loan))
    whole(house, loan)


async def test_taking_a_payment_back_stops_the_refund_that_nobody_was_asked_for(house: House) -> None:
    loan, payment = await crossed(house)
    assert held(house.database, "borrower_credit", loan.id) == Money(-200_00)
    bank_takes(house, payment.id)
    assert [(one.status, one.failure) for one in refunds(house, loan)] == [("failed", "stopped")]
    await house.work()
    assert held(house.database, "borrower_credit", loan.id) == Money(0)
    assert (await now(house, loan)).outstanding_principal == Money(29_800_00)
    whole(house, loan)


async def test_a_refund_taken_back_too_late_is_a_claim_that_is_paid_before_the_loan_is_certified(house: House) -> None:
    loan, payment = await crossed(house)
    (refund,) = refunds(house, loan)
    with house.database.writing() as session:
        assert begin_hand_over(session, refund.id, house.clock.now)
    bank_takes(house, payment.id)
    ended(house, refund)
    owing = await now(house, loan)
    assert (owing.status, owing.claim, owing.outstanding_principal) == ("active", Money(200_00), Money(29_800_00))
    quote = await house.client.payoff_quote(house.borrower, loan.id)
    assert (quote.amount, quote.claim) == (Money(30_000_00), Money(200_00))
    await pay(house, loan, Money(29_800_00), "the loan alone")
    assert (await now(house, loan)).status == "settled"
    with pytest.raises(BackendProblem) as refused:
        await house.client.settlement_certificate(house.borrower, loan.id)
    assert refused.value.code == "loan_not_settled"
    await pay(house, loan, Money(200_00), "the claim")
    assert (await now(house, loan)).claim == Money(0)
    assert (await house.client.settlement_certificate(house.borrower, loan.id)).settled_on == date(2026, 3, 31)
    assert (held(house.database, "cash"), refunds(house, loan)[1:]) == (Money(0), [])
    await house.work()
    assert "loan.claim_opened" in [event.kind for event in await house.client.events(0)]
    whole(house, loan)


async def test_a_refund_that_failed_is_ordered_again_after_a_day_and_at_last_a_person_looks(house: House) -> None:
    loan, _ = await crossed(house)
    for tries in range(1, 6):
        assert len(refunds(house, loan)) == tries
        with house.database.writing() as session:
            begin_hand_over(session, refunds(house, loan)[-1].id, house.clock.now)
        ended(house, refunds(house, loan)[-1], "failed")
        house.clock.pass_(hours=25)
        await asyncio.to_thread(house.worker._mend_refunds, house.clock.now)
    assert (len(refunds(house, loan)), findings(house)) == (5, ["refund_failed"])
    assert held(house.database, "borrower_credit", loan.id) == Money(-200_00)


async def test_a_refund_that_failed_and_succeeded_after_all_is_not_given_twice(house: House) -> None:
    loan, _ = await crossed(house)
    (first,) = refunds(house, loan)
    ended(house, first, "failed")
    house.clock.pass_(hours=25)
    await asyncio.to_thread(house.worker._mend_refunds, house.clock.now)
    (_, second) = refunds(house, loan)
    ended(house, first)
    assert [one.failure for one in refunds(house, loan)] == [None, "stopped"]
    with house.database.writing() as session:
        assert not begin_hand_over(session, second.id, house.clock.now)
    assert (held(house.database, "borrower_credit", loan.id), held(house.database, "cash")) == (Money(0), Money(0))
    whole(house, loan)


async def test_a_refund_of_which_another_amount_moved_waits_for_a_person(house: House) -> None:
    loan, _ = await crossed(house)
    (refund,) = refunds(house, loan)
    ended(house, refund, "failed")
    house.clock.pass_(hours=25)
    moved = Callback(transfer_id=refund.id, status="succeeded", amount=Money(refund.minor - 1))
    worker = replace(house.worker, provider=Telling(moved))
    for _ in range(2):
        await asyncio.to_thread(worker._mend_refunds, house.clock.now)
    assert (len(refunds(house, loan)), findings(house)) == (1, ["amount_differs"])
    with house.database.writing() as session:
        assert refund_again(session, refund.id, "staff-1", "asked the bank", house.clock.now, to_current_card=False)
    assert (len(refunds(house, loan)), findings(house)) == (2, [])


async def test_a_payout_that_succeeds_after_another_took_its_place_waits_in_suspense(house: House) -> None:
    loan = await house.accepted()
    first = await house.client.payout(house.borrower, loan.id)
    failed = Callback(transfer_id=first.id, status="failed", amount=first.amount, failure="account_closed")
    with house.database.writing() as session:
        settle(session, failed, house.clock.now)
    await house.client.retry_payout(house.borrower, loan.id, idempotency_key="again")
    await house.work()
    with house.database.writing() as session:
        late = failed.model_copy(update={"status": "succeeded", "failure": None})
        settle(session, late, house.clock.now)
    assert (held(house.database, "loans_receivable", loan.id), held(house.database, "cash")) == (
        first.amount,
        Money(-60_000_00),
    )
    assert findings(house) == ["paid_out_twice"]
    with house.database.reading() as session:
        (item,) = session.scalars(select(SuspenseRow))
    assert held(house.database, "suspense", item.id) == first.amount
    whole(house, loan)


async def test_money_that_nobody_ordered_is_assigned_by_two_persons_and_counts_when_it_came(house: House) -> None:
    loan = await house.paid_out()
    day = due(loan).due_date
    house.clock.now = moment(day + timedelta(days=20), 9)
    transfer = StatementLine(
        reference="bank-77", transfer_id="a transfer", direction="debit", minor=due(loan).amount.minor, currency="CNY",
        status="succeeded", ended_at=moment(day, 15),
    )  # fmt: skip
    for _ in range(2):
        found = await gone_through(house, day, transfer)
        assert [(one.verdict, one.resolution) for one in found.findings] == [("missing_at_ours", "in_suspense")]
    with house.database.reading() as session:
        (item,) = session.scalars(select(SuspenseRow))
    whole(house, loan)
    with house.database.writing() as session:
        assert not assign(session, item.id, loan.id, "staff-1", "named the loan", house.clock.now)
    with pytest.raises(SecondPersonNeeded), house.database.writing() as session:
        assign(session, item.id, loan.id, "staff-1", "named the loan", house.clock.now)
    with house.database.writing() as session:
        assert assign(session, item.id, loan.id, "staff-2", "seen", house.clock.now)
    after = await now(house, loan)
    assert (after.bucket, due(after).number) == ("M0", 2)
    assert (held(house.database, "suspense", item.id), findings(house)) == (Money(0), [])
    assert sound(house.database, loan.id)["penalty_income"] == Money(0)
    whole(house, loan)


async def test_a_small_sum_in_suspense_is_returned_by_one_person(house: House) -> None:
    loan = await house.paid_out()
    house.clock.pass_(days=1)
    line = StatementLine(
        reference="bank-78", transfer_id="a transfer", direction="debit", minor=500_00, currency="CNY",
        status="succeeded", ended_at=house.clock.now,
    )  # fmt: skip
    await gone_through(house, date(2026, 4, 1), line)
    with house.database.reading() as session:
        (item,) = session.scalars(select(SuspenseRow))
    with house.database.writing() as session:
        assert give_back(session, item.id, "staff-1", "sent back to the bank", house.clock.now)
    assert (held(house.database, "cash"), findings(house)) == (Money(-30_000_00), [])
    whole(house, loan)


async def test_another_amount_than_was_ordered_goes_to_suspense_by_command(house: House) -> None:
    loan = await house.paid_out()
    house.clock.pass_(days=1)
    payment = await started(house, loan, Money(1_000_00))
    line = line_of(payment, house.clock.now).model_copy(update={"minor": 990_00})
    await gone_through(house, date(2026, 4, 1), line)
    assert findings(house) == ["amount_differs"]
    with house.database.reading() as session:
        (finding,) = open_findings(session)
    with house.database.writing() as session:
        follow(session, finding.day, finding.reference, "staff-1", "asked the provider", house.clock.now)
    with house.database.reading() as session:
        (item,) = session.scalars(select(SuspenseRow))
    with house.database.writing() as session:
        assert assign(session, item.id, loan.id, "staff-1", "it is this payment", house.clock.now)
    assert held(house.database, "cash") == Money(-30_000_00 + 990_00)
    assert findings(house) == []
    whole(house, loan)


async def written_off(house: House) -> Loan:
    loan = await house.paid_out()
    at(house, date(2026, 12, 1))
    proposal = await house.client.propose_change(house.borrower, loan.id, AskWriteOff(kind="write_off", **STAFF))
    return await execute(house, loan, proposal)


async def test_a_loan_written_off_is_recovered_through_the_normal_api_up_to_what_is_owed(house: House) -> None:
    loan = await written_off(house)
    owed = loan.overdue
    assert (loan.next_payment, owed > Money(30_000_00)) == (None, True)
    await pay(house, loan, Money(1_000_00), "first")
    quote = await house.client.payoff_quote(house.borrower, loan.id)
    assert (quote.amount, quote.principal) == (owed - Money(1_000_00), Money(29_000_00))
    with pytest.raises(BackendProblem) as refused:
        await started(house, loan, quote.amount + Money(1), "too much")
    assert refused.value.code == "payment_out_of_range"
    await pay(house, loan, quote.amount, "all", quote.proposal_hash)
    after = await now(house, loan)
    assert (after.status, after.outstanding_principal, after.overdue) == ("written_off", Money(0), Money(0))
    assert held(house.database, "recovery_income") == -owed
    whole(house, loan)


async def test_a_write_off_is_undone_and_recoveries_become_payments_on_their_days(house: House) -> None:
    loan = await written_off(house)
    house.clock.pass_(days=3)
    await pay(house, loan, Money(1_000_00), "recovery")
    house.clock.pass_(days=3)
    asked = [Asked(loan.id, f"staff-{number}", "written off by mistake") for number in (1, 2)]
    for one, is_done in zip(asked, (False, True), strict=True):
        with house.database.writing() as session:
            assert undo_write_off(session, one, house.clock.now) == is_done
    after = await now(house, loan)
    assert (after.status, after.bucket) == ("active", "M6+")
    books = sound(house.database, loan.id)
    assert (books["loan_losses"], held(house.database, "recovery_income")) == (Money(0), Money(0))
    earned = -(books["interest_income"] + books["penalty_income"])
    assert Money(30_000_00) - books["owed"] + earned == Money(1_000_00)
    correction = (await house.client.loan_receipts(house.borrower, loan.id))[-1]
    assert (correction.kind, correction.principal) == ("correction", -earned)
    whole(house, loan)


async def test_a_loan_that_was_never_the_borrowers_is_annulled_by_two_persons_and_what_was_paid_goes_back(
    house: House,
) -> None:
    loan = await house.paid_out()
    payments = [await pay(house, loan, due(loan).amount, "1"), await pay(house, loan, Money(700_00), "2")]
    house.clock.pass_(days=3)
    for number, is_done in ((1, False), (2, True)):
        with house.database.writing() as session:
            assert annul(session, Asked(loan.id, f"staff-{number}", "stolen identity"), house.clock.now) == is_done
    paid = payments[0].amount + payments[1].amount
    after = await now(house, loan)
    assert (after.status, after.outstanding_principal, after.next_payment) == ("annulled", Money(0), None)
    await house.work()
    assert sum(one.minor for one in refunds(house, loan)) == paid.minor
    assert held(house.database, "cash") == Money(-30_000_00)
    assert held(house.database, "fraud_losses") == Money(30_000_00)
    assert held(house.database, "borrower_credit", loan.id) == Money(0)
    income: tuple[Account, ...] = ("interest_income", "fee_income", "penalty_income")
    assert [held(house.database, account).minor for account in income] == [0, 0, 0]
    with pytest.raises(BackendProblem) as refused:
        await started(house, loan, Money(100_00), "more")
    assert refused.value.code == "loan_not_active"
    assert [event.kind for event in await house.client.events(0)][-1] in ("loan.annulled", "payment.refunded")
    bank_takes(house, payments[0].id)
    assert held(house.database, "fraud_losses") == Money(30_000_00) + payments[0].amount
    whole(house, loan)


async def test_a_payout_that_nobody_was_asked_for_is_stopped_by_an_annulment(house: House) -> None:
    loan = await house.accepted()
    for number in (1, 2):
        with house.database.writing() as session:
            annul(session, Asked(loan.id, f"staff-{number}", "stolen identity"), house.clock.now)
    await house.work()
    assert (held(house.database, "cash"), (await now(house, loan)).status) == (Money(0), "annulled")


async def test_a_certificate_is_revoked_when_the_payment_that_settled_is_taken_back(house: House) -> None:
    loan = await house.paid_out()
    quote = await house.client.payoff_quote(house.borrower, loan.id)
    payment = await pay(house, loan, quote.amount, "all", quote.proposal_hash)
    certificate = await house.client.settlement_certificate(house.borrower, loan.id)
    house.clock.pass_(days=5)
    bank_takes(house, payment.id)
    with house.database.reading() as session:
        assert revoked_on(session, certificate.certificate_hash) == date(2026, 4, 5)


async def test_an_order_that_the_provider_never_had_is_not_debited_once_the_loan_was_paid_otherwise(
    house: House,
) -> None:
    loan = await house.paid_out()
    quote = await house.client.payoff_quote(house.borrower, loan.id)
    lost = await started(house, loan, Money(20_000_00), "lost")
    with house.database.writing() as session:
        transfer = session.get_one(TransferRow, lost.id)
        transfer.status, transfer.handing_over_at, transfer.handed_over_at = "unknown", house.clock.now, house.clock.now
    await pay(house, loan, quote.amount - lost.amount, "the rest")
    with house.database.writing() as session:
        order_once(session, house.borrower, loan.id, Money(5_000_00), "otherwise", house.clock.now)
    await house.work()
    house.clock.pass_(days=1)
    await house.work()
    shown = next(one for one in await house.client.payments(house.borrower, loan.id) if one.id == lost.id)
    assert (shown.status, shown.failure) == ("failed", "not_carried_out")


async def test_verify_finds_a_credit_below_zero_and_the_worker_makes_a_claim_of_it(house: House) -> None:
    loan = await house.paid_out()
    with house.database.writing() as session:
        entries = [Entry("borrower_credit", Money(84_23), loan.id), Entry("cash", Money(-84_23))]
        post(session, "a past release's refund", house.clock.now, entries)
    with house.database.reading() as session:
        assert [one.what for one in verify(session)] == ["wrong_sign"]
    house.clock.pass_(hours=1)
    await house.work()
    assert (await now(house, loan)).claim == Money(84_23)
    whole(house, loan)


async def test_verify_finds_a_loan_whose_rows_say_something_else_than_the_ledger(house: House) -> None:
    loan = await house.paid_out()
    with house.database.writing() as session:
        post(session, "slip", house.clock.now, [Entry("loans_receivable", Money(1), loan.id), Entry("cash", Money(-1))])
    with house.database.snapshot() as session:
        assert [one.what for one in control_findings(session)] == ["control_differs"]
        assert session.scalars(select(LedgerBalance)).first() is not None


@pytest.mark.both_databases
async def test_taking_back_handing_over_and_the_refunds_end_at_once_leave_the_books_whole(house: House) -> None:
    loan, payment = await crossed(house)
    (refund,) = refunds(house, loan)

    def hand_over() -> None:
        with house.database.writing() as session:
            handed = begin_hand_over(session, refund.id, house.clock.now)
        if handed:
            ended(house, refund)

    await asyncio.gather(asyncio.to_thread(hand_over), asyncio.to_thread(bank_takes, house, payment.id))
    after = await now(house, loan)
    gone = {one.status for one in refunds(house, loan)} == {"succeeded"}
    assert after.claim == (Money(200_00) if gone else Money(0))
    assert held(house.database, "borrower_credit", loan.id) == Money(0)
    whole(house, loan)


async def test_the_commands_list_what_waits_and_take_a_second_person(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    loan = await house.paid_out()
    line = StatementLine(
        reference="bank-79", transfer_id="a transfer", direction="debit", minor=5_000_00, currency="CNY",
        status="succeeded", ended_at=datetime(2026, 3, 31, 4, tzinfo=house.clock.now.tzinfo),
    )  # fmt: skip
    await gone_through(house, date(2026, 3, 31), line)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BACKEND_DATABASE_URL", house.database.engine.url.render_as_string(hide_password=False))
    assert await asyncio.to_thread(main, ["suspense", "list"]) == 0
    item = capsys.readouterr().out.split()[0]
    by = ["--staff", "staff-1", "--reason", "named the loan"]
    assert await asyncio.to_thread(main, ["suspense", "assign", item, loan.id, *by]) == 0
    assert "second person" in capsys.readouterr().out
    assert await asyncio.to_thread(main, ["suspense", "assign", item, loan.id, *by]) == 2
    assert await asyncio.to_thread(main, ["findings"]) == 0
    assert "missing_at_ours" in capsys.readouterr().out


async def test_an_annulled_loan_is_not_paid_out_by_another_try(house: House) -> None:
    loan = await house.paid_out(amount=Money(30_000_13))
    for number in range(2):
        with house.database.writing() as session:
            annul(session, Asked(loan.id, f"staff-{number}", "stolen identity"), house.clock.now)
    with pytest.raises(BackendProblem) as refused:
        await house.client.retry_payout(house.borrower, loan.id, idempotency_key="again")
    assert refused.value.code == "loan_not_active"
    assert held(house.database, "cash") == Money(0)


async def test_one_person_asking_for_an_annulment_changes_nothing_and_is_forgotten(house: House) -> None:
    loan = await house.accepted()
    with house.database.writing() as session:
        assert not annul(session, Asked(loan.id, "staff-0", "stolen identity"), house.clock.now)
    await house.work()
    assert (await now(house, loan)).status == "active"
    house.clock.pass_(days=8)
    with house.database.writing() as session:
        assert not annul(session, Asked(loan.id, "staff-1", "stolen identity"), house.clock.now)


async def test_a_payout_is_kept_back_while_a_hold_stands(house: House) -> None:
    loan = await house.accepted()
    hold = await house.client.place_hold(house.borrower, PlaceHold(**STAFF))
    await house.work()
    assert ((await now(house, loan)).status, held(house.database, "cash")) == ("pending_payout", Money(0))
    await house.client.lift_hold(house.borrower, hold.id, LiftHold(**STAFF))
    await house.work()
    assert (await now(house, loan)).status == "active"


async def test_a_refund_that_comes_back_is_sent_again_as_far_as_it_is_owed(house: House) -> None:
    loan, payment = await crossed(house)
    [refund, *_] = refunds(house, loan)
    await house.work()
    bank_takes(house, payment.id)
    with house.database.writing() as session:
        amount, came_back = Money(refund.minor), house.clock.now
        event = ProviderEvent(
            transfer_id=refund.id, kind="reversed", reason="bounced", amount=amount, happened_at=came_back
        )
        reverse(session, event, house.clock.now)
    house.clock.pass_(days=3)
    await house.work()
    assert held(house.database, "borrower_debt", loan.id) == Money(0)
    assert sum(one.minor for one in refunds(house, loan) if one.status in ("pending", "succeeded")) == 0
    whole(house, loan)
