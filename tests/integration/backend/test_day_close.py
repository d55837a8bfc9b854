"""Closing a day, on both databases: the same figures as the rules in Python, once, and resumed where it stopped."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from backend.db import Database
from backend.loans import close
from backend.loans.book import accrued, lateness
from backend.loans.books import read_book
from backend.loans.errors import DayNotOver
from backend.loans.models import InstalmentRow, LoanRow
from backend.loans.rules import bucket, grace_end, last_past_grace
from backend.outbox import OutboxEvent
from bench.day_close import DAYS, NOW, lend
from contract.dates import lender_day
from tests.integration.backend.house import House

pytestmark = pytest.mark.both_databases

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
            days = lateness(expected[row.id], TODAY)
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
    house.clock.pass_(days=38)
    await house.work()
    events = [event for event in await house.client.events(0) if event.kind == "loan.overdue"]
    assert [event.payload for event in events] == [{"loan_id": loan.id}]
    await house.work()
    assert [event.kind for event in await house.client.events(0)].count("loan.overdue") == 1


def test_a_close_moves_the_days_of_payment_ahead_to_what_the_calendar_says_now(database: Database) -> None:
    lend(database, LOANS)
    due = date(2026, 7, 31)
    with database.writing() as session:
        session.execute(update(InstalmentRow).where(InstalmentRow.due_date == due).values(pay_by=date(2026, 8, 4)))
    close.close_day(database, DAYS[0], NOW)
    with database.reading() as session:
        days = session.scalars(select(InstalmentRow.pay_by).where(InstalmentRow.due_date == due).distinct()).all()
    assert days == [due]


def test_a_day_that_is_not_over_is_not_closed(database: Database) -> None:
    lend(database, LOANS)
    with pytest.raises(DayNotOver):
        close.close_day(database, lender_day(NOW), NOW)
    assert told(database) == []


def test_the_latest_day_whose_grace_is_over_is_found_around_holidays() -> None:
    """Days of payment on Fridays and before a long holiday: the last day of grace moves to a working day."""
    for day in (date(2026, 9, 21) + timedelta(days=days) for days in range(25)):
        for grace in (0, 3, 7):
            last = last_past_grace(day, grace)
            assert grace_end(last, grace) < day <= grace_end(last + timedelta(days=1), grace)
