"""The running development system: where it is, what its processes were given, and how staff sign in."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
DEFAULT_STATE = ROOT / "var" / "run.json"


class NotRunning(Exception):
    """No running development system is known here; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Running:
    """As `run.py` notes it. `settings` are those of every process; `staff` has `username`, `password`, `totp_secret`."""

    url: str
    settings: dict[str, str]
    staff: dict[str, str]


def running_system(base_url: str | None = None, state: Path | None = None) -> Running:
    """By the state file that is named, else that of `LOANTALK_STATE`, else the checkout's own. Raises `NotRunning`."""
    file = state or Path(os.environ.get("LOANTALK_STATE", DEFAULT_STATE))
    if not file.exists():
        raise NotRunning(f"{file} does not exist: start the system with `make run`, or name its run.json with --run.")
    found: dict[str, Any] = json.loads(file.read_text())
    if found["settings"].get("LOANTALK_ENV") != "development":
        raise NotRunning("The running system is not a development system: nothing is planted or played there.")
    if base_url is not None and base_url.rstrip("/") != found["url"]:
        raise NotRunning(f"{file} is of {found['url']}, not of {base_url}: name the other's run.json with --run.")
    return Running(found["url"], found["settings"], found["staff"])
