"""`python -m backend.related load FILE`: replace the list of the lender's own related natural persons.

FILE is CSV in UTF-8 with the columns `id_number` and `relation` (director, shareholder, senior_staff, close_relative). Numbers are kept as
keyed hashes alone. Load it again when it changes, and after `BACKEND_IDENTITY_SECRET` was replaced. `status` tells how many are on it.
"""

import argparse
import sys
from pathlib import Path

from sqlalchemy.orm import Session

from backend.identity.indexes import Indexes
from backend.related.errors import RelatedListInvalid
from backend.related.lists import read_list
from backend.related.service import load_list, loaded_list
from backend.settings import EverySetting, IdentitySettings
from backend.tables import open_database
from contract.dates import system_clock
from servicekit.commands import run_command
from servicekit.settings import read_settings


def main(arguments: list[str] | None = None) -> int:
    """2 when the file cannot be taken; then the list stays as it was."""
    parser = argparse.ArgumentParser(prog="python -m backend.related", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("load", help="replace the list").add_argument("file", type=Path)
    commands.add_parser("status", help="how many are on it")
    options = parser.parse_args(arguments)
    settings = read_settings(IdentitySettings)
    try:
        persons = read_list(options.file.read_bytes()) if options.command == "load" else None
    except RelatedListInvalid as problem:
        print(f"{options.file}, line {problem.data['line']}: {problem.data['why']} is wrong", file=sys.stderr)
        return 2
    database = open_database(settings.database_url)
    try:
        with database.writing() as session:
            if persons is not None:
                changed = load_list(session, Indexes(settings.identity_secrets), persons, system_clock())
                print("replaced" if changed else "unchanged")
            print(_status(session))
    finally:
        database.close()
    return 0


def _status(session: Session) -> str:
    kept = loaded_list(session)
    return f"{kept.persons} related persons, loaded {kept.loaded_at:%Y-%m-%d}" if kept else "no list was loaded"


if __name__ == "__main__":
    run_command(main, EverySetting)
