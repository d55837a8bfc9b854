"""`python -m backend.documents erase --borrower ID`: delete the contents of the papers that a borrower sent with applications."""

import argparse
import sys

from backend.applications.papers import erase_papers
from backend.documents.errors import PapersStillNeeded
from backend.documents.service import ERASED
from backend.settings import DatabaseSettings, EverySetting
from backend.tables import open_database
from contract.dates import system_clock
from servicekit.commands import run_command
from servicekit.lasting import LastingActs
from servicekit.settings import read_settings


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m backend.documents")
    commands = parser.add_subparsers(dest="command", required=True)
    erase = commands.add_parser(
        "erase",
        help="delete the contents of one borrower's papers; the photo of the identity card stays until its law lets it go",
    )
    erase.add_argument("--borrower", required=True)
    erase.add_argument("--force", action="store_true", help="also while an application or a loan lives")
    options = parser.parse_args(arguments)
    settings, now = read_settings(DatabaseSettings), system_clock()
    database = open_database(settings.database_url)
    try:
        with database.writing() as session:
            erased = erase_papers(session, options.borrower, now, force=options.force)
            LastingActs(settings.lasting_acts).note(ERASED, options.borrower, now)
    except PapersStillNeeded as problem:
        print(f"{problem.code}: {problem.data}", file=sys.stderr)
        return 1
    finally:
        database.close()
    print(f"{erased} papers erased")
    return 0


if __name__ == "__main__":
    run_command(main, EverySetting)
