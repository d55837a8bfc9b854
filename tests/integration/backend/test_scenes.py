"""Each scene that the backend plays is the state it is named for, on any day, and the books are sound after it."""

import argparse
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from backend.app import Models, build_app
from backend.applications.service import borrowers_applications, shown
from backend.controls import control_findings
from backend.edge import Parts
from backend.ledger.audit import audit
from backend.loans.service import borrowers_loans, shown_loan
from backend.payments.ending import settle
from backend.payments.sandbox import Sandbox, SandboxBook
from backend.payments.service import payments_of, payout_of
from backend.scenes import command
from backend.scenes.errors import SceneRefused
from backend.scenes.plays import PLAYS, play
from backend.scenes.stage import Stage
from backend.worker import Patience, Sealing, Worker
from contract.dates import lender_day
from contract.lending.applications import Application
from contract.lending.loans import Loan, Payment
from contract.lending.payments import Callback, Payout
from servicekit.calendar import is_working_day
from tests.integration.backend.conftest import settings_for
from tests.integration.backend.house import SECRET, SIGNER, Clock

MONTHS_END = datetime(2026, 3, 31, 4, tzinfo=UTC)
# In the middle of the National Day holidays, before any automatic debit of that day.
HOLIDAY_NIGHT = datetime(2026, 10, 5, 17, tzinfo=UTC)


class Town:
    """A backend without a server, and what its borrower would see of it."""

    def __init__(self, parts: Parts, clock: Clock, book: SandboxBook) -> None:
        self.parts, self.clock, self.book = parts, clock, book

    def stage(self, who: str) -> Stage:
        return Stage(self.parts, self.book, who)

    def play(self, scene: str, who: str = "borrower-1") -> None:
        play(scene, self.stage(who))

    def findings(self) -> list[object]:
        with self.parts.database.snapshot() as session:
            return list(audit(session, [], control_findings(session)).findings)

    def worker(self) -> Worker:
        provider = Provider(self)
        patience, sealing = Patience(timedelta(hours=1), timedelta(hours=1)), Sealing(SIGNER, timedelta(minutes=1))
        return Worker(self.parts.database, provider, (SECRET,), self.clock, patience, sealing, Decimal(2))


class Provider(Sandbox):
    """As the running system's, without the network."""

    def __init__(self, there: Town) -> None:
        super().__init__(SECRET, there.clock, there.book)
        self._there = there

    def call_back(self, outcome: Callback) -> None:
        with self._there.parts.database.writing() as session:
            settle(session, outcome, self._there.clock.now)


class Seen:
    """What a borrower there sees now."""

    def __init__(self, there: Town, who: str) -> None:
        self._parts, self._now, self._who = there.parts, there.clock.now, who

    @property
    def now(self) -> datetime:
        return self._now

    @property
    def today(self) -> date:
        return lender_day(self._now)

    def applications(self) -> list[Application]:
        with self._parts.database.reading() as session:
            rows = borrowers_applications(session, self._who)
            return [shown(session, row, self._parts.lender, self._now) for row in rows]

    def loans(self) -> list[Loan]:
        with self._parts.database.reading() as session:
            return [shown_loan(session, row, self._now) for row in borrowers_loans(session, self._who)]

    def payments(self) -> list[Payment]:
        with self._parts.database.reading() as session:
            return payments_of(session, self._who, borrowers_loans(session, self._who)[0].id)

    def payout(self) -> Payout:
        with self._parts.database.reading() as session:
            return payout_of(session, self._who, borrowers_loans(session, self._who)[0].id)


Check = Callable[[Seen], None]


@contextmanager
def opened(url: str, models_dir: Path, models: Models, folder: Path, present: datetime) -> Iterator[Town]:
    clock = Clock(present)
    parts: Parts = build_app(settings_for(url, models_dir), models, clock).state.parts
    yield Town(parts, clock, SandboxBook(folder / "sandbox.db"))
    parts.database.close()


@pytest.fixture
def town(database_url: str, models_dir: Path, models: Models, tmp_path: Path) -> Iterator[Town]:
    with opened(database_url, models_dir, models, tmp_path, MONTHS_END) as there:
        yield there


@pytest.fixture
def holiday_town(models_dir: Path, models: Models, tmp_path: Path) -> Iterator[Town]:
    with opened(f"sqlite:///{tmp_path / 'holiday.db'}", models_dir, models, tmp_path, HOLIDAY_NIGHT) as there:
        yield there


def test_a_scene_is_the_state_it_is_named_for(town: Town) -> None:
    check_all(town)


def test_in_the_first_minutes_of_a_day_too(models_dir: Path, models: Models, tmp_path: Path) -> None:
    just_past_midnight = datetime(2026, 11, 30, 16, 10, tzinfo=UTC)
    with opened(f"sqlite:///{tmp_path / 'night.db'}", models_dir, models, tmp_path, just_past_midnight) as there:
        for scene in ("debit_failed", "just_paid"):
            there.play(scene, scene)
            CHECKS[scene](Seen(there, scene))


# All scenes once more.
@pytest.mark.slow
def test_in_the_night_before_a_holiday_it_is_so_too(holiday_town: Town) -> None:
    check_all(holiday_town)


def check_all(there: Town) -> None:
    assert CHECKS.keys() == PLAYS.keys()
    for scene, check in CHECKS.items():
        there.play(scene, scene)
        check(Seen(there, scene))
    assert there.findings() == []


def _new(seen: Seen) -> None:
    assert seen.applications() == []


def _application(status: str) -> Check:
    def check(seen: Seen) -> None:
        assert [application.status for application in seen.applications()] == [status]

    return check


def _offer_open(seen: Seen) -> None:
    application = seen.applications()[0]
    assert application.status == "approved"
    assert application.decision is not None
    assert application.decision.offer is not None
    quote = application.decision.offer.quote
    assert (quote.amount.minor, quote.term_months, quote.method) == (3_000_000, 12, "equal_instalment")


def _paper_missing(seen: Seen) -> None:
    review = seen.applications()[0].review
    assert review is not None
    assert review.requested is not None
    assert (review.state, review.requested.kind) == ("waiting_for_document", "income_proof")


def _payout_waiting(seen: Seen) -> None:
    [loan] = seen.loans()
    assert (seen.applications()[0].status, loan.status) == ("accepted", "pending_payout")
    assert seen.payout().status == "pending"


def _paid_out(seen: Seen) -> None:
    [loan] = seen.loans()
    assert (loan.status, loan.principal.minor, loan.term_months) == ("active", 3_000_000, 12)
    assert loan.disbursed_on == seen.today
    assert seen.payments() == []


def _due_tomorrow(seen: Seen) -> None:
    [loan] = seen.loans()
    assert loan.next_payment is not None
    assert loan.next_payment.due_date == seen.today + timedelta(days=1)
    assert loan.overdue.minor == 0


def _overdue(days: int) -> Check:
    def check(seen: Seen) -> None:
        [loan] = seen.loans()
        # On a holiday nothing is to be paid, so nothing is past due since one.
        wanted = seen.today - timedelta(days=days)
        assert loan.days_past_due == days if is_working_day(wanted) else loan.days_past_due > days
        assert loan.overdue.minor > 0

    return check


def _two_loans(seen: Seen) -> None:
    assert sorted((loan.status, loan.principal.minor) for loan in seen.loans()) == [
        ("active", 3_000_000),
        ("active", 5_000_000),
    ]


def _just_paid(seen: Seen) -> None:
    [loan] = seen.loans()
    newest = seen.payments()[0]
    assert newest.status == "succeeded"
    assert seen.now - newest.created_at == timedelta(minutes=1)
    assert loan.next_payment is not None
    assert loan.next_payment.due_date > seen.today


def _debit_failed(seen: Seen) -> None:
    [loan] = seen.loans()
    newest = seen.payments()[0]
    assert (newest.status, newest.failure) == ("failed", "insufficient_funds")
    assert seen.now - newest.created_at <= timedelta(minutes=30)
    assert loan.next_payment is not None
    assert loan.next_payment.amount == newest.amount


def _loan(status: str) -> Check:
    def check(seen: Seen) -> None:
        assert [loan.status for loan in seen.loans()] == [status]

    return check


CHECKS: dict[str, Check] = {
    "new": _new,
    "offer_open": _offer_open,
    "counter_open": _application("counter_offered"),
    "under_review": _application("referred"),
    "declined": _application("declined"),
    "paper_missing": _paper_missing,
    "payout_waiting": _payout_waiting,
    "paid_out": _paid_out,
    "due_tomorrow": _due_tomorrow,
    "overdue_3": _overdue(3),
    "overdue_40": _overdue(40),
    "two_loans": _two_loans,
    "just_paid": _just_paid,
    "debit_failed": _debit_failed,
    "settled": _loan("settled"),
    "written_off": _loan("written_off"),
}


def test_a_worker_that_goes_on_meanwhile_changes_nothing_of_it(town: Town) -> None:
    scenes = ("payout_waiting", "due_tomorrow", "debit_failed", "settled")
    with stepping(town.worker()):
        for scene in scenes:
            town.play(scene, scene)
    for scene in scenes:
        CHECKS[scene](Seen(town, scene))
    assert town.findings() == []


@contextmanager
def stepping(worker: Worker) -> Iterator[None]:
    """The worker works without a pause, in a thread of its own."""
    stop = threading.Event()
    failed: list[Exception] = []

    def work() -> None:
        while not stop.is_set():
            try:
                worker.step()
            except Exception as error:
                failed.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    assert failed == []


def test_a_borrower_with_a_past_gets_no_scene(town: Town) -> None:
    town.play("offer_open")
    with pytest.raises(SceneRefused, match="has an application already"):
        town.play("paid_out")


def test_a_scene_that_does_not_exist_is_named_with_those_that_do(holiday_town: Town) -> None:
    with pytest.raises(SceneRefused, match="no scene 'rich'.*overdue_40"):
        holiday_town.play("rich")


def test_production_refuses(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    settings = settings_for(f"sqlite:///{tmp_path / 'real.db'}", tmp_path).model_copy(
        update={"environment": "production"}
    )
    monkeypatch.setattr(command, "read_settings", lambda _kind: settings)
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    assert command.run(parser.parse_args(["paid_out", "--borrower", "borrower-1"])) == 2
    assert capsys.readouterr().err == "Scenes are planted in development only.\n"
    assert not (tmp_path / "real.db").exists()
