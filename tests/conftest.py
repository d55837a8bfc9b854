"""Fixtures every test may use: real databases, and the data beside the project."""

import json
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from servicekit.threads import compute_on_one_thread
from tests.databases import Kind, Migrate, Templates, fresh_postgres, running_postgres
from tests.e2e.borrower_app import BorrowerApp, new_phone
from tests.fake_google import FakeGoogle, service_account
from tests.marks import FEW_EXAMPLES
from tests.one_system import ON_THE_SYSTEM, OneSystem, on_the_system
from tests.prepared import prepare
from tests.serving import served
from tests.stack import Stack, start

ROOT = Path(__file__).parent.parent
SHARED_DATA = Path(os.environ.get("LOANTALK_SHARED_DATA", ROOT.parent / "shared" / "data"))
# Commands that tests start take no settings from a development system of this checkout.
os.environ["LOANTALK_VAR"] = str(ROOT / "var" / "of-no-system")


compute_on_one_thread()

# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.register_profile("few", deadline=None, max_examples=20)
settings.load_profile("few" if FEW_EXAMPLES else "untimed")

# The two that call the backend, and the tests, which do what either may.
CALLERS = {name: secrets.token_urlsafe(32) for name in ("mobile_api", "actions", "tests")}
BACKEND_KEYS = {
    "BACKEND_SERVICE_KEYS": json.dumps(CALLERS),
    "MOBILE_BACKEND_KEY": CALLERS["mobile_api"],
    "ACTIONS_BACKEND_KEY": CALLERS["actions"],
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that has a database runs on each kind; where PostgreSQL can't differ from SQLite, only in `make test-all`."""
    if "database_kind" in metafunc.fixturenames:
        can_differ = metafunc.definition.get_closest_marker("both_databases")
        postgres = pytest.param("postgresql", marks=() if can_differ else pytest.mark.slow)
        metafunc.parametrize("database_kind", ["sqlite", postgres])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The running system comes first: its process has the most to do, and when it is done helps with what is left. On it
    # conversations come last: they hold the backend's worker.
    items.sort(key=lambda item: (not on_the_system(item.nodeid), uses(item, "servers")))
    if astray := [item.nodeid for item in items if uses(item, "stack") and not on_the_system(item.nodeid)]:
        raise pytest.UsageError(f"tests of the running system belong in one of {ON_THE_SYSTEM}: {astray}")
    if not (SHARED_DATA.is_dir() or os.environ.get("CI")):
        leave_out_shared_data(items)


def uses(item: pytest.Item, fixture: str) -> bool:
    return fixture in getattr(item, "fixturenames", ())


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> OneSystem | None:
    return OneSystem(config, log) if config.getvalue("dist") == "loadfile" else None


def leave_out_shared_data(items: list[pytest.Item]) -> None:
    """Aloud, where it is missing; in CI they stay and fail."""
    skip = pytest.mark.skip(reason=f"no measuring data at {SHARED_DATA} (set LOANTALK_SHARED_DATA)")
    for item in items:
        if item.get_closest_marker("shared_data"):
            item.add_marker(skip)


@pytest.fixture(scope="session", autouse=True)
def prepared() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        prepare(patch)
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    assert SHARED_DATA.is_dir(), f"no measuring data at {SHARED_DATA}"
    return SHARED_DATA


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL server, started once a run; its URI (`postgresql://…`) to the maintenance database."""
    with running_postgres() as uri:
        yield uri


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates(tmp_path_factory.mktemp("templates"))


@pytest.fixture
def empty_database_url(database_kind: Kind, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database without tables, as a SQLAlchemy URL (`sqlite:///…`, `postgresql+psycopg://…`)."""
    if database_kind == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        with fresh_postgres(request.getfixturevalue("postgres_server")) as url:
            yield url


@pytest.fixture
def migrated(
    database_kind: Kind, request: pytest.FixtureRequest, templates: Templates, tmp_path: Path
) -> Iterator[Callable[[Migrate], str]]:
    """Makes a fresh database with the tables of one service, as a SQLAlchemy URL."""
    with ExitStack() as copies:

        def copy(migrate: Migrate) -> str:
            if database_kind == "sqlite":
                return templates.copy_sqlite(migrate, tmp_path / "test.db")
            server = request.getfixturevalue("postgres_server")
            return copies.enter_context(templates.copy_postgres(migrate, server))

        yield copy


@pytest.fixture(scope="session")
def google() -> Iterator[tuple[FakeGoogle, str]]:
    """A local stand-in for Google's push service, and its URL."""
    fake = FakeGoogle()
    with served(fake.app()) as url:
        yield fake, url


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, google: tuple[FakeGoogle, str]) -> Iterator[Stack]:
    """The whole system, started once a run, pushing to the stand-in for Google."""
    var, (_, url) = tmp_path_factory.mktemp("stack"), google
    # The tests say the same words each run.
    vectors = {"DIALOGUE_TEST_VECTORS_DIR": str(ROOT / "var" / "test-vectors")}
    push = {"MOBILE_FCM_CREDENTIALS": str(service_account(var / "account.json", url)), "MOBILE_FCM_URL": url}
    with start(var, {**push, **vectors, **BACKEND_KEYS, "BACKEND_ABANDONED_AFTER_SECONDS": "5"}) as running:
        yield running


@pytest.fixture
def sign_up(stack: Stack) -> Iterator[Callable[[str], BorrowerApp]]:
    """A new borrower with an open conversation, for a language."""
    with ExitStack() as apps:

        def signed_up(language: str) -> BorrowerApp:
            app = BorrowerApp.sign_up(stack.url, new_phone(), language)
            apps.callback(app.http.close)
            return app

        yield signed_up
