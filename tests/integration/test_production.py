"""Production as `run.py` starts it: each process holds its own secrets, and no file that is written holds any."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from runner.settings import PREFIXES, SECRETS, new_secrets
from servicekit.strength import pieces
from tests.lender import IN_ENVIRONMENT
from tests.stack import ROOT

# Starting all seven processes takes half a minute.
pytestmark = pytest.mark.slow

LOOK = """
import json, os, psutil
parent = psutil.Process(os.getppid())
environments = {" ".join(child.cmdline()): child.environ() for child in parent.children(recursive=True)}
print(json.dumps(environments))
"""


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return new_secrets()


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("production")


@pytest.fixture(scope="module")
def environments(made: dict[str, str], var: Path) -> dict[str, dict[str, str]]:
    """Every process's, by its command, as the operating system has it; the system has ended since."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(PREFIXES)}
    command = [sys.executable, "run.py", "--var", str(var), "--free-ports", "--quiet"]
    done = subprocess.run(
        [*command, "--then", sys.executable, "-c", LOOK],
        cwd=ROOT,
        env={**clean, "LOANTALK_ENV": "production", **IN_ENVIRONMENT, **made},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_each_process_holds_its_own_secrets_alone(environments: dict[str, dict[str, str]]) -> None:
    held = {command: set(SECRETS) & environment.keys() for command, environment in environments.items()}

    def of(words: str) -> set[str]:
        [found] = [names for command, names in held.items() if command.endswith(f" -m {words}")]
        return found

    assert of("backend serve") == {
        "BACKEND_SERVICE_KEYS",
        "BACKEND_PROVIDER_SECRET",
        "BACKEND_IDENTITY_SECRET",
        "BACKEND_SIGNING_SECRET",
        "BACKEND_DOCUMENTS_KEY",
        "BACKEND_FIELDS_KEY",
    }
    assert of("backend work") == {"BACKEND_PROVIDER_SECRET", "BACKEND_LEDGER_SIGNING_KEY"}
    assert of("speech serve") == {"SPEECH_SERVICE_KEY"}
    assert of("assistant.actions") == {"ACTIONS_BACKEND_KEY", "ACTIONS_SERVICE_KEY"}
    [dialogue] = [names for command, names in held.items() if "server.py run" in command]
    assert dialogue == {"DIALOGUE_CHANNEL_KEY", "ACTIONS_SERVICE_KEY"}
    assert of("mobile_api serve") == of("mobile_api work") == {name for name in SECRETS if name.startswith("MOBILE_")}


def test_no_file_holds_a_secret(environments: dict[str, dict[str, str]], made: dict[str, str], var: Path) -> None:  # noqa: ARG001 - first it runs
    singles = {piece.encode() for secret in made.values() for piece in pieces(secret).values()}
    files = {file.name: file.read_bytes() for file in var.iterdir() if file.is_file()}
    assert {"run.json", "run.log", "backend.db", "mobile.db"} <= files.keys()
    assert [name for name, content in files.items() if any(secret in content for secret in singles)] == []
