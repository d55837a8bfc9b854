"""What `run.py` keeps in `var/` for development, so that every command beside it works on the same system.

`secrets.json` holds the secrets that were made there; `settings.json` all that the environment said and all other settings of the last
start: ports, addresses, databases. `LOANTALK_VAR` names another folder.
"""

import json
import os
from collections.abc import Collection, Mapping, MutableMapping
from pathlib import Path
from typing import Any

from servicekit.settings import SettingsInvalid, environment_name
from servicekit.strength import pieces

SECRETS, SETTINGS = "secrets.json", "settings.json"


def adopt_settings(names: Collection[str], environment: MutableMapping[str, str] = os.environ) -> None:
    """Set what is not set of `names` as the development system in `var/` has it.

    Without `LOANTALK_ENV` that is done only where the environment names no other secret and no other database: who
    configures a process of production by hand never gets a secret of development. Raises `SettingsInvalid`.
    """
    var, named = var_folder(environment), environment_name(environment)
    held = held_settings(var)
    if not held or named == "production" or (not named and _is_of_another_system(var, environment)):
        return
    for name, value in {"LOANTALK_ENV": "development", **held}.items():
        if name in names or name == "LOANTALK_ENV":
            environment.setdefault(name, value)


def _is_of_another_system(var: Path, environment: Mapping[str, str]) -> bool:
    decisive = {
        **kept(var / SECRETS),
        **{n: v for n, v in kept(var / SETTINGS).items() if n.endswith("DATABASE_URL")},
    }
    return any(environment.get(name, value) != value for name, value in decisive.items())


def check_not_developments(var: Path, environment: Mapping[str, str]) -> None:
    """Raises `SettingsInvalid` where a secret is one that a development system made in this folder: others may have read it."""
    made = {piece for secret in kept(var / SECRETS).values() for piece in pieces(secret).values()}
    if reused := [name for name in kept(var / SECRETS) if made & {*pieces(environment.get(name, "")).values()}]:
        raise SettingsInvalid(
            f"Production takes no secret of development: {', '.join(reused)} stands in {var / SECRETS}."
        )


def var_folder(environment: Mapping[str, str] = os.environ) -> Path:
    return Path(environment.get("LOANTALK_VAR") or "var")


def held_settings(var: Path) -> dict[str, str]:
    """Empty where no development system was started."""
    return {**kept(var / SECRETS), **kept(var / SETTINGS)}


def write_private(file: Path, content: Mapping[str, Any]) -> None:
    """Whole or not at all, and readable by this user alone."""
    new = file.with_suffix(".new")
    new.touch(mode=0o600)
    new.write_text(json.dumps(content))
    new.replace(file)


def kept(file: Path) -> dict[str, str]:
    return dict(json.loads(file.read_text())) if file.exists() else {}
