"""What past releases left is opened, verified and replayed by this tree, and business goes on with it."""

import json
import ssl
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select

from backend.app import Models
from backend.applications.models import ApplicationRow
from backend.applications.records import model_decisions
from backend.applications.replay import replay as replay_decisions
from backend.applications.service import shown
from backend.consents.service import consents_of, stands
from backend.db import Database
from backend.ledger.audit import audit
from backend.loans.book import accrued
from backend.loans.books import opening_book, read_book
from backend.loans.models import LoanRow
from backend.loans.replay import replay
from backend.loans.reversing import history
from backend.scoring.service import Scorer
from backend.tables import open_database
from contract.lending.loans import StartPayment
from tests.integration.backend.conftest import LENDER, running_house
from tests.integration.backend.house import SIGNER
from tests.integration.backend.test_loan_life import at, sound
from tests.releases.archive import HERE, RELEASES, rows, unpack

pytestmark = pytest.mark.both_databases

# What was promised, decided, paid and sealed. No later tree may change a byte of it.
EVIDENCE: dict[str, list[str]] = {
    "applications": ["id", "status", "fields", "proposal_hash", "decision", "contract", "acceptance"],
    "decisions": ["application_id", "number", "facts", "demo_may_decide", "scored", "decision", "decided_at"],
    "product_versions": ["product_id", "version", "terms"],
    "ledger_transactions": ["id", "key", "posted_at", "digest"],
    "ledger_entries": ["transaction_id", "line", "account", "subject", "minor", "currency"],
    "ledger_seals": ["number", "sealed_at", "size", "root", "previous", "key_id", "signature"],
    "ledger_leaves": ["transaction_id", "seal", "position", "hash"],
    "ledger_keys": ["id", "public_key"],
    "receipts": ["id", "loan_id", "transfer_id", "kind", "amount", "principal", "interest", "fee", "penalty", "shares"],
    "loan_instalments": ["loan_id", "number", "due_date", "principal", "interest", "fee", "paid_principal"],
    "loan_events": ["loan_id", "number", "kind", "day", "facts", "transfer_id"],
    "review_acts": ["review_id", "number", "kind", "staff_id", "note", "request_hash", "at"],
    "autopay_consents": ["id", "loan_id", "text_version", "given_at", "ended_at"],
    "documents": ["id", "application_id", "kind", "sha256"],
}


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database_url(empty_database_url: str) -> str:
    """Where the release's database is put."""
    return empty_database_url


@pytest.fixture
def left(release: str, database_url: str) -> dict[str, list[dict[str, Any]]]:
    """The evidence as the release left it; its database waits at `database_url`."""
    unpack(release, "backend", database_url)
    return evidence(database_url)


@pytest.fixture
def opened(left: dict[str, Any], database_url: str) -> Iterator[Database]:  # noqa: ARG001 - first it is left there
    database = open_database(database_url)
    yield database
    database.close()


def evidence(database_url: str) -> dict[str, list[dict[str, Any]]]:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        found = {table: rows(connection, table, columns) for table, columns in EVIDENCE.items()}
    engine.dispose()
    return found


def test_opening_it_changes_no_byte_of_the_evidence(left: dict[str, Any], opened: Database) -> None:
    assert all(left.values())
    after = evidence(opened.engine.url.render_as_string(hide_password=False))
    assert json.dumps(after) == json.dumps(left)


def test_its_ledger_is_sound_and_every_seal_is_of_the_known_key(opened: Database) -> None:
    with opened.reading() as session:
        found = audit(session, [SIGNER.key_id])
    assert (found.findings, found.sealed > 100) == ([], True)


def test_its_models_make_the_same_decisions_again(release: str, opened: Database) -> None:
    models: Path = HERE / release / "models"
    with opened.reading() as session:
        found = list(replay_decisions(model_decisions(session, None), partial(_scorer, models)))
    assert {one.verdict for one in found} == {"same"}
    assert {one.outcome for one in found} >= {"approve", "refer", "decline"}


def _scorer(models: Path, version: str, demo_may_decide: bool) -> Scorer:
    return Scorer.load(models, version=version, demo_may_decide=demo_may_decide)


def test_every_loan_is_made_again_from_its_contract_and_its_events(opened: Database) -> None:
    with opened.reading() as session:
        loans = session.scalars(select(LoanRow).where(LoanRow.disbursed_on.is_not(None))).all()
        assert {loan.status for loan in loans} == {"active", "settled", "written_off"}
        for loan in loans:
            assert loan.disbursed_on is not None
            kept = read_book(session, loan)
            day = max([line.late_through for line in kept.lines if line.late_through], default=loan.disbursed_on)
            again = replay(opening_book(session, loan, loan.disbursed_on), history(session, loan)).book
            assert accrued(again, day) == accrued(kept, day), loan.borrower_id


def test_its_consents_are_to_a_text_that_nobody_kept_and_are_asked_for_again(opened: Database) -> None:
    with opened.reading() as session:
        rows = session.scalars(select(ApplicationRow)).all()
        agreed = {row.borrower_id for row in rows if row.fields.credit_check_consent}
        assert agreed
        for borrower in {row.borrower_id for row in rows}:
            [one] = [one for one in consents_of(session, borrower, LENDER.name) if one.purpose == "credit_check"]
            assert (one.consented_version == "unversioned") is (borrower in agreed), borrower
            assert not one.given
            assert not stands(session, borrower, "credit_check")
        undecided = [row for row in rows if row.status in ("draft", "referred") and row.fields.credit_check_consent]
        assert undecided
        now = max(row.updated_at for row in rows)
        for row in undecided:
            assert "credit_check_consent" in shown(session, row, LENDER, now).missing


async def test_its_loans_go_on_to_be_paid(
    left: dict[str, Any],  # noqa: ARG001 - first it is left there
    database_url: str,
    models_dir: Path,
    models: Models,
    tls: ssl.SSLContext,
    tmp_path: Path,
) -> None:
    async with running_house(database_url, models_dir, models, tls, tmp_path) as house:
        at(house, date(2026, 12, 5))
        await house.work()
        for borrower in ("late", "ahead", "plan", "bullet", "interest-only", "autopay", "taken-back"):
            [loan] = await house.client.loans(borrower)
            quote = await house.client.payoff_quote(borrower, loan.id)
            body = StartPayment(amount=quote.amount, proposal_hash=quote.proposal_hash)
            if borrower != "autopay":
                await house.client.start_payment(borrower, loan.id, body, idempotency_key=borrower)
        await house.work()
        for borrower in ("late", "ahead", "plan", "bullet", "interest-only", "taken-back"):
            [loan] = await house.client.loans(borrower)
            assert (loan.status, sound(house.database, loan.id)["owed"].minor) == ("settled", 0), borrower
