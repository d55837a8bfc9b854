"""`python -m backend.ledger verify [--json]`: check every posting and balance; exit code 1 when something is wrong."""

import argparse
import json
import sys
from dataclasses import asdict

from backend.db import Database
from backend.ledger.service import Finding, verify
from backend.settings import DatabaseSettings


def main() -> int:
    parser = argparse.ArgumentParser(prog="backend.ledger", description=__doc__)
    verb = parser.add_subparsers(dest="verb", required=True).add_parser("verify")
    verb.add_argument("--json", action="store_true", help="JSON alone on stdout")
    arguments = parser.parse_args()
    database = Database(DatabaseSettings().database_url)
    try:
        with database.reading() as session:
            findings = verify(session)
    finally:
        database.close()
    print(json.dumps({"findings": [asdict(finding) for finding in findings]}) if arguments.json else table(findings))
    return 1 if findings else 0


def table(findings: list[Finding]) -> str:
    if not findings:
        return "The ledger is sound."
    return "\n".join(f"{finding.what:<16} {finding.where}" for finding in findings)


if __name__ == "__main__":
    sys.exit(main())
