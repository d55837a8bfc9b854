"""Development's people at the desk, made at the first start."""

import asyncio
import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

from servicekit.development import write_private

STAFF = (
    {"username": "staff", "name": "Development Staff", "role": "support"},
    {"username": "reviewer", "name": "Development Reviewer", "role": "reviewer"},
)
# How to sign in as each, by username: `{username, password, totp_secret}`.
SignIns = dict[str, dict[str, str]]


async def staff_sign_ins(var: Path, root: Path, settings: Mapping[str, str]) -> SignIns:
    found = await asyncio.gather(*(_sign_in(var, root, settings, member) for member in STAFF))
    return {signs["username"]: signs for signs in found}


async def _sign_in(var: Path, root: Path, settings: Mapping[str, str], member: dict[str, str]) -> dict[str, str]:
    file = var / f"{member['username']}.json"
    if not file.exists():
        password = secrets.token_urlsafe(12)
        words = [word for name, value in member.items() for word in (f"--{name}", value)]
        out = await _staff_command(root, settings, password, "add", *words)
        # Another folder's start may have made them in the same database.
        out = out or await _staff_command(root, settings, password, "reset", "--username", member["username"])
        if out is None:
            raise RuntimeError("the development staff member could not be added")
        write_private(file, {"username": member["username"], "password": password} | json.loads(out))
    return dict(json.loads(file.read_text()))


async def _staff_command(root: Path, settings: Mapping[str, str], password: str, *words: str) -> bytes | None:
    """What it printed; None where it failed."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "mobile_api", "staff", *words, "--password-stdin", "--json"),
        cwd=root,
        # A part of this run, which has said already what is wrong with the settings.
        env={**os.environ, **settings, "LOANTALK_RUN": "staff"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await child.communicate(password.encode())
    return None if child.returncode else out
