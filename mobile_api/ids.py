"""Identifiers: a prefix that tells the kind, then 96 random bits. They reveal nothing and can't be guessed."""

import secrets
from typing import Annotated

from fastapi import Path


def new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(12)}"


# An id goes into SQL and into addresses of inner services, so nothing else than an id may pass.
ID = r"^[A-Za-z0-9_-]{1,64}$"
PathId = Annotated[str, Path(pattern=ID)]
