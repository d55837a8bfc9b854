"""A day held against the provider's signed file, on both databases."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from backend.ledger.service import balance, verify
from backend.payments.__main__ import main
from backend.payments.errors import BadStatement
from backend.payments.models import FindingRow, TransferRow
from backend.payments.reconciliation import Reconciliation, reconcile
from backend.payments.statement import StatementLine, read_statement, write_statement
from contract.lending.loans import Loan, Payment, StartPayment
from contract.lending.payments import Callback
from contract.money import Money
from tests.integration.backend.house import SECRET, House
from tests.integration.backend.test_provider_callbacks import Telling, Unreachable, call_back

DAY = date(2026, 3, 31)


async def paid(house: House, minor: int) -> tuple[Loan, Payment]:
    """A payment that the sandbox was told of; its last two digits choose its fate."""
    loan = await house.paid_out()
    body = StartPayment(amount=Money(minor))
    payment = await house.client.start_payment(house.borrower, loan.id, body, idempotency_key="pay")
    await house.work()
    return loan, payment


async def status_of(house: House, loan: Loan) -> str:
    return (await house.client.payments(house.borrower, loan.id))[0].status


def file_of(house: House, *more: StatementLine) -> bytes:
    lines = read_statement([SECRET], DAY, house.worker.provider.statement(DAY))
    return write_statement(SECRET, DAY, [*lines, *more])


async def gone_through(house: House, content: bytes) -> Reconciliation:
    return await asyncio.to_thread(
        reconcile, house.database, [SECRET], DAY, content, house.clock.now, house.policy, None
    )


async def test_a_day_without_a_difference_matches_to_the_last_movement(house: House) -> None:
    await paid(house, 1_000_00)
    found = await gone_through(house, file_of(house))
    assert (found.counts, found.findings) == ({"matched": 2}, [])


@pytest.mark.both_databases
async def test_a_debit_whose_callback_was_lost_is_unknown_and_then_posted_from_the_file_once(house: House) -> None:
    loan, _ = await paid(house, 1_000_15)
    assert await status_of(house, loan) == "pending"
    house.clock.pass_(hours=2)
    await house.work()
    assert await status_of(house, loan) == "unknown"
    for _ in range(2):
        found = await gone_through(house, file_of(house))
        assert [(one.verdict, one.resolution) for one in found.findings] == [("callback_lost", "settled")]
    assert await status_of(house, loan) == "succeeded"
    assert len(await house.client.loan_receipts(house.borrower, loan.id)) == 2
    with house.database.reading() as session:
        assert balance(session, "cash") == Money(-30_000_00 + 1_000_15)
        assert verify(session) == []


async def test_a_debit_taken_twice_is_found_and_given_back_once(house: House) -> None:
    loan, _ = await paid(house, 1_000_14)
    found = await gone_through(house, file_of(house))
    assert [(one.verdict, one.resolution) for one in found.findings] == [("moved_twice", "refunded")]
    with house.database.reading() as session:
        assert balance(session, "borrower_credit", loan.id) == Money(-1_000_14)
    await gone_through(house, file_of(house))
    await house.work()
    await house.work()
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).where(TransferRow.direction == "refund")) == 1
        assert balance(session, "borrower_credit", loan.id) == Money(0)
        assert balance(session, "cash") == Money(-30_000_00 + 1_000_14)
        assert verify(session) == []
    assert len(await house.client.loan_receipts(house.borrower, loan.id)) == 2
    assert [event.kind for event in await house.client.events(0)][-1] == "payment.refunded"


async def test_what_is_not_plain_is_found_and_moves_no_loan(house: House) -> None:
    loan, payment = await paid(house, 1_000_00)
    at = datetime(2026, 3, 31, 5, tzinfo=UTC)
    stranger = StatementLine(
        reference="x-1", transfer_id="nobodys", direction="debit", minor=5_00, currency="CNY", status="succeeded", ended_at=at
    )  # fmt: skip
    (line,) = (
        one
        for one in read_statement([SECRET], DAY, house.worker.provider.statement(DAY))
        if one.transfer_id == payment.id
    )
    content = write_statement(SECRET, DAY, [stranger, line.model_copy(update={"minor": 999_99})])
    found = await gone_through(house, content)
    assert {one.verdict: one.resolution for one in found.findings} == {
        "amount_differs": "open", "missing_at_ours": "in_suspense", "missing_at_theirs": "open",
    }  # fmt: skip
    assert found.is_open
    assert len(await house.client.loan_receipts(house.borrower, loan.id)) == 2
    with house.database.reading() as session:
        assert balance(session, "cash") == Money(-30_000_00 + 1_000_00 + 5_00)
        assert verify(session) == []
    again = await gone_through(house, file_of(house, stranger))
    assert [one.verdict for one in again.findings if one.reference == line.reference] == []


async def test_an_order_is_given_again_only_once_the_provider_says_that_it_never_had_it(house: House) -> None:
    loan, payment = await paid(house, 1_000_15)
    house.clock.pass_(hours=2)
    await house.work()
    waiting = await gone_through(house, write_statement(SECRET, DAY, []))
    assert ("missing_at_theirs", "open") in {(one.verdict, one.resolution) for one in waiting.findings}
    found = await asyncio.to_thread(
        reconcile,
        house.database,
        [SECRET],
        DAY,
        write_statement(SECRET, DAY, []),
        house.clock.now,
        house.policy,
        Telling("not_known"),
    )
    assert ("missing_at_theirs", "ordered_again") in {(one.verdict, one.resolution) for one in found.findings}
    assert await status_of(house, loan) == "pending"
    with house.database.reading() as session:
        assert session.get_one(TransferRow, payment.id).handed_over_at is None


async def test_an_end_with_another_amount_waits_for_a_person(house: House) -> None:
    loan, payment = await paid(house, 1_000_15)
    house.clock.pass_(hours=2)
    await house.work()
    told = Callback(transfer_id=payment.id, status="succeeded", amount=Money(999_15))
    content = write_statement(SECRET, DAY, [])
    found = await asyncio.to_thread(
        reconcile, house.database, [SECRET], DAY, content, house.clock.now, house.policy, Telling(told)
    )
    assert ("missing_at_theirs", "open") in {(one.verdict, one.resolution) for one in found.findings}
    assert await status_of(house, loan) == "unknown"


async def test_a_refused_file_writes_nothing(house: House) -> None:
    await paid(house, 1_000_14)
    with pytest.raises(BadStatement):
        await gone_through(house, file_of(house).replace(b"100014", b"100015"))
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(FindingRow)) == 0


async def test_the_worker_goes_through_each_day_that_is_over_once_its_file_is_there(house: House) -> None:
    loan, _ = await paid(house, 1_000_15)
    house.clock.pass_(days=3)
    late = replace(house.worker, provider=Unreachable())
    await asyncio.to_thread(late.step)
    late.provider = house.worker.provider
    await asyncio.to_thread(late.step)
    assert await status_of(house, loan) == "unknown"
    house.clock.pass_(minutes=5)
    for _ in range(3):
        await asyncio.to_thread(late.step)
    assert await status_of(house, loan) == "succeeded"


async def test_the_command_prints_what_it_found_as_json_alone(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    await paid(house, 1_000_14)
    file = tmp_path / "day.csv"
    file.write_bytes(file_of(house))
    monkeypatch.setenv("BACKEND_DATABASE_URL", house.database.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("BACKEND_PROVIDER_SECRET", SECRET.decode())
    words = ["reconcile", "--file", str(file), "--date", "2026-03-31"]
    assert await asyncio.to_thread(main, [*words, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["counts"] == {"matched": 2, "moved_twice": 1}
    assert await asyncio.to_thread(main, words) == 0
    assert "moved_twice" in capsys.readouterr().out
    assert await asyncio.to_thread(main, [*words[:-1], "2026-03-30"]) == 2


@pytest.mark.both_databases
async def test_a_callback_that_comes_while_the_file_is_gone_through_posts_once(house: House) -> None:
    loan, payment = await paid(house, 1_000_15)
    callback = Callback(transfer_id=payment.id, status="succeeded", amount=payment.amount)
    content = file_of(house)
    callbacks = asyncio.gather(*(call_back(house, callback) for _ in range(3)))
    files = asyncio.gather(*(gone_through(house, content) for _ in range(2)))
    answers, found = await callbacks, await files
    assert [answer.status_code for answer in answers] == [204] * 3
    assert [one.is_open for one in found] == [False, False]
    assert len(await house.client.loan_receipts(house.borrower, loan.id)) == 2
    with house.database.reading() as session:
        assert balance(session, "cash") == Money(-30_000_00 + 1_000_15)
        assert verify(session) == []


@pytest.mark.both_databases
async def test_reconciling_twice_at_once_refunds_once(house: House) -> None:
    loan, _ = await paid(house, 1_000_14)
    content = file_of(house)
    await asyncio.gather(*(gone_through(house, content) for _ in range(3)))
    with house.database.reading() as session:
        assert session.scalar(select(func.count()).where(TransferRow.direction == "refund")) == 1
        assert balance(session, "borrower_credit", loan.id) == Money(-1_000_14)
        assert verify(session) == []
