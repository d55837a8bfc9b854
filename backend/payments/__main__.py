"""Money by hand.

`reconcile --file F --date YYYY-MM-DD [--json]` holds a day against the provider's file: a table, or JSON alone; exit code 1
while a finding waits for a person, 2 for a file that is refused. `findings` lists what waits, `resolve DAY REFERENCE` notes
what was found out, with `--follow` the books follow what the provider moved. `suspense list | assign ITEM LOAN | return ITEM`
is for money that belongs to nobody known. `take-back PAYMENT` is for a payment that the bank took back after it had
succeeded, `refund-again REFUND` for one that failed for good. `undo-write-off LOAN`, and `annul LOAN` for one that was never
its borrower's. What needs two persons is done when a second one gives the same command. Exit code 2 when it cannot be.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from backend.payments import corrections, resolving, suspense
from backend.payments.ending import take_back
from backend.payments.errors import BadStatement
from backend.payments.findings import open_findings
from backend.payments.reconciliation import Reconciliation, reconcile
from backend.policy.groups import Policy
from backend.policy.rules import Policies
from backend.settings import EverySetting, LenderSettings, ProviderSettings
from backend.tables import open_database
from contract.dates import lender_day, system_clock
from contract.money import Money
from servicekit.commands import run_command
from servicekit.problems import Problem
from servicekit.settings import read_settings

WAITS = "Noted. It waits for a second person to give the same command."
Command = Callable[[Session, argparse.Namespace, datetime, Policy], str]


def main(argv: Sequence[str] | None = None) -> int:
    arguments = parse(argv)
    return reconciled(arguments) if arguments.verb == "reconcile" else done(arguments)


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="backend.payments", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("reconcile")
    verb.add_argument("--file", type=Path, required=True, help="the provider's signed CSV")
    verb.add_argument("--date", type=date.fromisoformat, required=True, help="the lender's day it is about")
    verb.add_argument("--json", action="store_true", help="JSON alone on stdout")
    verbs.add_parser("take-back").add_argument("payment_id")
    verbs.add_parser("findings", help="what waits for a person")
    resolving_ = _by_staff(verbs.add_parser("resolve"))
    resolving_.add_argument("day", type=date.fromisoformat)
    resolving_.add_argument("reference")
    resolving_.add_argument("--follow", action="store_true", help="let the books follow what the provider moved")
    again = _by_staff(verbs.add_parser("refund-again"))
    again.add_argument("refund_id")
    again.add_argument("--to-current-card", action="store_true", help="where the first card is closed")
    for name in ("annul", "undo-write-off"):
        _by_staff(verbs.add_parser(name)).add_argument("loan_id")
    acts = verbs.add_parser("suspense").add_subparsers(dest="act", required=True)
    acts.add_parser("list")
    assigning = _by_staff(acts.add_parser("assign"))
    assigning.add_argument("item_id")
    assigning.add_argument("loan_id")
    _by_staff(acts.add_parser("return")).add_argument("item_id")
    return parser.parse_args(argv)


def _by_staff(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--staff", required=True, metavar="ID", help="who does it")
    parser.add_argument("--reason", required=True, help="why, and what was looked at")
    return parser


def reconciled(arguments: argparse.Namespace) -> int:
    settings, now = read_settings(ProviderSettings), system_clock()
    database = open_database(settings.database_url)
    try:
        policy = Policies.load(settings.licence, settings.policy).on(lender_day(now))
        content = arguments.file.read_bytes()
        found = reconcile(database, settings.provider_secrets, arguments.date, content, now, policy, None)
    except BadStatement as error:
        print(f"{error.code}: {json.dumps(error.data)}", file=sys.stderr)
        return 2
    finally:
        database.close()
    print(found.model_dump_json() if arguments.json else table(found))
    return 1 if found.is_open else 0


def done(arguments: argparse.Namespace) -> int:
    """One command in one transaction."""
    settings, now = read_settings(LenderSettings), system_clock()
    command = COMMANDS[f"suspense {arguments.act}" if arguments.verb == "suspense" else arguments.verb]
    database = open_database(settings.database_url)
    try:
        policy = Policies.load(settings.licence, settings.policy).on(lender_day(now))
        with database.writing() as session:
            said = command(session, arguments, now, policy)
    except Problem as problem:
        print(f"{problem.code}: {problem.title} {json.dumps(problem.data)}", file=sys.stderr)
        return 2
    finally:
        database.close()
    if said:
        print(said)
    return 0


def _take_back(session: Session, arguments: argparse.Namespace, now: datetime, _: Policy) -> str:
    take_back(session, arguments.payment_id, now)
    return ""


def _findings(session: Session, _arguments: argparse.Namespace, _now: datetime, _: Policy) -> str:
    rows = open_findings(session)
    return "\n".join(
        f"{one.day}  {one.verdict:<18} {one.resolution:<12} {one.transfer_id}  {one.reference}" for one in rows
    )


def _resolve(session: Session, arguments: argparse.Namespace, now: datetime, _: Policy) -> str:
    do = resolving.follow if arguments.follow else resolving.resolve
    do(session, arguments.day, arguments.reference, arguments.staff, arguments.reason, now)
    return ""


def _refund_again(session: Session, arguments: argparse.Namespace, now: datetime, _: Policy) -> str:
    refund, staff, note = arguments.refund_id, arguments.staff, arguments.reason
    to_current_card = arguments.to_current_card
    ordered = resolving.refund_again(session, refund, staff, note, now, to_current_card=to_current_card)
    return "" if ordered else "Nothing to order: it has not failed, is owed no more, or has another try."


def _annul(session: Session, arguments: argparse.Namespace, now: datetime, policy: Policy) -> str:
    return "" if corrections.annul(session, _asked(arguments), now, policy) else WAITS


def _undo_write_off(session: Session, arguments: argparse.Namespace, now: datetime, policy: Policy) -> str:
    return "" if corrections.undo_write_off(session, _asked(arguments), now, policy) else WAITS


def _asked(arguments: argparse.Namespace) -> corrections.Asked:
    return corrections.Asked(arguments.loan_id, arguments.staff, arguments.reason)


def _suspense_list(session: Session, _arguments: argparse.Namespace, _now: datetime, _: Policy) -> str:
    rows = suspense.open_items(session)
    return "\n".join(
        f"{one.id}  {one.moved_on}  {Money(one.minor, one.currency)} {one.currency}  {one.reason}  {one.told}"
        for one in rows
    )


def _assign(session: Session, arguments: argparse.Namespace, now: datetime, policy: Policy) -> str:
    item, loan, staff = arguments.item_id, arguments.loan_id, arguments.staff
    return "" if suspense.assign(session, item, loan, staff, arguments.reason, now, policy) else WAITS


def _return(session: Session, arguments: argparse.Namespace, now: datetime, policy: Policy) -> str:
    returned = suspense.give_back(session, arguments.item_id, arguments.staff, arguments.reason, now, policy)
    return "" if returned else WAITS


COMMANDS: dict[str, Command] = {
    "take-back": _take_back,
    "findings": _findings,
    "resolve": _resolve,
    "refund-again": _refund_again,
    "annul": _annul,
    "undo-write-off": _undo_write_off,
    "suspense list": _suspense_list,
    "suspense assign": _assign,
    "suspense return": _return,
}


def table(found: Reconciliation) -> str:
    counts = [f"{verdict:<18} {count}" for verdict, count in sorted(found.counts.items())]
    rows = [f"{one.verdict:<18} {one.resolution:<14} {one.transfer_id}  {one.reference}" for one in found.findings]
    return "\n".join([f"{found.day}", *counts, *rows])


if __name__ == "__main__":
    run_command(main, EverySetting)
