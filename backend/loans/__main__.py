"""`python -m backend.loans schedule --principal 100000.00 --rate 12 --months 12 --method equal_instalment --from 2026-01-15`
is a schedule with its totals and yearly cost: a table, or JSON alone with `--json`. `close-day --date 2026-03-31` closes
a day that is over. `vectors --file schedules.json` holds our arithmetic against published figures.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, get_args

from backend.loans.close import close_day
from backend.loans.errors import DayNotOver
from backend.loans.vectors import as_markdown, judge
from backend.products.costs import YearlyCost, yearly_cost
from backend.products.schedules import Terms, plan
from backend.settings import DatabaseSettings, EverySetting
from backend.tables import open_database
from contract.dates import system_clock
from contract.lending.products import DayCount, Instalment, Method
from contract.money import BadAmount, Money
from servicekit.commands import run_command
from servicekit.settings import read_settings

HIGHEST_PRINCIPAL = Money(10**17)
MONTHS = range(1, 601)
YEARS = range(1900, 2201)
COLUMNS = ("number", "due_date", "principal", "interest", "fee", "payment", "balance")


def main(argv: Sequence[str] | None = None) -> int:
    arguments = parse(argv)
    answer: dict[str, Any]
    if arguments.verb == "close-day":
        try:
            answer = closed(arguments.date)
        except DayNotOver as problem:
            print(f"{problem.code}: {problem.title} {json.dumps(problem.data)}", file=sys.stderr)
            return 2
        print(json.dumps(answer) if arguments.json else f"{answer['day']}: {answer['loans']} loans closed")
        return 0
    if arguments.verb == "vectors":
        outcomes = judge(json.loads(arguments.file.read_text())["vectors"])
        print(json.dumps([asdict(one) for one in outcomes]) if arguments.json else as_markdown(outcomes))
        return 1 if any(one.verdict == "wrong" for one in outcomes) else 0
    answer = schedule(arguments)
    print(json.dumps(answer) if arguments.json else as_table(answer))
    return 0


def schedule(arguments: argparse.Namespace) -> dict[str, Any]:
    principal: Money = arguments.principal
    terms = Terms(
        principal=principal,
        rate_percent=arguments.rate,
        months=arguments.months,
        method=arguments.method,
        day_count=arguments.day_count,
        start=arguments.start,
        fee=principal.times(arguments.fee_percent / 100),
    )
    instalments = plan(terms)
    return as_json(terms, instalments, yearly_cost(principal.minor, instalments, terms.months))


def closed(day: date) -> dict[str, Any]:
    """Safe to repeat, and to run again after it was broken off."""
    database = open_database(read_settings(DatabaseSettings).database_url)
    try:
        return {"day": day.isoformat(), "loans": close_day(database, day, system_clock())}
    finally:
        database.close()


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="backend.loans", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    day = verbs.add_parser("close-day", help="mark what is overdue, count overdue interest")
    day.add_argument("--date", type=_start, required=True, help="the day to close, YYYY-MM-DD")
    day.add_argument("--json", action="store_true", help="JSON alone on stdout")
    vectors = verbs.add_parser("vectors", help="hold our arithmetic against published figures")
    vectors.add_argument("--file", type=Path, required=True, help="the measuring data's schedules.json")
    vectors.add_argument("--json", action="store_true", help="JSON alone on stdout")
    verb = verbs.add_parser("schedule", help="compute a schedule")
    verb.add_argument("--principal", type=_principal, required=True, help="in yuan, e.g. 100000.00")
    verb.add_argument("--rate", type=_percent, required=True, help="nominal percent a year")
    verb.add_argument("--months", type=_months, required=True, help=f"{MONTHS[0]} to {MONTHS[-1]}")
    verb.add_argument("--method", choices=get_args(Method), required=True)
    verb.add_argument("--from", dest="start", type=_start, required=True, help="day of payout, YYYY-MM-DD")
    verb.add_argument("--day-count", choices=get_args(DayCount), default="30/360")
    verb.add_argument("--fee-percent", type=_percent, default=Decimal(0), help="of the principal, spread evenly")
    verb.add_argument("--json", action="store_true", help="JSON alone on stdout")
    return parser.parse_args(argv)


def as_json(terms: Terms, instalments: list[Instalment], cost: YearlyCost) -> dict[str, Any]:
    interest = Money(sum(instalment.interest.minor for instalment in instalments))
    return {
        "instalments": [_row(instalment) for instalment in instalments],
        "total_interest": str(interest),
        "total_fees": str(terms.fee),
        "total_cost": str(interest + terms.fee),
        "apr_percent": str(cost.simple),
        "apr_compound_percent": str(cost.compound),
    }


def as_table(answer: dict[str, Any]) -> str:
    rows = [list(COLUMNS), *([str(row[column]) for column in COLUMNS] for row in answer["instalments"])]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    totals = [f"{name:<21} {value}" for name, value in answer.items() if name != "instalments"]
    return "\n".join([*lines, "", *totals])


def _row(instalment: Instalment) -> dict[str, Any]:
    """Amounts in major units, as decimal strings."""
    cells = {column: getattr(instalment, column) for column in COLUMNS}
    return {name: cell if isinstance(cell, int) else str(cell) for name, cell in cells.items()}


def _principal(text: str) -> Money:
    try:
        amount = Money.parse(text)
    except BadAmount as error:
        raise argparse.ArgumentTypeError(f"not an amount with at most two decimals: {text!r}") from error
    if not Money(1) <= amount <= HIGHEST_PRINCIPAL:
        raise argparse.ArgumentTypeError(f"from 0.01 to {HIGHEST_PRINCIPAL}")
    return amount


def _months(text: str) -> int:
    if not text.isdecimal() or int(text) not in MONTHS:
        raise argparse.ArgumentTypeError(f"from {MONTHS[0]} to {MONTHS[-1]}, not {text!r}")
    return int(text)


def _start(text: str) -> date:
    try:
        start = date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not a date: {text!r}") from error
    if start.year not in YEARS:
        raise argparse.ArgumentTypeError(f"from {YEARS[0]} to {YEARS[-1]}")
    return start


def _percent(text: str) -> Decimal:
    try:
        percent = Decimal(text)
    except InvalidOperation as error:
        raise argparse.ArgumentTypeError(f"not a number: {text!r}") from error
    if not percent.is_finite() or not 0 <= percent <= 1000:
        raise argparse.ArgumentTypeError("from 0 to 1000")
    return percent


if __name__ == "__main__":
    run_command(main, EverySetting)
