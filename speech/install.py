"""Installing Vosk models: fetched (or taken from a file), checked against a pinned hash, unpacked, moved in whole."""

import hashlib
import stat
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

import httpx

from contract.texts import Language
from servicekit.outgoing import check_address
from servicekit.problems import Problem

# Told after each block: bytes so far and in all.
Progress = Callable[[int, int], None]

BLOCK = 256 * 1024
# Vosk's small models unpack to 65–70 MB.
MAX_UNPACKED = 500_000_000
# In a model's folder: the hash of the archive it came from.
CAME_FROM = "archive.sha256"


@dataclass(frozen=True)
class Pin:
    """One model as published: where, how large, and what exactly."""

    url: str
    size: int
    sha256: str

    @property
    def file(self) -> str:
        return self.url.rsplit("/", 1)[-1]


# Both under Apache-2.0.
PINS: Mapping[Language, Pin] = {
    "en": Pin(
        "https://alphacephei.com/vosk/models/vosk-model-small-en-us-0.15.zip",
        41_205_931,
        "30f26242c4eb449f948e42cb302dd7a686cb29a3423a8367f99ff41780942498",
    ),
    "zh": Pin(
        "https://alphacephei.com/vosk/models/vosk-model-small-cn-0.22.zip",
        43_898_754,
        "3af8b0e7e0f835ae9d414ce5df580237a3cfb08d586c9fbbb0f7ff29ad5b14ba",
    ),
}


class InstallFailed(Problem):
    code = "install_failed"
    title = "The model could not be installed."


class DownloadFailed(InstallFailed):
    code = "download_failed"
    title = "The model could not be fetched; what came is kept, and the next try goes on from there."


class WrongArchive(InstallFailed):
    code = "wrong_archive"
    title = "The archive is not the pinned one."


class UnsafeArchive(InstallFailed):
    code = "unsafe_archive"
    title = "The archive would write outside its folder, or too much."


def installed(language: Language, models_dir: Path, pin: Pin) -> Path | None:
    """The folder in which `install` has put exactly this model; None where it has not."""
    folder = _folder(language, models_dir)
    came_from = folder / CAME_FROM
    return folder if came_from.is_file() and came_from.read_text() == pin.sha256 else None


def install(language: Language, models_dir: Path, pin: Pin, source: Path | None, progress: Progress) -> Path:
    """Install `pin` as the model of `language`; answers its folder. `source`: the archive, or a folder holding it."""
    models_dir.mkdir(parents=True, exist_ok=True)
    archive = _local(source, pin) if source else models_dir / f"{pin.file}.part"
    if not source:
        download(pin, archive, progress)
    if not _is_pinned(archive, pin):
        if not source:
            # Going on from wrong bytes would never end.
            archive.unlink()
        raise WrongArchive(file=pin.file)
    target = _folder(language, models_dir)
    unpack(archive, target)
    (target / CAME_FROM).write_text(pin.sha256)
    if not source:
        archive.unlink()
    return target


def download(pin: Pin, target: Path, progress: Progress) -> None:
    """Fetch into `target`, going on from what an earlier try left there."""
    have = target.stat().st_size if target.exists() else 0
    if have >= pin.size:
        return
    headers = {"Range": f"bytes={have}-"} if have else {}
    check_address(pin.url)
    try:
        with httpx.stream("GET", pin.url, headers=headers, follow_redirects=True, timeout=30) as response:
            response.raise_for_status()
            # A server that knows no ranges starts anew.
            resumed = response.status_code == httpx.codes.PARTIAL_CONTENT
            _save(response, target, have if resumed else 0, pin.size, progress)
    except httpx.HTTPError as error:
        raise DownloadFailed(reason=type(error).__name__) from error


def unpack(archive: Path, target: Path) -> None:
    """Unpack the archive's one folder and put it in `target`'s place; `target` is never seen half done."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".unpack-") as scratch:
        try:
            with ZipFile(archive) as packed:
                _check(packed)
                packed.extractall(Path(scratch) / "new")
        except BadZipFile as error:
            raise WrongArchive(file=archive.name) from error
        folders = list((Path(scratch) / "new").iterdir())
        if len(folders) != 1 or not folders[0].is_dir():
            raise WrongArchive(file=archive.name)
        if target.exists():
            target.rename(Path(scratch) / "old")
        folders[0].rename(target)


def _folder(language: Language, models_dir: Path) -> Path:
    return models_dir / f"vosk-{language}"


def _save(response: httpx.Response, target: Path, have: int, size: int, progress: Progress) -> None:
    with target.open("ab" if have else "wb") as file:
        for block in response.iter_bytes(BLOCK):
            have += len(block)
            if have > size:
                raise WrongArchive(file=target.name)
            file.write(block)
            progress(have, size)


def _local(source: Path, pin: Pin) -> Path:
    archive = source / pin.file if source.is_dir() else source
    if not archive.is_file():
        raise InstallFailed(missing=str(archive))
    return archive


def _is_pinned(archive: Path, pin: Pin) -> bool:
    with archive.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == pin.sha256


def _check(packed: ZipFile) -> None:
    if sum(entry.file_size for entry in packed.infolist()) > MAX_UNPACKED:
        raise UnsafeArchive(reason="too_large")
    for entry in packed.infolist():
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or stat.S_ISLNK(entry.external_attr >> 16):
            raise UnsafeArchive(entry=entry.filename)
