"""`python -m mobile_api serve | work | staff add | staff code | retention run | openapi`."""

import argparse
import asyncio
import getpass
import json
import secrets
import sys
from collections import Counter
from pathlib import Path

import pyotp
import uvicorn
from sqlalchemy import select

from mobile_api.app import build_app
from mobile_api.auth.models import Staff
from mobile_api.auth.staff import add_staff
from mobile_api.db import Database, migrate
from mobile_api.parts import build_parts, utc_now
from mobile_api.published.committed import OPENAPI, contract_text
from mobile_api.rights.sweeping import due_rows, sweep
from mobile_api.settings import Settings
from servicekit.commands import run_command
from servicekit.logs import configure_logging
from servicekit.settings import CannotStart, read_settings
from servicekit.sockets import bounded_http


def main() -> None:
    arguments = parser().parse_args()
    configure_logging()
    arguments.run(arguments)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="mobile_api")
    commands = top.add_subparsers(required=True)
    commands.add_parser("serve", help="the mobile API").set_defaults(run=serve)
    commands.add_parser("work", help="the mobile worker").set_defaults(run=run_worker)
    retention = commands.add_parser("retention", help="what is kept, and how long").add_subparsers(required=True)
    run = retention.add_parser("run", help="delete or blank what is due, as the worker does each night")
    run.add_argument("--dry-run", action="store_true", help="count it, and change nothing")
    run.set_defaults(run=run_retention)
    contract = commands.add_parser("openapi", help="write the published contract")
    contract.add_argument("--to", type=Path, default=OPENAPI)
    contract.set_defaults(run=write_openapi)
    staff = commands.add_parser("staff", help="the people at the desk").add_subparsers(required=True)
    add = staff.add_parser("add", help="create a member, or give one new credentials")
    add.add_argument("--name", required=True)
    add.add_argument("--username", "--email", required=True)
    add.add_argument("--role", choices=("support", "reviewer"), default="support")
    add.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    add.add_argument("--json", action="store_true")
    add.set_defaults(run=add_member)
    code = staff.add_parser("code", help="in development, the code that a member's authenticator would show now")
    code.add_argument("--username", required=True)
    code.set_defaults(run=show_code)
    return top


def serve(_: argparse.Namespace) -> None:
    settings = read_settings(Settings)
    migrate(settings.database_url)
    uvicorn.run(
        build_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        # Addresses may hold ids and tickets.
        access_log=False,
        ws_max_size=64 * 1024,
        server_header=False,
        http=bounded_http(settings.most_sockets),
    )


def run_worker(_: argparse.Namespace) -> None:
    # Not at the top: the push library is large, and the API never needs it.
    from mobile_api.worker import work

    settings = read_settings(Settings)
    migrate(settings.database_url)
    asyncio.run(work(settings))


def write_openapi(arguments: argparse.Namespace) -> None:
    arguments.to.parent.mkdir(parents=True, exist_ok=True)
    arguments.to.write_text(contract_text(), encoding="utf-8")
    print(arguments.to)


def run_retention(arguments: argparse.Namespace) -> None:
    settings = read_settings(Settings)
    migrate(settings.database_url)
    rows = asyncio.run(ended_rows(settings, dry=arguments.dry_run))
    for table, count in sorted(rows.items()):
        print(f"{table:<24} {count}")
    print(f"{rows.total()} rows {'are due' if arguments.dry_run else 'ended'}")


async def ended_rows(settings: Settings, *, dry: bool) -> Counter[str]:
    parts = build_parts(settings)
    try:
        return await (due_rows if dry else sweep)(parts, parts.clock())
    finally:
        await parts.close()


def add_member(arguments: argparse.Namespace) -> None:
    settings = read_settings(Settings)
    migrate(settings.database_url)
    password = sys.stdin.readline().rstrip("\n") if arguments.password_stdin else ask_password()
    member = asyncio.run(save_member(settings, arguments, password))
    uri = pyotp.TOTP(member.totp_secret).provisioning_uri(name=member.username, issuer_name="Loantalk")
    facts = {
        "id": member.id,
        "username": member.username,
        "name": member.name,
        "role": member.role,
        "password": password,
        "totp_secret": member.totp_secret,
        "totp_uri": uri,
    }
    if arguments.json:
        print(json.dumps(facts, ensure_ascii=False))
    else:
        for name, value in facts.items():
            print(f"{name:<12} {value}")


async def save_member(settings: Settings, arguments: argparse.Namespace, password: str) -> Staff:
    database = Database(settings.database_url)
    try:
        async with database.transaction() as session:
            return await add_staff(
                session,
                username=arguments.username,
                name=arguments.name,
                role=arguments.role,
                password=password,
                now=utc_now(),
            )
    finally:
        await database.close()


def show_code(arguments: argparse.Namespace) -> None:
    settings = read_settings(Settings)
    if not settings.in_development:
        raise CannotStart("Outside development a code comes from the member's own authenticator alone.")
    secret = asyncio.run(totp_secret(settings, arguments.username))
    if secret is None:
        raise CannotStart(f"There is no member of staff called {arguments.username}.")
    print(pyotp.TOTP(secret).now())


async def totp_secret(settings: Settings, username: str) -> str | None:
    database = Database(settings.database_url)
    try:
        async with database.reading() as session:
            secret: str | None = await session.scalar(select(Staff.totp_secret).where(Staff.username == username))
            return secret
    finally:
        await database.close()


def ask_password() -> str:
    """Typed at a terminal; made up where there is none."""
    if sys.stdin.isatty():
        return getpass.getpass("Password: ")
    return secrets.token_urlsafe(12)


if __name__ == "__main__":
    run_command(main, Settings)
