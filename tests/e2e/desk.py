"""People at the desk. A one-time password works once, so who signs in twice waits half a minute; a new colleague doesn't."""

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from mobile_api.auth.staff import add_staff
from mobile_api.auth.tokens import Role
from mobile_api.db import Database
from tests.stack import Stack


def new_colleague(stack: Stack, role: Role = "support") -> dict[str, str]:
    """Added as `python -m mobile_api staff add` does it: `username`, `password`, `totp_secret`."""
    # On a thread of its own: beside Playwright's loop none can run.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _added(stack.settings["MOBILE_DATABASE_URL"], role)).result()


async def _added(database_url: str, role: Role) -> dict[str, str]:
    username, password = f"{role}-{secrets.token_hex(4)}", secrets.token_urlsafe(12)
    database = Database(database_url)
    try:
        async with database.transaction() as session:
            member = await add_staff(
                session, username=username, name=username, role=role, password=password, now=datetime.now(UTC)
            )
            return {"username": username, "password": password, "totp_secret": member.totp_secret}
    finally:
        await database.close()
