"""`python -m backend rotate [--status]`: seal all that is kept under the newest key of each ring, while the system runs.

It may be stopped and called again: it goes on with what is left. `--status` only tells how many values are under which key, and
which older key may be taken out of its setting.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from backend.db import Database
from backend.sealed import SEALED, SealedColumn, reseal, rows_by_key, sealers
from backend.settings import SealingSettings
from backend.tables import open_database
from servicekit.sealing import Sealer
from servicekit.settings import read_settings


@dataclass(frozen=True, slots=True)
class KeyState:
    """`known`: it stands in the setting. An older key under which nothing is may go."""

    setting: str
    key: str
    newest: bool
    known: bool
    values: int

    @property
    def says(self) -> str:
        if not self.known:
            return "is not in the setting: these values do not open"
        if self.newest:
            return "the newest"
        return "seal anew first" if self.values else "may be taken out"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--status", action="store_true", help="change nothing")
    parser.add_argument("--json", action="store_true", help="JSON alone on stdout")


def run(options: argparse.Namespace) -> int:
    """0 when everything is, or can be, under the newest keys; 1 when some values do not open."""
    settings = read_settings(SealingSettings)
    rings, database = sealers(settings), open_database(settings.database_url)
    try:
        unopened = 0
        if not options.status:
            unopened = sum(rotate(database, column, rings[column.keys]) for column in SEALED)
        states = key_states(database, rings)
    finally:
        database.close()
    table = "".join(f"{one.setting:<24} {one.key}  {one.values:>9,}  {one.says}\n" for one in states)
    told = [asdict(state) | {"says": state.says} for state in states]
    sys.stdout.write(json.dumps(told) + "\n" if options.json else table)
    return 1 if unopened or not all(state.known for state in states) else 0


def rotate(database: Database, column: SealedColumn, sealer: Sealer) -> int:
    """How many values do not open; they stay as they are."""
    done, unopened, after = 0, 0, ""
    while True:
        with database.writing() as session:
            page = reseal(session, column, sealer, after)
        if page.last is None:
            return unopened
        done, unopened, after = done + page.resealed, unopened + len(page.unopened), page.last
        sys.stderr.write(f"{column.name}: {done:,} sealed anew\n")
        for id_ in page.unopened:
            sys.stderr.write(f"{column.name} of {id_} does not open\n")


def key_states(database: Database, rings: Mapping[str, Sealer]) -> list[KeyState]:
    counted = {keys: Counter[str]() for keys in rings}
    with database.reading() as session:
        for column in SEALED:
            counted[column.keys] += rows_by_key(session, column)
    return [
        KeyState(f"BACKEND_{keys.upper()}", key, key == sealer.newest, key in sealer.keys, counted[keys][key])
        for keys, sealer in rings.items()
        for key in dict.fromkeys([*sealer.keys, *sorted(counted[keys])])
    ]
