import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from speech.install import CAME_FROM, PINS


def run(*arguments: str, models_dir: Path | None = None) -> subprocess.CompletedProcess[str]:
    settings = {"SPEECH_MODELS_DIR": str(models_dir)} if models_dir else {}
    return subprocess.run(
        [sys.executable, "-m", "speech", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **settings},
    )


def test_engines_prints_json_alone() -> None:
    languages = json.loads(run("engines", "--json").stdout)["languages"]
    assert set(languages) == {"zh", "en"}


# Each command starts a Python anew; `tests/unit/speech/test_install.py` says what installing refuses and leaves.
@pytest.mark.slow
def test_a_missing_file_is_told_by_its_code(tmp_path: Path) -> None:
    ended = run("transcribe", str(tmp_path / "none.wav"), "--lang", "zh")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith("audio_unreadable")


def test_nothing_is_said_while_voices_are_off(tmp_path: Path) -> None:
    file = tmp_path / "said.mp3"
    ended = run("say", "hello", str(file), "--lang", "en")
    assert ended.returncode == 1
    assert ended.stderr.startswith("voice_unavailable")
    assert not file.exists()


@pytest.mark.slow
def test_voices_that_cannot_be_had_are_told_by_a_code(tmp_path: Path) -> None:
    ended = run("install", "voices", "--from", str(tmp_path / "none.tgz"), models_dir=tmp_path)
    assert ended.returncode == 1
    assert ended.stderr.startswith("install_failed")


@pytest.mark.slow
def test_a_model_that_is_installed_is_not_fetched_again(tmp_path: Path) -> None:
    """Nor an archive looked for where there is none."""
    folder = tmp_path / "vosk-zh"
    folder.mkdir()
    (folder / CAME_FROM).write_text(PINS["zh"].sha256)
    ended = run("install", "zh", "--from", str(tmp_path / "none.zip"), models_dir=tmp_path)
    assert (ended.returncode, ended.stdout) == (0, f"zh: {folder} (already installed)\n")
