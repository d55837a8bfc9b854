"""`python -m assistant.serve`: becomes the Rasa server, with the model that was built and checked here.

Needs `DIALOGUE_CHANNEL_KEY` and `ACTIONS_SERVICE_KEY`; `DIALOGUE_PORT`, `DIALOGUE_ACTIONS_URL` and
`TRACKER_DATABASE_URL` have defaults for development.
"""

import argparse
import os
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from assistant.model import PROJECT, current_model
from assistant.settings import DialogueSettings
from servicekit.commands import run_command
from servicekit.settings import read_settings

PYTHON = PROJECT / ".venv" / "bin" / "python"
VAR = PROJECT.parent.parent / "var"


def server_command(model: Path, port: str) -> list[str]:
    return [
        str(PYTHON), "server.py", "run", "--model", str(model), "--interface", "127.0.0.1", "--port", port,
        "--endpoints", "endpoints.yml", "--credentials", "credentials.yml",
    ]  # fmt: skip


def server_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """What the Rasa project's files read, and quiet logs: below WARNING Rasa logs what people write.

    Only in development are vectors of what is said kept.
    """
    defaults = {
        "DIALOGUE_ACTIONS_URL": "http://127.0.0.1:5055",
        "DIALOGUE_CHANNEL_KEY_PREVIOUS": "",
        "TRACKER_DATABASE_URL": f"sqlite:///{VAR / 'tracker.db'}",
    }
    fixed = {
        "RASA_TELEMETRY_ENABLED": "false",
        "LOG_LEVEL": "WARNING",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        # One sentence at a time gains nothing from more threads, which would spin.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_WAIT_POLICY": "passive",
        "SANIC_WORKERS": "1",
    }
    kept = {} if environment.get("LOANTALK_ENV") == "development" else {"DIALOGUE_TEST_VECTORS_DIR": ""}
    return {**defaults, **environment, **fixed, **kept}


def prepare_tracker(url: str) -> None:
    """A write-ahead log, kept in the file itself, costs one disk flush a commit instead of several. Nobody else reads it."""
    if url.startswith("sqlite:///"):
        path = Path(url.removeprefix("sqlite:///"))
        path.touch(mode=0o600)
        path.chmod(0o600)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")


def main() -> None:
    argparse.ArgumentParser(prog="python -m assistant.serve", description=__doc__).parse_args()
    settings = read_settings(DialogueSettings)
    VAR.mkdir(mode=0o700, exist_ok=True)
    command = server_command(current_model(), str(settings.port))
    environment = server_environment(os.environ)
    prepare_tracker(environment["TRACKER_DATABASE_URL"])
    os.chdir(PROJECT)
    os.execve(command[0], command, environment)  # noqa: S606 - our own command


if __name__ == "__main__":
    run_command(main, DialogueSettings)
