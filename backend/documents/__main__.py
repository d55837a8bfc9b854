"""`python -m backend.documents erase --borrower ID`: delete the contents of a borrower's papers."""

import argparse
import sys

from backend.dates import system_clock
from backend.documents.service import erase_documents
from backend.settings import DatabaseSettings
from backend.tables import open_database


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m backend.documents")
    commands = parser.add_subparsers(dest="command", required=True)
    erase = commands.add_parser("erase", help="delete the contents of all papers of one borrower")
    erase.add_argument("--borrower", required=True)
    options = parser.parse_args(arguments)
    database = open_database(DatabaseSettings().database_url)
    with database.writing() as session:
        erased = erase_documents(session, options.borrower, system_clock())
    database.close()
    print(f"{erased} papers erased")
    return 0


if __name__ == "__main__":
    sys.exit(main())
