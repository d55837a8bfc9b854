"""`python -m backend.products [--date DAY] [--json]`: the stored products, which are offered, and why the others are not.

`why`: retired, not_begun, licence_missing, secured, above_limit, prime_rate_old or above_cap.
"""

import argparse
import json
from collections.abc import Sequence
from datetime import date

from backend.policy.rules import Policies
from backend.products.caps import CAPS
from backend.products.quotes import DEFAULT_LENDER, Lender
from backend.products.service import ProductState, product_states
from backend.settings import EverySetting, LenderSettings
from backend.tables import open_database
from contract.dates import lender_day, system_clock
from servicekit.commands import run_command
from servicekit.settings import read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m backend.products", description=__doc__)
    parser.add_argument("--date", type=date.fromisoformat, help="the lender's day; today if left out")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    settings = read_settings(LenderSettings)
    lender = Lender(DEFAULT_LENDER.name, CAPS[settings.licence], Policies.load(settings.licence, settings.policy))
    database = open_database(settings.database_url)
    with database.reading() as session:
        rows = [_row(state) for state in product_states(session, lender, options.date or lender_day(system_clock()))]
    database.close()
    print(json.dumps(rows, indent=2) if options.json else "\n".join(map(_line, rows)))
    return 0


def _row(state: ProductState) -> dict[str, str]:
    terms = state.terms
    return {
        "product": f"{terms.id} {terms.version}",
        "class": terms.lending_class,
        "amount": f"{terms.amount_min.major:,.0f}-{terms.amount_max.major:,.0f} {terms.amount_max.currency}",
        "state": "not offered" if state.why_not else "offered",
        "why": state.why_not or "",
    }


def _line(row: dict[str, str]) -> str:
    return f"{row['product']:<22}{row['class']:<10}{row['amount']:<24}{row['state']:<12}{row['why']}".rstrip()


if __name__ == "__main__":
    run_command(main, EverySetting)
