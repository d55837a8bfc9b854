"""`python -m mobile_api serve | work | staff … | accounts clashes | accounts renumber | retention run | openapi`."""

import argparse
import asyncio
from collections import Counter
from pathlib import Path

import uvicorn

from contract.lending.client import BackendProblem, BackendUnavailable
from mobile_api.app import build_app
from mobile_api.auth.commands import add_commands
from mobile_api.auth.models import Account
from mobile_api.auth.service import clashes
from mobile_api.db import Database, migrate
from mobile_api.numbers.service import renumber
from mobile_api.parts import build_parts
from mobile_api.published.committed import OPENAPI, contract_text
from mobile_api.rights.sweeping import due_rows, sweep
from mobile_api.settings import Settings
from servicekit.commands import run_command
from servicekit.logs import configure_logging
from servicekit.problems import Problem
from servicekit.settings import CannotStart, read_settings
from servicekit.sockets import bounded_http


def main() -> None:
    arguments = parser().parse_args()
    configure_logging()
    if said := arguments.run(arguments):
        print(said)


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
    add_commands(commands.add_parser("staff", help="the people at the desk"))
    accounts = commands.add_parser("accounts", help="who borrows").add_subparsers(required=True)
    clashing = accounts.add_parser("clashes", help="accounts that share their number with an older one, which signs in")
    clashing.set_defaults(run=show_clashes)
    renumbering = accounts.add_parser(
        "renumber", help="another phone number, once staff have verified whose the account is"
    )
    renumbering.add_argument("account")
    renumbering.add_argument("phone")
    renumbering.set_defaults(run=give_number)
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
        # Whose X-Forwarded-For is believed is ours to say (`app.py`).
        proxy_headers=False,
        http=bounded_http(settings.most_sockets),
    )


def run_worker(_: argparse.Namespace) -> None:
    # Not at the top: the push library is large, and the API never needs it.
    from mobile_api.worker import work

    settings = read_settings(Settings)
    migrate(settings.database_url)
    asyncio.run(work(settings))


def write_openapi(arguments: argparse.Namespace) -> str:
    arguments.to.parent.mkdir(parents=True, exist_ok=True)
    arguments.to.write_text(contract_text(), encoding="utf-8")
    return str(arguments.to)


def show_clashes(_: argparse.Namespace) -> None:
    for account, signs_in in asyncio.run(all_clashes(read_settings(Settings))):
        print(f"{account.id} of {account.created_at:%Y-%m-%d} has the number of {signs_in.id}, which signs in")


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


def give_number(arguments: argparse.Namespace) -> str:
    settings = read_settings(Settings)
    migrate(settings.database_url)
    try:
        asyncio.run(give(settings, arguments.account, arguments.phone))
    except (Problem, BackendProblem, BackendUnavailable) as error:
        raise CannotStart(getattr(error, "title", "The backend does not answer.")) from error
    return f"{arguments.account} has another number, and is signed out everywhere."


async def give(settings: Settings, account: str, phone: str) -> None:
    parts = build_parts(settings)
    try:
        await renumber(parts, account, phone, parts.clock())
    finally:
        await parts.close()


async def all_clashes(settings: Settings) -> list[tuple[Account, Account]]:
    database = Database(settings.database_url)
    try:
        async with database.reading() as session:
            return await clashes(session)
    finally:
        await database.close()


if __name__ == "__main__":
    run_command(main, Settings)
