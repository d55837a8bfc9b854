"""`python -m backend.funding liquidity [--on DATE] [--json] | add-funder ID … | shares own=60 bank-a=40`"""

import argparse
import json
import sys
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import get_args

from backend.db import Database
from backend.funding.liquidity import liquidity
from backend.funding.rules import FunderKind
from backend.funding.service import Funder, add_funder, set_shares
from backend.settings import EverySetting, LenderSettings
from backend.tables import open_database
from contract.dates import lender_day, system_clock
from contract.money import Money
from contract.texts import LocalText
from servicekit.commands import run_command
from servicekit.problems import Problem
from servicekit.settings import read_settings


def main() -> int:
    arguments = parse()
    settings = read_settings(LenderSettings)
    database = open_database(settings.database_url)
    try:
        if arguments.verb == "liquidity":
            print_liquidity(database, arguments.on, as_json=arguments.json)
        else:
            with database.writing() as session:
                if arguments.verb == "add-funder":
                    name = LocalText(zh=arguments.zh, en=arguments.en)
                    add_funder(session, Funder(arguments.id, arguments.kind, name), settings.licence)
                else:
                    set_shares(session, dict(arguments.share), settings.licence, system_clock())
    except Problem as problem:
        print(f"{problem.code}: {problem.title} {json.dumps(problem.data)}", file=sys.stderr)
        return 1
    finally:
        database.close()
    return 0


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="backend.funding", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    ratio = verbs.add_parser("liquidity", help="what is there, expected and owed on a day")
    ratio.add_argument("--on", type=date.fromisoformat, default=lender_day(system_clock()), help="default: today")
    ratio.add_argument("--json", action="store_true", help="JSON alone on stdout")
    adding = verbs.add_parser("add-funder", help="add a funder; safe to repeat")
    adding.add_argument("id")
    adding.add_argument("--kind", choices=get_args(FunderKind)[1:], required=True)
    for language in ("zh", "en"):
        adding.add_argument(f"--{language}", required=True, help="its name in this language")
    shares = verbs.add_parser("shares", help="how payouts from now on are funded")
    shares.add_argument("share", type=_share, nargs="+", help="FUNDER=PERCENT, together exactly 100")
    return parser.parse_args()


def print_liquidity(database: Database, on: date, *, as_json: bool) -> None:
    with database.reading() as session:
        answer = liquidity(session, on).as_json()
    print(json.dumps(answer) if as_json else "\n".join(f"{name:<20} {_cell(value)}" for name, value in answer.items()))


def _cell(value: object) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{days} days: {_cell(minor)}" for days, minor in value.items())
    return str(Money(value)) if isinstance(value, int) else "-" if value is None else str(value)


def _share(text: str) -> tuple[str, Decimal]:
    funder, _, percent = text.partition("=")
    try:
        share = Decimal(percent)
    except InvalidOperation as error:
        raise argparse.ArgumentTypeError(f"not FUNDER=PERCENT: {text!r}") from error
    if not share.is_finite():
        raise argparse.ArgumentTypeError(f"not a percent: {percent!r}")
    return funder, share


if __name__ == "__main__":
    run_command(main, EverySetting)
