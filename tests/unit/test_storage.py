"""Databases are private to the user that runs the service."""

import os
import stat
from pathlib import Path

from backend.tables import open_database
from mobile_api.db import migrate


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_database_and_its_folder_are_private(tmp_path: Path) -> None:
    os.umask(0o022)
    backend, mobile = tmp_path / "var" / "backend.db", tmp_path / "elsewhere" / "mobile.db"
    database = open_database(f"sqlite:///{backend}")
    with database.writing():
        files = list(backend.parent.iterdir())
    migrate(f"sqlite:///{mobile}")
    database.close()
    assert {mode(file) for file in files} == {0o600}
    assert {mode(mobile), mode(backend)} == {0o600}
    assert {mode(backend.parent), mode(mobile.parent)} == {0o700}


def test_a_database_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    mobile = tmp_path / "mobile.db"
    mobile.touch(0o644)
    migrate(f"sqlite:///{mobile}")
    assert mode(mobile) == 0o600
