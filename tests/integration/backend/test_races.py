"""Two at once have one effect, on both databases."""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from backend.db import migrate
from backend.ledger.service import verify
from backend.outbox import relay
from backend.tables import open_database
from contract.lending.applications import Application, ApplicationFields, StartApplication, SubmitApplication
from contract.lending.client import BackendProblem
from contract.lending.loans import Loan, Payment, StartPayment
from contract.money import Money
from servicekit.database_bounds import PATIENT
from tests.integration.backend.house import House

pytestmark = pytest.mark.both_databases


@pytest.fixture(autouse=True)
def patient_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that stalls for some seconds must not be taken for the loser of a race."""
    monkeypatch.setattr("backend.app.SERVING", PATIENT)


async def outcomes(*calls: Awaitable[Any]) -> list[Any]:
    """What each of the calls, made at once, answered or raised."""
    return await asyncio.gather(*calls, return_exceptions=True)


async def test_two_starts_at_once_open_one_draft(house: House) -> None:
    await house.client.register_borrower(house.borrower, "zh")
    drafts = await outcomes(
        *(
            house.client.start_application(house.borrower, StartApplication(), idempotency_key=f"key-{n}")
            for n in range(4)
        )
    )
    assert len({draft.id for draft in drafts}) == 1


async def test_two_submissions_at_once_decide_once(house: House) -> None:
    draft = await house.draft()
    body = SubmitApplication(proposal_hash=draft.proposal_hash)
    decided = await outcomes(
        *(
            house.client.submit_application(house.borrower, draft.id, body, idempotency_key=key)
            for key in ("one", "one", "two", "three")
        )
    )
    assert all(isinstance(one, Application) for one in decided)
    assert len({one.decision.model_dump_json() for one in decided}) == 1
    await house.work()
    assert [event.kind for event in await house.client.events(0)] == ["application.decided"]


async def test_a_change_and_a_submission_at_once_never_decide_what_was_not_shown(house: House) -> None:
    draft = await house.draft()
    body = SubmitApplication(proposal_hash=draft.proposal_hash)
    submitted, changed = await outcomes(
        house.client.submit_application(house.borrower, draft.id, body, idempotency_key="submit"),
        house.change(draft, amount=Money(29_000_00)),
    )
    now = await house.client.application(house.borrower, draft.id)
    if isinstance(submitted, Application):
        assert now.fields.amount == Money(30_000_00)
        assert isinstance(changed, BackendProblem)
    else:
        assert isinstance(submitted, BackendProblem)
        assert (submitted.code, now.status) == ("proposal_changed", "draft")


async def test_two_acceptances_at_once_open_one_loan(house: House) -> None:
    application = await house.submitted()
    contract = await house.client.contract(house.borrower, application.id)
    body = house.acceptance_of(contract)
    loans = await outcomes(
        *(
            house.client.accept_contract(house.borrower, application.id, body, idempotency_key=key)
            for key in ("one", "one", "two")
        )
    )
    assert all(isinstance(loan, Loan) for loan in loans)
    assert len(await house.client.loans(house.borrower)) == 1
    await house.work()
    assert len(await house.client.loan_receipts(house.borrower, loans[0].id)) == 1


async def test_one_key_at_once_orders_one_payment(house: House) -> None:
    loan = await house.paid_out()
    body = StartPayment(amount=Money(100_00))
    started = await outcomes(
        *(house.client.start_payment(house.borrower, loan.id, body, idempotency_key="pay") for _ in range(4))
    )
    assert len({payment.id for payment in started}) == 1


async def test_two_payoffs_at_once_take_what_is_owed_once(house: House) -> None:
    loan = await house.paid_out()
    quote = await house.client.payoff_quote(house.borrower, loan.id)
    body = StartPayment(amount=quote.amount, proposal_hash=quote.proposal_hash)
    started = await outcomes(
        *(house.client.start_payment(house.borrower, loan.id, body, idempotency_key=key) for key in ("one", "two"))
    )
    assert Counter(type(one) for one in started) == {Payment: 1, BackendProblem: 1}
    await house.work()
    assert (await house.client.loan(house.borrower, loan.id)).status == "settled"
    with house.database.reading() as session:
        assert verify(session) == []


async def test_many_borrowers_at_once_keep_the_books_balanced(house: House) -> None:
    names = [f"borrower-{n}" for n in range(4)]
    loans = await outcomes(*(house.accepted(name) for name in names))
    await asyncio.gather(house.work(), house.work())
    payments = (
        house.client.start_payment(name, loan.id, StartPayment(amount=Money(500_00)), idempotency_key="pay")
        for name, loan in zip(names, loans, strict=True)
    )
    assert all(isinstance(payment, Payment) for payment in await outcomes(*payments))
    await asyncio.gather(house.work(), house.work())
    with house.database.reading() as session:
        assert verify(session) == []
    owed = [
        (await house.client.loan(name, loan.id)).outstanding_principal for name, loan in zip(names, loans, strict=True)
    ]
    assert len(set(owed)) == 1
    assert owed[0] < Money(30_000_00)


async def test_relays_at_once_number_events_without_gap_or_double(house: House) -> None:
    for n in range(3):
        await house.submitted(f"borrower-{n}")
        await house.client.start_application(
            f"borrower-{n}", StartApplication(fields=ApplicationFields(purpose="car")), idempotency_key="second"
        )

    def number() -> int:
        with house.database.writing() as session:
            return relay(session)

    counts = await asyncio.gather(*(asyncio.to_thread(number) for _ in range(3)))
    assert sum(counts) == 3
    assert [event.position for event in await house.client.events(0)] == [1, 2, 3]


def test_processes_that_start_at_once_migrate_and_seed_once(empty_database_url: str) -> None:
    with ThreadPoolExecutor(3) as threads:
        opened = list(threads.map(open_database, [empty_database_url] * 3))
    for database in opened:
        migrate(empty_database_url)
        database.close()
