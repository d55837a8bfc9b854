"""`run.py` says in one sentence why it does not start. Nothing is started here."""

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from backend.scoring.registry import folder_of
from runner.settings import PREFIXES
from tests.stack import ROOT

MISCONFIGURED = 78


def run(var: Path, *words: str, free: bool = True, **settings: str) -> tuple[int, list[str]]:
    """The exit code, and what it said."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(PREFIXES)}
    done = subprocess.run(
        [sys.executable, "run.py", "--var", str(var), *(["--free-ports"] if free else []), *words],
        cwd=ROOT,
        env={**clean, **settings},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, [line.partition(" | ")[2] for line in done.stdout.splitlines()]


def test_a_wrong_setting_ends_it(tmp_path: Path) -> None:
    code, said = run(tmp_path, BACKEND_LICENCE="foo")
    assert (code, said) == (MISCONFIGURED, ["BACKEND_LICENCE: input should be 'microlender' or 'private'."])
    code, said = run(tmp_path, LOANTALK_ENV="prod")
    assert (code, said) == (MISCONFIGURED, ["LOANTALK_ENV is 'prod'; it may be development or production."])


def test_a_setting_that_nobody_reads_is_named(tmp_path: Path) -> None:
    code, said = run(tmp_path, BACKEND_LICENSE="private", BACKEND_LICENCE="foo")
    assert code == MISCONFIGURED
    assert said[0] == "Not a setting of ours, and not read: BACKEND_LICENSE (meant: BACKEND_LICENCE?)."


def test_production_names_what_is_missing(tmp_path: Path) -> None:
    code, said = run(tmp_path, LOANTALK_ENV="production", MOBILE_TOKEN_SECRET="t" * 40)
    assert code == MISCONFIGURED
    assert said[0].startswith("Not set: BACKEND_SERVICE_KEYS, BACKEND_PROVIDER_SECRET")
    assert "MOBILE_TOKEN_SECRET" not in said[0]
    assert not (tmp_path / "secrets.json").exists()


def test_a_missing_scoring_model_is_named_with_what_makes_it(tmp_path: Path) -> None:
    code, said = run(tmp_path, BACKEND_MODELS_DIR=str(tmp_path))
    made_by = "`.venv/bin/python -m backend.scoring train` makes it"
    assert (code, said) == (MISCONFIGURED, [f"There is no scoring model in {tmp_path / 'scoring'}: {made_by}."])


def test_an_altered_scoring_model_is_named_with_what_makes_it(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "var" / "models" / "scoring", tmp_path / "scoring")
    altered = folder_of(tmp_path) / "model.skops"
    altered.write_bytes(altered.read_bytes() + b"0")
    code, said = run(tmp_path, BACKEND_MODELS_DIR=str(tmp_path))
    assert code == MISCONFIGURED
    assert said == [f"{altered} is not as it was made: `.venv/bin/python -m backend.scoring train` makes it again."]


def test_a_missing_dialogue_model_is_named_with_what_makes_it(tmp_path: Path) -> None:
    sources = ROOT / "assistant" / "dialogue" / "pyproject.toml"
    code, said = run(tmp_path, DIALOGUE_CONFIG=sources.name)
    assert code == MISCONFIGURED
    assert said[0].startswith("There is no dialogue model of the present sources at ")
    assert said[0].endswith(": `.venv/bin/python -m assistant.train` makes it.")


def test_a_port_that_is_taken_is_named_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        code, said = run(tmp_path, free=False, SPEECH_PORT=str(port))
    assert code == MISCONFIGURED
    assert f"{port} (speech)" in said[0]
    assert "make run` runs beside it" in said[0]


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    with (tmp_path / "run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        code, said = run(tmp_path)
    assert code == MISCONFIGURED
    assert said[0].startswith(f"Another run works in {tmp_path}")
