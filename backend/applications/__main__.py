"""`python -m backend.applications replay [--id ID | --all]`: make the model's kept decisions again and compare.

Exits with 1 when an answer differs or an artefact is missing; each row names the version it needs.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from backend.applications.records import model_decisions
from backend.applications.replay import Replayed, replay
from backend.scoring.errors import ModelCorrupt, ModelMissing
from backend.scoring.service import Scorer
from backend.settings import DatabaseSettings, EverySetting
from backend.tables import open_database
from servicekit.commands import run_command
from servicekit.settings import read_settings

FAULTS = ("different", "model_missing")


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    database = open_database(read_settings(DatabaseSettings).database_url)

    def load(demo_may_decide: bool) -> Scorer | None:
        try:
            return Scorer.load(options.models_dir, demo_may_decide=demo_may_decide)
        except (ModelMissing, ModelCorrupt) as error:
            print(f"no scoring model in {options.models_dir}: {error.code}", file=sys.stderr)
            return None

    with database.reading() as session:
        found = list(replay(model_decisions(session, options.id), load))
    database.close()
    print(json.dumps([asdict(one) for one in found], indent=2) if options.json else _table(found))
    return int(any(one.verdict in FAULTS for one in found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m backend.applications")
    commands = parser.add_subparsers(dest="command", required=True)
    again = commands.add_parser("replay", help="make the model's kept decisions again and compare")
    which = again.add_mutually_exclusive_group(required=True)
    which.add_argument("--id", help="of one application")
    which.add_argument("--all", action="store_true")
    again.add_argument("--models-dir", type=Path, default=Path(os.environ.get("BACKEND_MODELS_DIR", "var/models")))
    again.add_argument("--json", action="store_true")
    return parser


def _table(found: Sequence[Replayed]) -> str:
    rows = [("application", "no", "outcome", "model", "replayed")]
    rows += [(one.application_id, str(one.number), one.outcome, one.model_version, one.verdict) for one in found]
    return "\n".join(f"{a:<37}{b:>3}  {c:<8} {d:<26} {e}" for a, b, c, d, e in rows)


if __name__ == "__main__":
    run_command(main, EverySetting)
