"""`python -m backend.payments reconcile --file F --date YYYY-MM-DD [--json]`: hold a day against the provider's file.

A table, or JSON alone with `--json`; exit code 1 while a finding waits for a person, 2 for a file that is refused.
`take-back PAYMENT_ID` is for a payment that the bank took back after it had succeeded; 2 when it cannot be.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from backend.dates import system_clock
from backend.payments.errors import BadStatement
from backend.payments.reconciliation import Reconciliation, reconcile
from backend.payments.service import take_back
from backend.settings import DatabaseSettings, ProviderSettings
from backend.tables import open_database
from servicekit.problems import Problem


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="backend.payments", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    taking = verbs.add_parser("take-back")
    taking.add_argument("payment_id")
    verb = verbs.add_parser("reconcile")
    verb.add_argument("--file", type=Path, required=True, help="the provider's signed CSV")
    verb.add_argument("--date", type=date.fromisoformat, required=True, help="the lender's day it is about")
    verb.add_argument("--json", action="store_true", help="JSON alone on stdout")
    arguments = parser.parse_args(argv)
    if arguments.verb == "take-back":
        return taken_back(arguments.payment_id)
    settings = ProviderSettings()
    database = open_database(settings.database_url)
    secret = settings.provider_secret.get_secret_value().encode()
    try:
        found = reconcile(database, secret, arguments.date, arguments.file.read_bytes(), system_clock())
    except BadStatement as error:
        print(f"{error.code}: {json.dumps(error.data)}", file=sys.stderr)
        return 2
    finally:
        database.close()
    print(found.model_dump_json() if arguments.json else table(found))
    return 1 if found.is_open else 0


def taken_back(payment_id: str) -> int:
    database = open_database(DatabaseSettings().database_url)
    try:
        with database.writing() as session:
            take_back(session, payment_id, system_clock())
    except Problem as problem:
        print(f"{problem.code}: {problem.title} {json.dumps(problem.data)}", file=sys.stderr)
        return 2
    finally:
        database.close()
    return 0


def table(found: Reconciliation) -> str:
    counts = [f"{verdict:<18} {count}" for verdict, count in sorted(found.counts.items())]
    rows = [f"{one.verdict:<18} {one.resolution:<14} {one.transfer_id}  {one.reference}" for one in found.findings]
    return "\n".join([f"{found.day}", *counts, *rows])


if __name__ == "__main__":
    sys.exit(main())
