"""`python -m backend.retention run [--dry-run]`: end what was kept long enough, as the worker does each night."""

import argparse

from backend.policy.rules import Policies
from backend.retention.sweeping import due_rows, stores, sweep
from backend.settings import EverySetting, LenderSettings
from backend.tables import open_database
from contract.dates import system_clock
from servicekit.commands import run_command
from servicekit.retention import read_table
from servicekit.settings import read_settings


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m backend.retention", description=__doc__)
    run = parser.add_subparsers(dest="command", required=True).add_parser("run", help="delete or blank what is due")
    run.add_argument("--dry-run", action="store_true", help="count it, and change nothing")
    options = parser.parse_args(arguments)
    settings = read_settings(LenderSettings)
    kept, policies = stores(read_table(settings.retention)), Policies.load(settings.licence, settings.policy)
    database = open_database(settings.database_url)
    try:
        if options.dry_run:
            rows = due_rows(database, kept, policies, system_clock())
        else:
            rows, _ = sweep(database, kept, policies, system_clock())
    finally:
        database.close()
    for table, count in sorted(rows.items()):
        print(f"{table:<24} {count}")
    print(f"{rows.total()} rows {'are due' if options.dry_run else 'ended'}")
    return 0


if __name__ == "__main__":
    run_command(main, EverySetting)
