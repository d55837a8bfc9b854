"""`python -m backend.ledger verify | keys [--json]`

`verify` checks every posting, balance, sign and seal, and accounts against what the domains' rows say, all as of one moment;
exit code 1 when something is wrong. `keys` prints the public keys that
have sealed, for `verify_receipt.py`.
"""

import argparse
import json
from dataclasses import asdict

from sqlalchemy import inspect

from backend.controls import control_findings
from backend.db import Database
from backend.ledger.audit import Audit, audit, public_keys
from backend.ledger.models import LedgerTransaction
from backend.settings import DatabaseSettings, EverySetting
from servicekit.commands import run_command
from servicekit.settings import CannotStart, read_settings


def main() -> int:
    arguments = parse()
    database = Database(read_settings(DatabaseSettings).database_url)
    try:
        if not inspect(database.engine).has_table(LedgerTransaction.__tablename__):
            raise CannotStart(
                f"There is no ledger in {database.engine.url}; the backend makes one when it first starts."
            )
        with database.snapshot() as session:
            if arguments.verb == "keys":
                return print_keys(public_keys(session), as_json=arguments.json)
            found = audit(session, arguments.trust, control_findings(session))
            return print_audit(found, as_json=arguments.json)
    finally:
        database.close()


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="backend.ledger", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verify = verbs.add_parser("verify", help="check every posting, balance and seal")
    trust = "a seal of any other key is wrong; may be repeated"
    verify.add_argument("--trust", action="append", default=[], metavar="FINGERPRINT", help=trust)
    for verb in (verify, verbs.add_parser("keys", help="the public keys that have sealed")):
        verb.add_argument("--json", action="store_true", help="JSON alone on stdout")
    return parser.parse_args()


def print_keys(keys: dict[str, str], *, as_json: bool) -> int:
    print(json.dumps({"keys": keys}) if as_json else "".join(keys.values()), end="")
    return 0


def print_audit(found: Audit, *, as_json: bool) -> int:
    print(json.dumps(asdict(found)) if as_json else table(found))
    return 1 if found.findings else 0


def table(found: Audit) -> str:
    lines = [f"{finding.what:<28} {finding.where}" for finding in found.findings] or ["The ledger is sound."]
    lines.append(f"{found.sealed} transactions under {found.seals} seals; {found.unsealed} posted, not sealed yet.")
    return "\n".join([*lines, *(f"sealed by key {key}" for key in found.keys)])


if __name__ == "__main__":
    run_command(main, EverySetting)
