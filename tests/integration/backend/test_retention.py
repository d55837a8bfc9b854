"""What is kept long enough ends, store by store; a borrower's copy is whole, and an erasure leaves what the law keeps."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select, update

from backend.ledger.service import verify
from backend.retention.sweeping import due_rows, stores, sweep
from backend.scenes.applicants import SILENT
from backend.tables import METADATA
from contract.dates import lender_day
from contract.lending.borrowers import Interaction
from contract.lending.cases import AnswerCase, OpenCase
from contract.lending.client import BackendProblem
from contract.lending.holds import PlaceHold
from contract.lending.loans import Loan
from contract.lending.rights import Erased, TableOutcome
from contract.money import Money
from contract.people import invented_person
from contract.retention.table import shipped
from tests import papers
from tests.integration.backend.house import House
from tests.integration.backend.test_loan_life import pay

KEPT = stores(shipped())


def ended(house: House) -> Counter[str]:
    """One whole run at the house's time."""
    rows, all_of_it = sweep(house.database, KEPT, house.worker.policies, house.clock.now)
    assert all_of_it
    return rows


def held(house: House, table: str) -> int:
    with house.database.reading() as session:
        return session.scalar(select(func.count()).select_from(METADATA.tables[table])) or 0


def days(code: str) -> int:
    return shipped().periods[code].days


async def settled(house: House) -> Loan:
    """A loan paid out and paid back today."""
    loan = await house.paid_out()
    quote = await house.client.payoff_quote(house.borrower, loan.id)
    await pay(house, loan, quote.amount, "payoff", quote.proposal_hash)
    return await house.client.loan(house.borrower, loan.id)


async def withdrawn_with_a_paper(house: House) -> str:
    """An application that was sent and came to nothing; its id."""
    application = await house.submitted(**SILENT)
    await house.client.send_document(house.borrower, application.id, "id_card", papers.photo())
    await house.client.withdraw_application(house.borrower, application.id)
    return application.id


async def erase(house: House) -> Erased:
    return await house.client.erase_borrower(house.borrower)


def outcome(erased: Erased, table: str) -> TableOutcome:
    [found] = [one for one in erased.outcomes if one.table == table]
    return found


async def test_a_draft_ends_when_nobody_touched_it_for_its_period(house: House) -> None:
    await house.draft()
    house.clock.pass_(days=days("drafts"))
    assert ended(house)["applications"] == 0
    house.clock.pass_(minutes=1)
    assert ended(house)["applications"] == 1
    assert held(house, "applications") == 0


async def test_an_application_without_a_loan_ends_with_its_papers_reviews_and_decisions(house: House) -> None:
    await withdrawn_with_a_paper(house)
    house.clock.pass_(days=days("undecided"))
    of_it = ("applications", "decisions", "documents", "document_contents", "reviews", "review_acts")
    assert not any(ended(house)[table] for table in of_it)
    house.clock.pass_(minutes=1)
    rows = ended(house)
    assert all(rows[table] for table in of_it)
    assert not any(held(house, table) for table in of_it)
    assert ended(house).total() == 0


@pytest.mark.both_databases
async def test_what_a_loan_needs_ends_ten_years_after_it_and_the_books_stay(house: House) -> None:
    await house.named()
    loan = await settled(house)
    house.clock.pass_(days=days("relation"))
    rows = ended(house)
    assert not any(rows[table] for table in ("identities", "cards", "decisions", "applications"))
    house.clock.pass_(days=1)
    rows = ended(house)
    assert all(rows[table] for table in ("identities", "cards", "decisions", "applications"))
    assert not any(held(house, table) for table in ("identities", "cards", "decisions"))
    application = await house.client.application(house.borrower, loan.application_id)
    assert (application.decision, application.fields.model_dump(exclude_none=True)) == (None, {})
    assert await house.client.loan(house.borrower, loan.id) == loan
    with house.database.reading() as session:
        assert verify(session) == []


@pytest.mark.both_databases
async def test_a_loan_that_was_undone_ended_on_the_lenders_day_on_which_it_came(house: House) -> None:
    # Past midnight at the lender's, the evening before in UTC.
    house.clock.now = datetime(2026, 3, 30, 17, 0, tzinfo=UTC)
    came = lender_day(house.clock.now)
    loan = await house.accepted()
    undone = update(METADATA.tables["loans"]).values(status="annulled", settled_on=None)
    with house.database.writing() as session:
        session.execute(undone)
    erased = await erase(house)
    assert erased.relation_ended_on == came
    until = outcome(erased, "identities").until
    assert until == came + timedelta(days=days("relation"))

    house.clock.pass_(days=days("relation"), hours=22, minutes=59)
    assert lender_day(house.clock.now) == until
    assert ended(house)["identities"] == 0
    house.clock.pass_(minutes=1)
    assert ended(house)["identities"] == 1
    assert (await house.client.loan(house.borrower, loan.id)).status == "annulled"


# Another order of what shorter tests show.
@pytest.mark.slow
async def test_nothing_of_a_running_loan_ends(house: House) -> None:
    await house.named()
    await house.paid_out()
    house.clock.pass_(days=2 * days("relation"))
    rows = ended(house)
    assert not any(rows[table] for table in ("identities", "cards", "decisions", "applications", "documents"))


# Another order of what shorter tests show.
@pytest.mark.slow
async def test_identity_without_any_business_ends(house: House) -> None:
    await house.named()
    house.clock.pass_(days=days("undecided") + 1)
    assert {name: rows for name, rows in ended(house).items() if name in ("identities", "cards")} == {
        "identities": 1,
        "cards": 1,
    }


# Another order of what shorter tests show.
@pytest.mark.slow
async def test_single_rows_end_by_their_own_day(house: House) -> None:
    await house.client.register_borrower(house.borrower, "zh")
    await house.client.record_interaction(house.borrower, Interaction(product_id="car-loan", kind="viewed"))
    hold = PlaceHold(staff_id="stf_1", reason="forged papers", until=house.clock.now + timedelta(days=1))
    await house.client.place_hold(house.borrower, hold)
    complaint = OpenCase(kind="complaint", words="太慢了")
    case = await house.client.open_case(house.borrower, complaint, idempotency_key="key")
    hardship = OpenCase(kind="hardship", words="失业了")
    await house.client.open_case(house.borrower, hardship, idempotency_key="other")
    await house.client.answer_case(case.id, AnswerCase(staff_id="stf_1", answer="已处理"))
    await house.work()
    ends = {
        "kept_answers": house.policy.applications.answers_kept_days,
        "outbox": days("events"),
        "interactions": days("unused"),
        "cases": days("cases"),
        "borrower_holds": days("conduct") + 1,
    }
    begun = house.clock.now
    for table, after in ends.items():
        house.clock.now = begun + timedelta(days=after)
        assert (table, ended(house)[table]) == (table, 0)
        house.clock.pass_(minutes=1)
        assert ended(house)[table] > 0, table
    # The one that nobody answered yet.
    assert held(house, "cases") == 1


async def test_a_dry_run_counts_and_changes_nothing(house: House) -> None:
    await house.draft()
    house.clock.pass_(days=days("drafts") + 1)
    due = due_rows(house.database, KEPT, house.worker.policies, house.clock.now)
    assert due["applications"] == held(house, "applications") == 1


@pytest.mark.both_databases
async def test_two_workers_at_once_end_each_row_once(house: House) -> None:
    await house.client.register_borrower(house.borrower, "zh")
    rows = [{"borrower_id": house.borrower, "product_id": "car-loan", "kind": "viewed", "at": house.clock.now}] * 1200
    with house.database.writing() as session:
        session.execute(insert(METADATA.tables["interactions"]), rows)
    house.clock.pass_(days=days("unused") + 1)
    one, other = await asyncio.gather(*(asyncio.to_thread(ended, house) for _ in range(2)))
    assert one["interactions"] + other["interactions"] == 1200
    assert held(house, "interactions") == 0


# Another order of what shorter tests show.
@pytest.mark.slow
async def test_a_run_that_was_cut_off_is_gone_on_with(house: House) -> None:
    await house.client.register_borrower(house.borrower, "zh")
    rows = [{"borrower_id": house.borrower, "product_id": "car-loan", "kind": "viewed", "at": house.clock.now}] * 600
    with house.database.writing() as session:
        session.execute(insert(METADATA.tables["interactions"]), rows)
    house.clock.pass_(days=days("unused") + 1)
    first, all_of_it = sweep(house.database, KEPT, house.worker.policies, house.clock.now, most_batches=1)
    assert (first["interactions"], all_of_it) == (500, False)
    assert ended(house)["interactions"] == 100


async def test_the_worker_sweeps_once_a_night(house: House) -> None:
    await house.work()
    await house.draft()
    house.clock.pass_(days=days("drafts") + 1)
    await house.work()
    assert held(house, "applications") == 0


async def test_a_copy_holds_every_table_and_what_is_held(house: House) -> None:
    await house.named()
    loan = await settled(house)
    await house.client.place_hold(house.borrower, PlaceHold(staff_id="stf_1", reason="forged papers"))
    copy = {one.table: one for one in await house.client.held_data(house.borrower)}
    assert copy.keys() == {row.table for row in shipped().borrowers("backend")}
    [told] = copy["loans"].rows
    assert (told["id"], told["principal"]) == (loan.id, loan.principal.minor)
    assert copy["applications"].rows[0]["fields"]["purpose"]
    person = invented_person(house.borrower)
    assert {"name": person.name, "number": person.id_number}.items() <= copy["identities"].rows[0].items()
    signed = await house.client.contract(house.borrower, loan.application_id)
    assert copy["applications"].rows[0]["contract"]["text"] == signed.text.model_dump()
    assert person.id_number in signed.text.zh
    assert all(
        copy[table].rows for table in ("cards", "transfers", "receipts", "ledger_entries", "decisions", "outbox")
    )
    assert (copy["borrower_holds"].rows, copy["borrower_holds"].withheld is not None) == ([], True)
    assert all(not one.rows for one in await house.client.held_data("somebody-else"))


# Another order of what shorter tests show.
@pytest.mark.slow
async def test_a_borrower_gets_their_own_papers_alone(house: House) -> None:
    application = await house.submitted(**SILENT)
    sent = await house.client.send_document(house.borrower, application.id, "id_card", papers.photo())
    assert len(await house.client.own_paper(house.borrower, sent.id)) == sent.size
    await house.client.register_borrower("other", "zh")
    with pytest.raises(BackendProblem, match="not_found"):
        await house.client.own_paper("other", sent.id)


async def test_without_a_loan_everything_goes_but_what_is_to_be_looked_into(house: House) -> None:
    await house.named()
    await withdrawn_with_a_paper(house)
    referred = await house.submitted(**SILENT)
    complaint = OpenCase(kind="complaint", words="太慢了")
    case = await house.client.open_case(house.borrower, complaint, idempotency_key="key")
    erased = await erase(house)
    assert (erased.loan_open, erased.case_open, erased.relation_ended_on) == (False, True, None)
    for table in ("applications", "documents", "document_contents", "decisions", "identities", "cards", "kept_answers"):
        assert outcome(erased, table).erased > 0, table
        assert outcome(erased, table).kept == held(house, table) == 0, table
    waiting = outcome(erased, "cases")
    assert (waiting.kept, waiting.until) == (1, None)
    assert waiting.why is not None
    with pytest.raises(BackendProblem, match="not_found"):
        await house.client.application(house.borrower, referred.id)

    await house.client.answer_case(case.id, AnswerCase(staff_id="stf_1", answer="已处理"))
    again = await erase(house)
    assert not again.case_open
    assert outcome(again, "cases").until == lender_day(house.clock.now) + timedelta(days=days("cases"))


@pytest.mark.both_databases
async def test_what_a_loan_needs_is_restricted_until_ten_years_after_it(house: House) -> None:
    await house.named()
    loan = await house.paid_out()
    await house.draft(amount=Money(5_000_00))
    erased = await erase(house)
    assert (erased.loan_open, erased.relation_ended_on) == (True, None)
    assert (outcome(erased, "applications").erased, outcome(erased, "applications").kept) == (1, 1)
    kept = outcome(erased, "identities")
    assert (kept.erased, kept.kept, kept.until) == (0, 1, None)
    assert "反洗钱法" in (kept.source or "")

    quote = await house.client.payoff_quote(house.borrower, loan.id)
    await pay(house, loan, quote.amount, "payoff", quote.proposal_hash)
    again = await erase(house)
    today = lender_day(house.clock.now)
    assert (again.loan_open, again.relation_ended_on) == (False, today)
    for table in ("identities", "cards", "loans", "receipts", "decisions", "ledger_entries"):
        assert outcome(again, table).until == today + timedelta(days=days("relation")), table
    with house.database.reading() as session:
        assert verify(session) == []


async def test_an_unknown_borrower_has_nothing_to_erase(house: House) -> None:
    assert (await house.client.erase_borrower("nobody")).outcomes == []
