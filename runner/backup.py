"""Writing a backup, while the system runs: a copy of each database, and a manifest of what they were."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, inspect, text
from sqlalchemy.orm import Session

from backend.ledger.audit import head
from runner.manifest import FILE, PARTS, LedgerHead, Manifest, Part, PartName, part_of
from servicekit.development import write_private
from servicekit.dumps import dumped
from servicekit.settings import CannotStart
from servicekit.storage import is_sqlite

# The setting that says where each database is; the sandbox's book is a file.
URLS: Mapping[PartName, str] = {
    "mobile": "MOBILE_DATABASE_URL",
    "tracker": "TRACKER_DATABASE_URL",
    "backend": "BACKEND_DATABASE_URL",
}


def back_up(
    settings: Mapping[str, str], folder: Path, clock: Callable[[], datetime], say: Callable[[str], None]
) -> Manifest:
    """`folder` must be new or empty. Raises `CannotStart`: without a manifest what was written until then is no backup."""
    begun_at = clock()
    make_private(folder)
    parts: dict[PartName, Part] = {}
    ledger: LedgerHead | None = None
    for name, url in places(settings).items():
        if name == "sandbox" and not Path(settings["BACKEND_SANDBOX_BOOK"]).exists():
            # It is written with the first order.
            continue
        file = folder / f"{name}.{'db' if is_sqlite(url) else 'dump'}"
        with dumped(url, file) as copy:
            revision = revision_of(copy)
            if name == "backend":
                ledger = LedgerHead(**asdict(head(Session(copy))))
        parts[name] = part_of(file, kind_of(url), revision)
        say(f"{name:<8} {parts[name].size:>12,} bytes")
    assert ledger is not None  # noqa: S101 - the backend's place is always known
    manifest = Manifest(
        environment=settings["LOANTALK_ENV"], begun_at=begun_at, ended_at=clock(), parts=parts, ledger=ledger
    )
    write_private(folder / FILE, manifest.model_dump(mode="json"))
    return manifest


def places(settings: Mapping[str, str]) -> dict[PartName, str]:
    """The database of each part, in the order of copying. Of the sandbox's book in development alone."""
    urls = {name: settings[setting] for name, setting in URLS.items()}
    if settings["LOANTALK_ENV"] == "development":
        urls["sandbox"] = f"sqlite:///{settings['BACKEND_SANDBOX_BOOK']}"
    return {name: urls[name] for name in PARTS if name in urls}


def revision_of(connection: Connection) -> str:
    """Of the schema, by Alembic."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def kind_of(url: str) -> Literal["sqlite", "postgresql"]:
    return "sqlite" if is_sqlite(url) else "postgresql"


def make_private(folder: Path) -> None:
    """A backup is as secret as what it was made of."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise CannotStart(f"{folder} is not empty; each backup has a folder of its own.")
