"""What `make run` needs is said before anything is made or downloaded."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.stack import ROOT

MADE_FROM = (
    "Makefile", "requirements.lock", "assistant/dialogue/uv.lock", "assistant/dialogue/.python-version",
    "mobile_api/web/package-lock.json", "mobile_api/web/vendor.mjs", "runner/__init__.py", "runner/ports.py",
)  # fmt: skip


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a fresh clone's Makefile looks at before its first download."""
    for name in MADE_FROM:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def make(clone: Path, *words: str, without: str = "", **settings: str) -> "subprocess.CompletedProcess[str]":
    """`make` with everything on its path but one program."""
    programs = clone / "programs"
    programs.mkdir()
    (programs / "python3").symlink_to(Path(sys.executable).resolve())
    for name in ("bash", "sh", "node", "npm"):
        if name != without and (found := shutil.which(name)):
            (programs / name).symlink_to(found)
    maker = shutil.which("make")
    assert maker
    # What the `make` that runs the tests tells its children is not for this one.
    ours = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}
    environment = {**ours, "PATH": str(programs), **settings}
    return subprocess.run([maker, *words], cwd=clone, env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize(("without", "said"), [("node", "Node.js with npm"), ("npm", "Node.js with npm")])
def test_node_is_looked_for_before_anything_is_made(clone: Path, without: str, said: str) -> None:
    done = make(clone, "run", without=without)
    assert done.returncode != 0
    assert done.stdout == f"{said} is needed on the PATH.\n"
    assert not (clone / ".venv").exists()


def test_python_is_looked_for_first(clone: Path) -> None:
    done = make(clone, "run", "PYTHON=")
    assert done.returncode != 0
    assert done.stdout == "Python 3.11 or newer is needed on the PATH.\n"


def test_a_port_that_is_taken_is_named_before_anything_is_made(clone: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = make(clone, "run", MOBILE_PORT=port)
    assert done.returncode != 0
    assert f"{port} (mobile)" in done.stderr
    assert not (clone / ".venv").exists()
