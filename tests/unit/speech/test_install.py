import hashlib
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest

from speech.install import InstallFailed, Pin, UnsafeArchive, WrongArchive, install, installed, unpack

MODEL = {"model/conf/model.conf": "--beam=10", "model/am/final.mdl": "weights"}


def archive(path: Path, files: Mapping[str, str]) -> Path:
    with ZipFile(path, "w") as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return path


def pinned(path: Path) -> Pin:
    data = path.read_bytes()
    return Pin(f"http://127.0.0.1/{path.name}", len(data), hashlib.sha256(data).hexdigest())


def silent(_have: int, _size: int) -> None: ...


def test_a_pinned_archive_is_installed_from_a_folder(tmp_path: Path) -> None:
    pin = pinned(archive(tmp_path / "model.zip", MODEL))
    target = install("zh", tmp_path / "models", pin, tmp_path, silent)
    assert target == tmp_path / "models" / "vosk-zh"
    assert (target / "conf" / "model.conf").read_text() == "--beam=10"
    assert (tmp_path / "model.zip").exists()


def test_a_model_is_known_by_the_archive_that_it_came_from(tmp_path: Path) -> None:
    pin = pinned(archive(tmp_path / "model.zip", MODEL))
    models = tmp_path / "models"
    assert installed("zh", models, pin) is None
    assert install("zh", models, pin, tmp_path, silent) == installed("zh", models, pin)
    assert installed("zh", models, replace(pin, sha256="0" * 64)) is None
    unpack(tmp_path / "model.zip", models / "vosk-en")
    assert installed("en", models, pin) is None


def test_another_archive_than_the_pinned_one_is_refused(tmp_path: Path) -> None:
    pin = Pin("http://127.0.0.1/model.zip", 5, "0" * 64)
    source = archive(tmp_path / "model.zip", MODEL)
    with pytest.raises(WrongArchive):
        install("zh", tmp_path / "models", pin, source, silent)
    assert not (tmp_path / "models" / "vosk-zh").exists()


def test_a_missing_source_is_named(tmp_path: Path) -> None:
    with pytest.raises(InstallFailed):
        install("en", tmp_path, Pin("http://127.0.0.1/m.zip", 1, ""), tmp_path / "none.zip", silent)


def test_a_new_model_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "vosk-zh" / "old").mkdir(parents=True)
    unpack(archive(tmp_path / "model.zip", MODEL), tmp_path / "vosk-zh")
    assert {entry.name for entry in (tmp_path / "vosk-zh").iterdir()} == {"conf", "am"}


@pytest.mark.parametrize("name", ["../outside", "model/../../outside", "/outside", "model\\..\\..\\outside"])
def test_an_archive_that_reaches_outside_is_refused_whole(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsafeArchive):
        unpack(archive(tmp_path / "bad.zip", {**MODEL, name: "x"}), tmp_path / "vosk-zh")
    assert {entry.name for entry in tmp_path.iterdir()} == {"bad.zip"}


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    link = ZipInfo("model/link")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with ZipFile(tmp_path / "bad.zip", "w") as packed:
        packed.writestr(link, "/etc/passwd")
    with pytest.raises(UnsafeArchive):
        unpack(tmp_path / "bad.zip", tmp_path / "vosk-zh")


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(b"not a zip")
    with pytest.raises(WrongArchive):
        unpack(tmp_path / "bad.zip", tmp_path / "vosk-zh")
