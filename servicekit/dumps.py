"""A whole database as a file, written while others work on it, and put back into an empty one. SQLite by its backup API,
PostgreSQL by its own tools."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, inspect, make_url, text

from servicekit.settings import CannotStart
from servicekit.storage import is_sqlite, make_folder


class ToolMissing(CannotStart):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is not on the PATH; it comes with PostgreSQL's client programs.")


class ToolFailed(CannotStart):
    """With the last line that the tool said."""


class NotEmpty(CannotStart):
    """A dump is never loaded over what is there."""


@contextmanager
def dumped(url: str, file: Path) -> Iterator[Connection]:
    """Write the database to `file`. The connection sees exactly what the file holds, whatever is written meanwhile.

    Raises `ToolMissing` or `ToolFailed`.
    """
    if is_sqlite(url):
        _copy_sqlite(Path(make_url(url).database or ""), file)
        with connected(f"sqlite:///{file}") as connection:
            yield connection
    else:
        program = _program("pg_dump")
        with connected(url, isolation_level="REPEATABLE READ") as connection:
            snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
            _run(program, url, "--format=custom", f"--snapshot={snapshot}", f"--file={file}")
            yield connection


def load(file: Path, url: str) -> None:
    """Make the empty database at `url` what the file holds. Raises `NotEmpty`, `ToolMissing` or `ToolFailed`."""
    check_empty(url)
    if is_sqlite(url):
        make_folder(url)
        shutil.copyfile(file, make_url(url).database or "")
    else:
        _run(_program("pg_restore"), url, "--single-transaction", "--exit-on-error", str(file))


def check_empty(url: str) -> None:
    """Raises `NotEmpty`."""
    if is_sqlite(url) and not Path(make_url(url).database or "").exists():
        return
    with connected(url) as connection:
        if inspect(connection).get_table_names():
            where = make_url(url).render_as_string(hide_password=True)
            raise NotEmpty(f"There are tables in {where} already; a backup is restored into an empty database alone.")


@contextmanager
def connected(url: str, isolation_level: str | None = None) -> Iterator[Connection]:
    engine = create_engine(_ours(url), hide_parameters=True)
    options = {"isolation_level": isolation_level} if isolation_level else {}
    try:
        with engine.connect().execution_options(**options) as connection:
            yield connection
    finally:
        engine.dispose()


def _copy_sqlite(source: Path, target: Path) -> None:
    """One moment of the source, in a file that needs none beside it."""
    if not source.exists():
        raise CannotStart(f"There is no database {source}.")
    target.touch(mode=0o600)
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def _program(tool: str) -> str:
    program = shutil.which(tool)
    if program is None:
        raise ToolMissing(tool)
    return program


def _run(program: str, url: str, *words: str) -> None:
    at = _ours(url)
    # Every user of the machine can read a command's words.
    password = {"PGPASSWORD": str(at.password)} if at.password else {}
    address = URL.create("postgresql", at.username, None, at.host, at.port, at.database, at.query).render_as_string()
    command = [program, "--no-owner", "--no-privileges", f"--dbname={address}", *words]
    done = subprocess.run(command, env={**os.environ, **password}, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise ToolFailed(
            f"{Path(program).name} failed: {(done.stderr.strip().splitlines() or ['it said nothing'])[-1]}"
        )


def _ours(url: str) -> URL:
    """With the driver that this environment has: the dialogue's setting names none."""
    at = make_url(url)
    return at if at.get_backend_name() == "sqlite" else at.set(drivername="postgresql+psycopg")
