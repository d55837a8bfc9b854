import base64
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from backend.db import Database
from backend.ledger.audit import audit
from backend.ledger.errors import NotYetSealed
from backend.ledger.seals import proof_of, seal, seal_due, seal_when_due
from backend.ledger.service import Entry, Finding, post
from backend.ledger.signing import BadSigningKey, Signer
from contract.money import Money
from tests.integration.backend.house import SIGNER

NOW = datetime(2026, 3, 31, 4, tzinfo=UTC)
LATER_KEY = Signer.from_setting(base64.urlsafe_b64encode(b"another key, thirty-two bytes ok").decode().rstrip("="))
GUARDED = ("ledger_entries", "ledger_transactions", "ledger_leaves", "ledger_seals", "ledger_keys")


def post_some(database: Database, first: int, count: int) -> list[int]:
    with database.writing() as session:
        return [
            post(
                session,
                f"posting-{number}",
                NOW,
                [Entry("cash", Money(100 + number)), Entry("interest_income", Money(-100 - number))],
            )
            for number in range(first, first + count)
        ]


def seal_now(database: Database, signer: Signer = SIGNER) -> int:
    with database.writing() as session:
        return seal(session, signer, NOW)


def tamper(database: Database, *statements: str, **values: str) -> None:
    """Change rows as one could who owns the database: the triggers are dropped first."""
    with database.writing() as session:
        for table in GUARDED:
            if database.engine.dialect.name == "postgresql":
                session.execute(text(f"DROP TRIGGER {table}_append_only ON {table}"))
            else:
                session.execute(text(f"DROP TRIGGER {table}_no_update"))
                session.execute(text(f"DROP TRIGGER {table}_no_delete"))
        for statement in statements:
            session.execute(text(statement), values)


def findings(database: Database, *trusted: str) -> list[Finding]:
    with database.reading() as session:
        return audit(session, trusted).findings


@pytest.fixture
def sealed(database: Database) -> Database:
    """Two seals of three transactions each, and one transaction that waits."""
    for first in (0, 3):
        post_some(database, first, 3)
        seal_now(database)
    post_some(database, 6, 1)
    return database


@pytest.mark.both_databases
def test_seals_cover_what_was_posted_and_the_tail_is_reported_as_such(sealed: Database) -> None:
    with sealed.reading() as session:
        found = audit(session, [SIGNER.key_id])
    assert (found.findings, found.seals, found.sealed, found.unsealed) == ([], 2, 6, 1)
    assert found.keys == [SIGNER.key_id]
    assert seal_now(sealed) == 1
    assert seal_now(sealed) == 0


def test_an_edited_entry_is_found_by_the_number_of_its_transaction(sealed: Database) -> None:
    tamper(sealed, "UPDATE ledger_entries SET subject = 'loan_x' WHERE transaction_id = 5 AND account = 'cash'")
    assert Finding("sealed_transaction_differs", "transaction 5 (posting-4) in seal 2") in findings(sealed)


@pytest.mark.both_databases
def test_an_edited_time_is_found_though_the_books_balance(sealed: Database) -> None:
    tamper(sealed, "UPDATE ledger_transactions SET posted_at = '2025-01-01 00:00:00' WHERE id = 2")
    assert findings(sealed) == [Finding("sealed_transaction_differs", "transaction 2 (posting-1) in seal 1")]


def test_a_leaf_made_to_fit_an_edited_row_is_found_by_the_signed_root(sealed: Database) -> None:
    tamper(sealed, "UPDATE ledger_leaves SET hash = :hash WHERE transaction_id = 5", hash="ab" * 32)
    assert Finding("seal_root_differs", "seal 2") in findings(sealed)


def test_a_root_made_to_fit_is_found_by_the_signature_and_by_the_next_seal(sealed: Database) -> None:
    tamper(sealed, "UPDATE ledger_seals SET root = :root WHERE number = 1", root="ab" * 32)
    assert findings(sealed) == [
        Finding("seal_signature_wrong", "seal 1"),
        Finding("seal_root_differs", "seal 1"),
        Finding("seal_chain_broken", "seal 2"),
    ]


@pytest.mark.both_databases
def test_a_removed_transaction_and_a_removed_seal_are_found(sealed: Database) -> None:
    tamper(
        sealed,
        "DELETE FROM ledger_leaves WHERE transaction_id = 6 OR seal = 1",
        "DELETE FROM ledger_seals WHERE number = 1",
        "DELETE FROM ledger_entries WHERE transaction_id = 6",
        "DELETE FROM ledger_transactions WHERE id = 6",
    )
    found = findings(sealed)
    assert Finding("seal_missing", "seal 1") in found
    assert Finding("seal_leaves_missing", "seal 2: 2 of 3") in found


def test_a_new_key_seals_on_and_old_seals_still_verify(sealed: Database) -> None:
    seal_now(sealed, LATER_KEY)
    assert findings(sealed, SIGNER.key_id, LATER_KEY.key_id) == []
    assert findings(sealed, SIGNER.key_id) == [Finding("seal_key_not_trusted", "seal 3")]


def test_a_swapped_public_key_is_found(sealed: Database) -> None:
    tamper(sealed, "UPDATE ledger_keys SET public_key = :key", key=LATER_KEY.public_key)
    assert findings(sealed) == [Finding("seal_key_unknown", "seal 1"), Finding("seal_key_unknown", "seal 2")]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "change", ["DELETE FROM ledger_leaves", "UPDATE ledger_seals SET size = 1", "DELETE FROM ledger_keys"]
)
def test_the_database_itself_refuses_to_change_a_seal(sealed: Database, change: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), sealed.writing() as session:
        session.execute(text(change))


def test_a_transaction_that_waits_has_no_proof_yet(sealed: Database) -> None:
    with sealed.reading() as session, pytest.raises(NotYetSealed):
        proof_of(session, 7)


def test_a_seal_is_due_after_a_while_and_when_the_lenders_day_has_ended() -> None:
    every = timedelta(hours=1)
    evening = datetime(2026, 3, 31, 15, 50, tzinfo=UTC)
    assert seal_due(None, evening, every)
    assert not seal_due(evening, evening + timedelta(minutes=9), every)
    assert seal_due(evening, evening + timedelta(minutes=10), every), "it is midnight in Shanghai"
    assert seal_due(evening - every, evening, every)


def test_what_is_posted_soon_after_a_seal_waits_for_the_next(sealed: Database) -> None:
    with sealed.writing() as session:
        assert seal_when_due(session, SIGNER, NOW + timedelta(seconds=30), timedelta(minutes=1)) == 0
        assert seal_when_due(session, SIGNER, NOW + timedelta(minutes=1), timedelta(minutes=1)) == 1


@pytest.mark.parametrize("setting", ["", "short", "c2hvcnQ=", "not base64 at all!", "字"])
def test_a_bad_signing_key_is_refused_by_name(setting: str) -> None:
    with pytest.raises(BadSigningKey):
        Signer.from_setting(setting)


def test_the_command_names_what_is_wrong_and_prints_the_keys(sealed: Database, database_url: str) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "BACKEND_DATABASE_URL": database_url}
        command = [sys.executable, "-m", "backend.ledger", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert run("keys").stdout == SIGNER.public_key
    sound = run("verify", "--trust", SIGNER.key_id)
    assert (sound.returncode, sound.stdout.splitlines()[:2]) == (
        0, ["The ledger is sound.", "6 transactions under 2 seals; 1 posted, not sealed yet."],
    )  # fmt: skip
    tamper(sealed, "UPDATE ledger_entries SET minor = minor + 1 WHERE transaction_id = 4")
    broken = run("verify")
    assert broken.returncode == 1
    assert "transaction 4 (posting-3) in seal 2" in broken.stdout
