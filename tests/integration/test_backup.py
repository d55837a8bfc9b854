"""Backups of a system that a past release left, and their way back; the running system's is in `test_drill.py`."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from backend.consents.service import WITHDRAWN as CONSENT_WITHDRAWN
from backend.db import Database
from backend.db import migrate as migrate_backend
from backend.documents.service import ERASED
from backend.outbox import add_event, events_after, relay
from backend.payments.autopay import WITHDRAWN
from mobile_api.db import migrate as migrate_mobile
from mobile_api.restoring import STAFF_DISABLED
from runner.backup import back_up
from runner.manifest import FILE, BackupUnreadable
from runner.restore import NotFit, restore
from servicekit.dumps import NotEmpty, ToolMissing, connected, dumped
from servicekit.lasting import ACCOUNT_ERASED, LastingActs
from servicekit.settings import CannotStart
from tests.databases import Kind, fresh_postgres
from tests.integration.backend.house import DOCUMENTS_KEY
from tests.releases.archive import POSTGRES, RELEASES, unpack

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
REGISTERED = (
    "INSERT INTO accounts (id, phone, language, created_at, registered_at) VALUES (:id, :phone, 'zh', :at, :at)"
)
Settings = dict[str, str]


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(POSTGRES), prepend=":")


@pytest.fixture
def fresh(database_kind: Kind, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Settings]]:
    """Makes the settings of a system with empty databases."""
    with ExitStack() as databases:

        def make() -> Settings:
            folder = tmp_path / f"system-{len(list(tmp_path.iterdir()))}"
            folder.mkdir()

            def url(name: str) -> str:
                if database_kind == "sqlite":
                    return f"sqlite:///{folder / name}.db"
                return databases.enter_context(fresh_postgres(request.getfixturevalue("postgres_server")))

            return {
                "LOANTALK_ENV": "development",
                "BACKEND_DATABASE_URL": url("backend"),
                "MOBILE_DATABASE_URL": url("mobile"),
                "TRACKER_DATABASE_URL": url("tracker").replace("postgresql+psycopg", "postgresql"),
                "BACKEND_SANDBOX_BOOK": str(folder / "sandbox.db"),
                "BACKEND_LASTING_ACTS": str(folder / "lasting-acts.jsonl"),
                "BACKEND_DOCUMENTS_KEY": DOCUMENTS_KEY,
                "BACKEND_FIELDS_KEY": DOCUMENTS_KEY,
            }

        yield make


@pytest.fixture
def lived(fresh: Callable[[], Settings]) -> Settings:
    """A system with loans, papers, seals and conversations."""
    system = fresh()
    unpack(RELEASES[-1], "backend", system["BACKEND_DATABASE_URL"])
    unpack(RELEASES[-1], "mobile", system["MOBILE_DATABASE_URL"])
    migrate_backend(system["BACKEND_DATABASE_URL"])
    migrate_mobile(system["MOBILE_DATABASE_URL"])
    run(system["TRACKER_DATABASE_URL"], "CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT)")
    run(system["TRACKER_DATABASE_URL"], "INSERT INTO events VALUES (1, 'somebody')")
    return system


@pytest.fixture
def backup(lived: Settings, tmp_path: Path) -> Path:
    folder = tmp_path / "backup"
    back_up(lived, folder, lambda: NOW, quiet)
    return folder


def quiet(_: str) -> None:
    pass


def run(url: str, statement: str, **values: object) -> None:
    with connected(url) as connection:
        connection.execute(text(statement), values)
        connection.commit()


def one(url: str, query: str) -> object:
    with connected(url) as connection:
        return connection.scalar(text(query))


def counts(url: str) -> dict[str, object]:
    with connected(url) as connection:
        tables = inspect(connection).get_table_names()
        return {name: connection.scalar(text(f'SELECT count(*) FROM "{name}"')) for name in tables}  # noqa: S608 - our own


def put_back(backup: Path, system: Settings, *only: str) -> list[str]:
    """What it said."""
    said: list[str] = []
    restore(backup, system, Path(system["BACKEND_LASTING_ACTS"]), NOW, said.append, only)  # type: ignore[arg-type]
    return said


@pytest.mark.both_databases
def test_all_rows_come_back_and_nobody_is_signed_in(
    lived: Settings, backup: Path, fresh: Callable[[], Settings]
) -> None:
    copy = fresh()
    said = put_back(backup, copy)
    assert any(line.startswith("ledger   sound, ") for line in said)
    for name in ("BACKEND_DATABASE_URL", "TRACKER_DATABASE_URL"):
        assert counts(copy[name]) == counts(lived[name])
    before, after = counts(lived["MOBILE_DATABASE_URL"]), counts(copy["MOBILE_DATABASE_URL"])
    ended = {"refresh_tokens", "stream_tickets", "devices"}
    assert {name: rows for name, rows in after.items() if name not in ended} == {
        name: rows for name, rows in before.items() if name not in ended
    }
    assert before["refresh_tokens"]
    assert not any(after[name] for name in ended)
    assert not one(
        copy["MOBILE_DATABASE_URL"], "SELECT count(*) FROM one_time_codes WHERE expires_at > '2026-12-01 09:00:00+00'"
    )
    if "sessions" in after:
        assert not one(copy["MOBILE_DATABASE_URL"], "SELECT count(*) FROM sessions WHERE ended_at IS NULL")


def test_a_backup_is_private_and_holds_no_key(backup: Path) -> None:
    assert backup.stat().st_mode & 0o077 == 0
    assert not any(DOCUMENTS_KEY.encode() in file.read_bytes() for file in backup.iterdir())


@pytest.mark.both_databases
def test_events_go_on_beyond_what_the_gateway_has_read(lived: Settings, backup: Path) -> None:
    """The backend's database alone was lost; the gateway's lived on."""
    last = one(lived["BACKEND_DATABASE_URL"], "SELECT last FROM relay_position")
    assert isinstance(last, int)
    run(lived["MOBILE_DATABASE_URL"], "DELETE FROM event_cursors")
    run(lived["MOBILE_DATABASE_URL"], "INSERT INTO event_cursors VALUES ('backend', :read)", read=last + 10)
    known = str(one(lived["BACKEND_DATABASE_URL"], "SELECT id FROM borrowers"))
    for number, borrower in enumerate((known, "bor_late")):
        run(
            lived["MOBILE_DATABASE_URL"],
            REGISTERED,
            id=borrower,
            phone=f"+861390000000{number}",
            at="2026-12-01 09:00:00",
        )
    empty(lived["BACKEND_DATABASE_URL"])

    put_back(backup, lived, "backend")

    registered = "SELECT id FROM accounts WHERE registered_at IS NOT NULL"
    with connected(lived["MOBILE_DATABASE_URL"]) as connection:
        assert list(connection.scalars(text(registered))) == [known]
    database = Database(lived["BACKEND_DATABASE_URL"])
    with database.writing() as session:
        add_event(session, "payment.succeeded", "bor_late", NOW)
        session.flush()
        relay(session)
    with database.reading() as session:
        # The first had no position yet when the backup was made.
        assert [event.position for event in events_after(session, last + 10, 5)] == [last + 11, last + 12]
    database.close()


def empty(url: str) -> None:
    if url.startswith("sqlite"):
        for file in Path(url.removeprefix("sqlite:///")).parent.glob("backend.db*"):
            file.unlink()
    else:
        run(url, "DROP SCHEMA public CASCADE")
        run(url, "CREATE SCHEMA public")


def test_what_must_last_is_done_again(lived: Settings, backup: Path, fresh: Callable[[], Settings]) -> None:
    copy = fresh()
    owner = str(one(lived["BACKEND_DATABASE_URL"], "SELECT borrower_id FROM documents WHERE erased_at IS NULL"))
    loan = str(one(lived["BACKEND_DATABASE_URL"], "SELECT loan_id FROM autopay_consents WHERE ended_at IS NULL"))
    acts = LastingActs(Path(copy["BACKEND_LASTING_ACTS"]))
    # Undone before the backup: it is not done again.
    acts.note(WITHDRAWN, "loan_of_long_ago", NOW - timedelta(days=1))
    acts.note(ERASED, owner, NOW + timedelta(hours=1))
    acts.note(WITHDRAWN, loan, NOW + timedelta(hours=1))
    said = put_back(backup, copy)
    assert said[-1] == "acts     2 erasures, withdrawals and disablings since then done again"
    papers = f"SELECT count(*) FROM document_contents JOIN documents ON id = document_id WHERE borrower_id = '{owner}'"  # noqa: S608
    assert (one(lived["BACKEND_DATABASE_URL"], papers), one(copy["BACKEND_DATABASE_URL"], papers)) != (0, 0)
    assert one(copy["BACKEND_DATABASE_URL"], papers) == 0
    ended = f"SELECT count(*) FROM autopay_consents WHERE loan_id = '{loan}' AND ended_at IS NULL"  # noqa: S608
    assert one(copy["BACKEND_DATABASE_URL"], ended) == 0


def test_an_act_that_nobody_can_do_again_is_named(backup: Path, fresh: Callable[[], Settings]) -> None:
    copy = fresh()
    LastingActs(Path(copy["BACKEND_LASTING_ACTS"])).note("of_a_later_release", "row_1", NOW)
    with pytest.raises(NotFit, match="of_a_later_release"):
        put_back(backup, copy)


def test_another_key_is_said_before_anything_starts(backup: Path, fresh: Callable[[], Settings]) -> None:
    copy = {**fresh(), "BACKEND_DOCUMENTS_KEY": "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA="}
    with pytest.raises(NotFit, match="BACKEND_DOCUMENTS_KEY has no key"):
        put_back(backup, copy)


def test_nothing_is_put_over_what_is_there(lived: Settings, backup: Path) -> None:
    with pytest.raises(NotEmpty, match="There are tables in"):
        put_back(backup, lived)


def test_an_altered_or_unfinished_backup_is_refused(backup: Path, fresh: Callable[[], Settings]) -> None:
    file = backup / json.loads((backup / FILE).read_text())["parts"]["mobile"]["file"]
    content = file.read_bytes()
    file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(BackupUnreadable, match="is not as it was backed up"):
        put_back(backup, fresh())
    (backup / FILE).unlink()
    with pytest.raises(BackupUnreadable, match=f"{FILE} is missing"):
        put_back(backup, fresh())


def test_a_folder_that_is_in_use_is_refused(lived: Settings, backup: Path) -> None:
    with pytest.raises(CannotStart, match="is not empty"):
        back_up(lived, backup, lambda: NOW, quiet)


def test_a_missing_tool_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ToolMissing, match="pg_dump is not on the PATH"):
        with dumped("postgresql://127.0.0.1/loantalk", tmp_path / "never"):
            pass


def test_a_disabled_member_stays_disabled(lived: Settings, backup: Path, fresh: Callable[[], Settings]) -> None:
    copy = fresh()
    at_work = "SELECT count(*) FROM staff WHERE disabled_at IS NULL"
    staff = str(one(lived["MOBILE_DATABASE_URL"], "SELECT id FROM staff WHERE disabled_at IS NULL"))
    LastingActs(Path(copy["BACKEND_LASTING_ACTS"])).note(STAFF_DISABLED, staff, NOW)
    put_back(backup, copy)
    assert one(copy["MOBILE_DATABASE_URL"], f"SELECT disabled_at FROM staff WHERE id = '{staff}'")  # noqa: S608
    others = int(str(one(lived["MOBILE_DATABASE_URL"], at_work))) - 1
    assert one(copy["MOBILE_DATABASE_URL"], at_work) == others > 0


@pytest.mark.both_databases
def test_what_was_withdrawn_stays_so_and_what_was_given_again_stands(
    lived: Settings, fresh: Callable[[], Settings], tmp_path: Path
) -> None:
    withdrawn, given = NOW - timedelta(minutes=8), "2026-12-01 08:55:00.000000"
    copy, backend = fresh(), lived["BACKEND_DATABASE_URL"]
    loan = str(one(backend, "SELECT loan_id FROM autopay_consents WHERE ended_at IS NULL"))
    run(backend, "UPDATE autopay_consents SET given_at = :at", at=given)
    run(backend, "UPDATE consents SET given_at = :at WHERE borrower_id = 'ahead'", at=given)
    back_up(lived, tmp_path / "backup", lambda: NOW, quiet)
    acts = LastingActs(Path(copy["BACKEND_LASTING_ACTS"]))
    acts.note(WITHDRAWN, loan, withdrawn)
    for borrower in ("ahead", "on-time", "nobody"):
        acts.note(CONSENT_WITHDRAWN["credit_check"], borrower, withdrawn)
        acts.note(CONSENT_WITHDRAWN["face"], borrower, withdrawn)
    put_back(tmp_path / "backup", copy)
    standing = "SELECT count(*) FROM consents WHERE withdrawn_at IS NULL AND borrower_id = "
    before, after = ([one(url, f"{standing}'{who}'") for who in ("ahead", "on-time")] for url in (backend, copy["BACKEND_DATABASE_URL"]))  # fmt: skip
    assert (before, after) == ([1, 1], [1, 0])
    assert one(copy["BACKEND_DATABASE_URL"], "SELECT count(*) FROM autopay_consents WHERE ended_at IS NULL") == 1


@pytest.mark.both_databases
def test_an_account_that_was_erased_is_erased_again(
    lived: Settings, backup: Path, fresh: Callable[[], Settings]
) -> None:
    copy = fresh()
    account = str(one(lived["MOBILE_DATABASE_URL"], "SELECT id FROM accounts"))
    acts = LastingActs(Path(copy["BACKEND_LASTING_ACTS"]))
    for borrower in ("referred", account, account):
        acts.note(ACCOUNT_ERASED, borrower, NOW)
    put_back(backup, copy)
    mine = "SELECT count(*) FROM applications WHERE borrower_id = 'referred'"
    assert (one(lived["BACKEND_DATABASE_URL"], mine), one(copy["BACKEND_DATABASE_URL"], mine)) == (1, 0)
    with connected(copy["MOBILE_DATABASE_URL"]) as connection:
        asked = connection.execute(text("SELECT borrower_id, kind, done_at FROM data_requests")).all()
    # The gateway's worker carries it out.
    assert [tuple(one) for one in asked] == [(account, "erasure", None)]
