"""Closing a day, on both databases: the same figures as the rules in Python, once, and resumed where it stopped."""

from datetime import timedelta

from sqlalchemy import select

from backend.db import Database
from backend.loans import close
from backend.loans.book import accrued, first_unpaid
from backend.loans.books import read_book
from backend.loans.models import LoanRow
from backend.loans.rules import bucket, days_past_due
from backend.outbox import OutboxEvent
from bench.day_close import DAYS, NOW, lend
from tests.integration.backend.house import House

LOANS = 27
TODAY = DAYS[1]


def told(database: Database) -> list[str]:
    with database.reading() as session:
        return [event.payload["loan_id"] for event in session.scalars(select(OutboxEvent).order_by(OutboxEvent.id))]


def test_the_database_counts_as_the_rules_do(database: Database) -> None:
    lend(database, LOANS)
    with database.reading() as session:
        expected = {row.id: accrued(read_book(session, row), TODAY) for row in session.scalars(select(LoanRow))}
    for day in (TODAY - timedelta(days=40), DAYS[0], TODAY):
        assert close.close_day(database, day, NOW, chunk=4) == LOANS
    with database.reading() as session:
        for row in session.scalars(select(LoanRow)):
            late = first_unpaid(expected[row.id])
            days = days_past_due(late.due_date, TODAY) if late else 0
            assert (row.days_past_due, row.bucket) == (days, bucket(days))
            assert read_book(session, row) == expected[row.id]


def test_a_day_is_closed_once_and_each_late_loan_told_of_once(database: Database) -> None:
    lend(database, LOANS)
    close.close_day(database, DAYS[0], NOW)
    first = told(database)
    assert len(first) == len(set(first)) == LOANS * 6 // 9
    assert close.close_day(database, DAYS[0], NOW) == LOANS
    close.close_day(database, DAYS[1], NOW)
    assert told(database) == first


def test_a_close_that_was_broken_off_goes_on_where_it_stopped(database: Database) -> None:
    lend(database, LOANS)
    with database.writing() as session:
        assert close._close_chunk(session, close._locked_close(session, TODAY), 10, NOW)
    assert close.close_day(database, TODAY, NOW, chunk=10) == LOANS
    assert len(told(database)) == LOANS * 6 // 9


async def test_the_worker_closes_yesterday_and_tells_of_what_is_overdue(house: House) -> None:
    loan = await house.paid_out()
    house.clock.pass_(days=32)
    await house.work()
    events = [event for event in await house.client.events(0) if event.kind == "loan.overdue"]
    assert [event.payload for event in events] == [{"loan_id": loan.id}]
    await house.work()
    assert [event.kind for event in await house.client.events(0)].count("loan.overdue") == 1
