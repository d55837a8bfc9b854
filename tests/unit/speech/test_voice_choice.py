"""Which voice speaks, why another does not, and how the weights come."""

import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from servicekit.problems import Problem
from speech.settings import EngineSettings
from speech.voices.choice import VoiceSpec, chosen_voice, voice_candidates, voice_spec
from speech.voices.kokoro_files import FOLDER, SHA256, STYLES_ARCHIVE, install_voices


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A models folder in which Kokoro's files are there, if empty."""
    (tmp_path / FOLDER).mkdir()
    for name in SHA256:
        (tmp_path / FOLDER / name).touch()
    return tmp_path


def reasons(settings: EngineSettings) -> list[str | None]:
    return [found.why_not.code if found.why_not else None for found in voice_candidates("zh", settings)]


def test_voices_are_off_by_default_even_where_they_are_installed(installed: Path) -> None:
    settings = EngineSettings(models_dir=installed)
    assert reasons(settings) == ["voices_off", "voices_off"]
    assert voice_spec(settings) is None


def test_kokoro_speaks_both_languages_in_one_process(installed: Path) -> None:
    settings = EngineSettings(models_dir=installed, voices="kokoro")
    spec = voice_spec(settings)
    assert spec == VoiceSpec("kokoro", installed / FOLDER, ("zh", "en"))
    assert VoiceSpec.from_json(spec.to_json()) == spec


def test_without_weights_the_reason_names_the_command_and_nothing_speaks_chinese(tmp_path: Path) -> None:
    settings = EngineSettings(models_dir=tmp_path, voices="kokoro")
    assert reasons(settings) == ["model_missing", "language_unknown"]
    assert chosen_voice("zh", settings) is None
    why_not = voice_candidates("zh", settings)[0].why_not
    assert why_not is not None
    assert "speech install voices" in why_not.en


def test_another_archive_than_the_pinned_one_is_not_installed(tmp_path: Path) -> None:
    archive = tmp_path / STYLES_ARCHIVE
    with tarfile.open(archive, "w:gz") as packed:
        for name in SHA256:
            entry = tarfile.TarInfo(f"package/voices/{name}")
            entry.size = 3
            packed.addfile(entry, BytesIO(b"bad"))
    with pytest.raises(Problem) as refused:
        install_voices(tmp_path / "models", tmp_path)
    assert refused.value.code == "wrong_archive"
    assert list((tmp_path / "models").iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"not an archive", b"\x1f\x8b\x08broken"])
def test_a_broken_archive_is_a_coded_error(tmp_path: Path, content: bytes) -> None:
    archive = tmp_path / "styles.tgz"
    archive.write_bytes(content)
    with pytest.raises(Problem) as refused:
        install_voices(tmp_path / "models", archive)
    assert refused.value.code == "wrong_archive"


def test_an_archive_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Problem) as refused:
        install_voices(tmp_path / "models", tmp_path / "missing.tgz")
    assert refused.value.code == "install_failed"
