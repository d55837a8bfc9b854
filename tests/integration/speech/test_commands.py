import json
import subprocess
import sys
from pathlib import Path


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "speech", *arguments], capture_output=True, text=True, timeout=120)


def test_engines_prints_json_alone() -> None:
    languages = json.loads(run("engines", "--json").stdout)["languages"]
    assert set(languages) == {"zh", "en"}


def test_a_missing_file_is_told_by_its_code(tmp_path: Path) -> None:
    ended = run("transcribe", str(tmp_path / "none.wav"), "--lang", "zh")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith("audio_unreadable")
