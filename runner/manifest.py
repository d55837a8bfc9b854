"""What a backup holds, and whether it still does. `manifest.json` is written last: a folder without one is no backup."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ValidationError

from servicekit.settings import CannotStart, in_one_line

FILE = "manifest.json"
FORMAT: Literal[1] = 1
# In the order in which they are copied: who asks before who answers, so that what is asked again after a restore was not
# answered yet, or is answered as before.
PartName = Literal["mobile", "tracker", "backend", "sandbox"]
PARTS: tuple[PartName, ...] = ("mobile", "tracker", "backend", "sandbox")


class Part(BaseModel):
    """`revision` is the schema's, "" where none is kept."""

    file: str
    kind: Literal["sqlite", "postgresql"]
    revision: str
    size: int
    sha256: str


class LedgerHead(BaseModel):
    """The last transaction with its digest, and the last seal with its hash (`backend/ledger/audit.py`)."""

    transaction: int
    digest: str
    seal: int
    chain_hash: str


class Manifest(BaseModel):
    format: Literal[1] = FORMAT
    environment: str
    begun_at: datetime
    ended_at: datetime
    parts: dict[PartName, Part]
    ledger: LedgerHead


class BackupUnreadable(CannotStart):
    """The text says which file of the folder is missing, or is not as it was written."""


def part_of(file: Path, kind: Literal["sqlite", "postgresql"], revision: str) -> Part:
    return Part(file=file.name, kind=kind, revision=revision, size=file.stat().st_size, sha256=sha256_of(file))


def read_manifest(folder: Path) -> Manifest:
    """With every file as it was written. Raises `BackupUnreadable`."""
    file = folder / FILE
    if not file.is_file():
        raise BackupUnreadable(f"There is no whole backup in {folder}: {FILE} is missing.")
    try:
        manifest = Manifest.model_validate_json(file.read_bytes())
    except ValidationError as error:
        raise BackupUnreadable(f"{file} is not a manifest of ours: {in_one_line(error)}.") from error
    for part in manifest.parts.values():
        check_file(folder / part.file, part)
    return manifest


def check_file(file: Path, part: Part) -> None:
    """Raises `BackupUnreadable`."""
    if not file.is_file():
        raise BackupUnreadable(f"{file} is missing.")
    if file.stat().st_size != part.size or sha256_of(file) != part.sha256:
        raise BackupUnreadable(f"{file} is not as it was backed up.")


def sha256_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
