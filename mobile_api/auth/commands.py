"""`python -m mobile_api staff …`. Each command answers what is to be printed."""

import argparse
import asyncio
import getpass
import io
import json
import secrets
import sys
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from mobile_api.auth import members, totp
from mobile_api.db import Database, migrate
from mobile_api.parts import utc_now
from mobile_api.restoring import STAFF_DISABLED
from mobile_api.settings import Settings
from servicekit.lasting import LastingActs
from servicekit.settings import CannotStart, read_settings

ROLES = ("support", "reviewer")
Answer = TypeVar("Answer")


def add_commands(top: argparse.ArgumentParser) -> None:
    commands = top.add_subparsers(required=True)

    def command(name: str, run: Callable[[argparse.Namespace], str], helps: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=helps)
        one.set_defaults(run=run)
        return one

    def about_one(name: str, run: Callable[[argparse.Namespace], str], helps: str) -> argparse.ArgumentParser:
        one = command(name, run, helps)
        one.add_argument("--username", "--email", required=True)
        return one

    add = about_one("add", add_member, "create a member")
    add.add_argument("--name", required=True)
    add.add_argument("--role", choices=ROLES, default="support")
    reset = about_one("reset", reset_member, "a new password and TOTP secret; signed out everywhere")
    for one in (add, reset):
        one.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
        one.add_argument("--json", action="store_true")
    command("list", list_members, "all members").add_argument("--json", action="store_true")
    about_one("disable", disable_member, "may not sign in any more; signed out everywhere, at once")
    about_one("enable", enable_member, "may sign in again")
    about_one("sign-out", sign_out_member, "end all sessions")
    about_one("role", change_role, "what a member may do, from the next request on").add_argument(
        "--role", choices=ROLES, required=True
    )
    about_one("code", show_code, "in development, the code that a member's authenticator would show now")


def add_member(arguments: argparse.Namespace) -> str:
    settings, password = settings_here(), password_for(arguments)

    async def add(session: AsyncSession) -> members.NewCredentials:
        told = {"username": arguments.username, "name": arguments.name, "role": arguments.role}
        return await members.add_staff(session, settings.sealer, **told, password=password, now=utc_now())

    return credentials(arguments, in_transaction(settings, add), password)


def reset_member(arguments: argparse.Namespace) -> str:
    settings, password = settings_here(), password_for(arguments)

    async def reset(session: AsyncSession) -> members.NewCredentials:
        return await members.reset_staff(session, settings.sealer, arguments.username, password, utc_now())

    return credentials(arguments, in_transaction(settings, reset), password)


def list_members(arguments: argparse.Namespace) -> str:
    found = in_transaction(settings_here(), members.all_staff)
    rows = [
        {"id": one.id, "username": one.username, "name": one.name, "role": one.role, "disabled": bool(one.disabled_at)}
        for one in found
    ]
    if arguments.json:
        return json.dumps(rows, ensure_ascii=False)
    return "\n".join(
        f"{row['username']:<24} {row['role']:<10} {row['name']}{'  (disabled)' if row['disabled'] else ''}"
        for row in rows
    )


def disable_member(arguments: argparse.Namespace) -> str:
    settings, now = settings_here(), utc_now()

    async def disable(session: AsyncSession) -> None:
        member = await members.disable_staff(session, arguments.username, now)
        LastingActs(settings.lasting_acts).note(STAFF_DISABLED, member.id, now)

    in_transaction(settings, disable)
    return f"{arguments.username} is disabled and signed out."


def enable_member(arguments: argparse.Namespace) -> str:
    async def enable(session: AsyncSession) -> None:
        await members.enable_staff(session, arguments.username)

    in_transaction(settings_here(), enable)
    return f"{arguments.username} may sign in again."


def sign_out_member(arguments: argparse.Namespace) -> str:
    async def sign_out(session: AsyncSession) -> int:
        return await members.sign_out_staff(session, arguments.username, utc_now())

    ended = in_transaction(settings_here(), sign_out)
    return f"{arguments.username} is signed out of {ended} sessions."


def change_role(arguments: argparse.Namespace) -> str:
    async def change(session: AsyncSession) -> None:
        await members.change_role(session, arguments.username, arguments.role)

    in_transaction(settings_here(), change)
    return f"{arguments.username} is {arguments.role} now."


def show_code(arguments: argparse.Namespace) -> str:
    settings = read_settings(Settings)
    if not settings.in_development:
        raise CannotStart("Outside development a code comes from the member's own authenticator alone.")

    async def code(session: AsyncSession) -> str:
        member = await members.member_called(session, arguments.username)
        return totp.code_now(totp.secret_of(member, settings.sealer), utc_now())

    return in_transaction(settings, code)


def settings_here() -> Settings:
    """The database is brought up to date first."""
    settings = read_settings(Settings)
    migrate(settings.database_url)
    return settings


def in_transaction(settings: Settings, work: Callable[[AsyncSession], Awaitable[Answer]]) -> Answer:
    async def carry_out() -> Answer:
        database = Database(settings.database_url)
        try:
            async with database.transaction() as session:
                return await work(session)
        finally:
            await database.close()

    return asyncio.run(carry_out())


def password_for(arguments: argparse.Namespace) -> str:
    """Piped, or typed at a terminal; made up where there is none."""
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\n")
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return secrets.token_urlsafe(12)


def credentials(arguments: argparse.Namespace, new: members.NewCredentials, password: str) -> str:
    """Told once: the password and the TOTP secret can't be read later."""
    member, uri = new.member, totp.provisioning_uri(new.member.username, new.totp_secret)
    facts: dict[str, Any] = {
        "id": member.id,
        "username": member.username,
        "name": member.name,
        "role": member.role,
        "password": password,
        "totp_secret": new.totp_secret,
        "totp_uri": uri,
    }
    if arguments.json:
        return json.dumps(facts, ensure_ascii=False)
    return "\n".join(f"{name:<12} {value}" for name, value in facts.items()) + "\n\n" + qr_code(uri)


def qr_code(text: str) -> str:
    """For a terminal, to be scanned by an authenticator app."""
    # Not at the top: the gateway never draws one.
    import segno

    drawn = io.StringIO()
    segno.make(text, error="l").terminal(drawn, compact=True)
    return drawn.getvalue()
