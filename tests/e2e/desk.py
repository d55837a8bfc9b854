"""People at the desk. A one-time password works once, so who signs in twice waits half a minute; a new colleague doesn't."""

import asyncio
import secrets
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from mobile_api.auth.members import add_staff
from mobile_api.auth.sessions import Role
from mobile_api.db import Database
from servicekit.sealing import Sealer
from tests.stack import Stack


def new_colleague(stack: Stack, role: Role = "support") -> dict[str, str]:
    """Added as `python -m mobile_api staff add` does it: `username`, `password`, `totp_secret`."""
    # On a thread of its own: beside Playwright's loop none can run.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _added(stack.settings, role)).result()


async def _added(settings: Mapping[str, str], role: Role) -> dict[str, str]:
    username, password = f"{role}-{secrets.token_hex(4)}", secrets.token_urlsafe(12)
    database = Database(settings["MOBILE_DATABASE_URL"])
    sealer = Sealer.from_setting("MOBILE_FIELDS_KEY", settings["MOBILE_FIELDS_KEY"])
    try:
        async with database.transaction() as session:
            new = await add_staff(
                session,
                sealer,
                username=username,
                name=username,
                role=role,
                password=password,
                now=datetime.now(UTC),
            )
            return {"username": username, "password": password, "totp_secret": new.totp_secret}
    finally:
        await database.close()
