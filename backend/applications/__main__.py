"""`python -m backend.applications replay [--id ID | --all]`: make the model's kept decisions again and compare; exits with 1 when an
answer differs or an artefact is missing, and each row names the version it needs.

`python -m backend.applications monitor`: one report on the models that decide, as JSON.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from backend.applications.records import all_decisions, model_decisions
from backend.applications.replay import Replayed, replay
from backend.db import Database
from backend.loans.outcomes import went_bad
from backend.scoring.errors import ModelCorrupt, ModelMissing
from backend.scoring.registry import versions
from backend.scoring.service import Scorer
from backend.settings import DatabaseSettings, EverySetting
from backend.tables import open_database
from contract.dates import lender_day, system_clock
from servicekit.commands import run_command
from servicekit.settings import read_settings

FAULTS = ("different", "model_missing")


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    database = open_database(read_settings(DatabaseSettings).database_url)
    try:
        return int(options.run(options, database))
    finally:
        database.close()


def _replay(options: argparse.Namespace, database: Database) -> int:
    def load(version: str, demo_may_decide: bool) -> Scorer | None:
        try:
            return Scorer.load(options.models_dir, version=version, demo_may_decide=demo_may_decide)
        except (ModelMissing, ModelCorrupt) as error:
            print(f"{version} is not in {options.models_dir}: {error.code}", file=sys.stderr)
            return None

    with database.reading() as session:
        found = list(replay(model_decisions(session, options.id), load))
    print(json.dumps([asdict(one) for one in found], indent=2) if options.json else _table(found))
    return int(any(one.verdict in FAULTS for one in found))


def _monitor(options: argparse.Namespace, database: Database) -> int:
    from backend.applications.monitor import monitored, pairs

    cards = {card.version: card for card in versions(options.models_dir)}
    today = lender_day(system_clock())
    with database.reading() as session:
        bad = went_bad(session, today, bad_days=options.bad_days, mature_days=options.mature_days)
        found = monitored(pairs(all_decisions(session, options.since)), bad, cards)
    print(json.dumps(found, indent=2, ensure_ascii=False))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m backend.applications")
    commands = parser.add_subparsers(dest="command", required=True)
    again = commands.add_parser("replay", help="make the model's kept decisions again and compare")
    which = again.add_mutually_exclusive_group(required=True)
    which.add_argument("--id", help="of one application")
    which.add_argument("--all", action="store_true")
    again.add_argument("--json", action="store_true")
    again.set_defaults(run=_replay)
    report = commands.add_parser("monitor", help="who applies now, what came true, champion beside challenger")
    report.add_argument("--since", type=date.fromisoformat, default=date.min, help="decided on that day or later")
    report.add_argument("--bad-days", type=int, default=90, help="so long past its day, an instalment makes a loan bad")
    report.add_argument("--mature-days", type=int, default=180, help="a loan that has run so long can tell")
    report.set_defaults(run=_monitor)
    for command in (again, report):
        command.add_argument(
            "--models-dir", type=Path, default=Path(os.environ.get("BACKEND_MODELS_DIR", "var/models"))
        )
    return parser


def _table(found: Sequence[Replayed]) -> str:
    rows = [("application", "no", "outcome", "model", "replayed")]
    rows += [(one.application_id, str(one.number), one.outcome, one.model_version, one.verdict) for one in found]
    return "\n".join(f"{a:<37}{b:>3}  {c:<8} {d:<26} {e}" for a, b, c, d, e in rows)


if __name__ == "__main__":
    run_command(main, EverySetting)
