import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.db import Database
from backend.ledger.errors import PostingKeyReused, Unbalanced
from backend.ledger.service import Entry, Finding, balance, post, verify
from contract.money import Money

pytestmark = pytest.mark.both_databases

NOW = datetime(2026, 3, 31, tzinfo=UTC)
PAYOUT = [Entry("loans_receivable", Money(100), "loan_1"), Entry("cash", Money(-100))]
# What each database needs before it lets the ledger be edited.
UNGUARD = {
    "sqlite": ["DROP TRIGGER ledger_entries_no_update"],
    "postgresql": ["ALTER TABLE ledger_entries DISABLE TRIGGER ledger_entries_append_only"],
}


def test_a_posting_moves_both_balances(database: Database) -> None:
    with database.writing() as session:
        post(session, "payout", NOW, PAYOUT)
    with database.reading() as session:
        assert (balance(session, "cash"), balance(session, "loans_receivable", "loan_1")) == (Money(-100), Money(100))
        assert verify(session) == []


def test_entries_that_do_not_sum_to_zero_are_refused(database: Database) -> None:
    crooked = [Entry("cash", Money(100)), Entry("interest_income", Money(-99))]
    mixed = [Entry("cash", Money(100, "CNY")), Entry("interest_income", Money(-100, "USD"))]
    for entries in (crooked, mixed):
        with pytest.raises(Unbalanced), database.writing() as session:
            post(session, "key", NOW, entries)
    with database.reading() as session:
        assert balance(session, "cash") == Money(0)


def test_a_replay_answers_the_first_posting_and_another_under_its_key_is_refused(database: Database) -> None:
    with database.writing() as session:
        first = post(session, "payout", NOW, PAYOUT)
        assert post(session, "payout", NOW, PAYOUT) == first
    with pytest.raises(PostingKeyReused), database.writing() as session:
        post(session, "payout", NOW, [Entry("cash", Money(1)), Entry("fee_income", Money(-1))])
    with database.reading() as session:
        assert balance(session, "cash") == Money(-100)


@pytest.mark.parametrize("change", ["UPDATE ledger_entries SET minor = 1", "DELETE FROM ledger_transactions"])
def test_the_database_itself_refuses_to_change_the_ledger(database: Database, change: str) -> None:
    with database.writing() as session:
        post(session, "payout", NOW, PAYOUT)
    with pytest.raises(DBAPIError, match="append-only"), database.writing() as session:
        session.execute(text(change))


def test_verify_finds_an_entry_that_was_edited_behind_the_ledgers_back(database: Database) -> None:
    with database.writing() as session:
        post(session, "payout", NOW, PAYOUT)
        for statement in UNGUARD[database.engine.dialect.name]:
            session.execute(text(statement))
        session.execute(text("UPDATE ledger_entries SET minor = minor - 1 WHERE account = 'cash'"))
    with database.reading() as session:
        assert verify(session) == [
            Finding("unbalanced", "payout"),
            Finding("digest_differs", "payout"),
            Finding("balance_differs", "cash//CNY"),
        ]


def test_verify_finds_a_balance_that_its_entries_do_not_give(database: Database) -> None:
    with database.writing() as session:
        post(session, "payout", NOW, PAYOUT)
        session.execute(text("UPDATE ledger_balances SET minor = 0 WHERE account = 'cash'"))
    with database.reading() as session:
        assert verify(session) == [Finding("balance_differs", "cash//CNY")]


@given(amounts=st.lists(st.tuples(st.integers(-(10**12), 10**12), st.booleans()), max_size=15))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_postings_and_replays_leave_the_books_sound(database: Database, amounts: list[tuple[int, bool]]) -> None:
    with database.writing() as session:
        before = balance(session, "cash")
        start = session.scalar(text("SELECT count(*) FROM ledger_transactions"))
        for number, (minor, replayed) in enumerate(amounts):
            for _ in range(1 + replayed):
                post(
                    session, f"{start}-{number}", NOW, [Entry("cash", Money(minor)), Entry("fee_income", Money(-minor))]
                )
        assert balance(session, "cash") == before + Money(sum(minor for minor, _ in amounts))
        assert balance(session, "fee_income") == -balance(session, "cash")
        assert verify(session) == []


# Each command starts a Python anew; `test_seals.py` keeps this one.
@pytest.mark.slow
def test_the_command_says_whether_the_ledger_is_sound(database: Database, database_url: str) -> None:
    def run() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "backend.ledger", "verify", "--json"]
        environment = {**os.environ, "BACKEND_DATABASE_URL": database_url}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    sound = run()
    assert (sound.returncode, json.loads(sound.stdout)["findings"]) == (0, [])
    with database.writing() as session:
        post(session, "payout", NOW, PAYOUT)
        session.execute(text("DELETE FROM ledger_balances"))
    broken = run()
    assert broken.returncode == 1
    assert {finding["what"] for finding in json.loads(broken.stdout)["findings"]} == {"balance_differs"}
