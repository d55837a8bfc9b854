"""`python -m backend.scoring train | versions | promote | roll-back | score | evaluate | report`: a table on stdout, or JSON alone
with `--json`."""

import argparse
import hashlib
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from backend.scoring import artefact, registry
from backend.scoring.artefact import Card
from backend.scoring.dataset import TrainingData, demo_data, own_data
from backend.scoring.errors import ModelCorrupt, ModelMissing
from backend.scoring.features import FEATURES
from backend.scoring.mapping import BY_FIELD, Mapping, read_mapping
from contract.dates import system_clock
from servicekit.problems import Problem

# A change in any of these makes another model.
MADE_BY = ("dataset.py", "mapping.py", "features.py", "grades.py", "training.py", "artefact.py")
BAD_INPUT = 2
MOST_SPLITS = 100


def main(arguments: list[str] | None = None) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.command == "train" and bool(options.data) != bool(options.target):
        parser.error("--data and --target belong together")
    try:
        result = COMMANDS[options.command](options)
    except Problem as problem:
        tell(f"{problem.code}: {problem.title} {json.dumps(problem.data, ensure_ascii=False, default=str)}")
        return BAD_INPUT
    print(json.dumps(result, indent=2, default=str) if options.json else "\n".join(_lines(result)))
    return 0


def tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def train(models_dir: Path, now: datetime, source: TrainingData | None = None) -> tuple[Card, bool]:
    """From the demo data by default. Answers the card and whether a new model was made.

    A model of demo data takes the place of another; one of the lender's own loans waits to be promoted, unless there is none
    yet. Raises what is wrong with the data, or `WrongSign`.
    """
    source = source or demo_data()
    fingerprint = _fingerprint(source.sha256)
    version = f"{'credit-data' if source.mapping.demo else 'own-data'}-{fingerprint[:12]}"
    folder = models_dir / registry.FOLDER / version
    card = _whole(folder)
    made = card is None
    if card is None:
        card = artefact.save(folder, *_fitted(source, version, fingerprint))
    if _takes_over(models_dir, card):
        registry.promote(models_dir, version, now, "train")
    return card, made


def _fitted(source: TrainingData, version: str, fingerprint: str) -> tuple[Card, dict[str, Any]]:
    from backend.scoring import monitoring, training

    applicants = source.usable()
    rows, labels = training.matrix(applicants.figures, applicants.bad)
    models = {"model": training.fit_scorecard(rows, labels), "challenger": training.challenger().fit(rows, labels)}
    card = Card(
        version=version,
        fingerprint=fingerprint,
        data=source.mapping.name,
        data_sha256=source.sha256,
        demo_data=source.mapping.demo,
        rows=len(labels),
        bad_rate=round(float(labels.mean()), 4),
        features=FEATURES,
        metrics=training.metrics_of(training.scorecard, rows, labels),
        challenger_metrics=training.metrics_of(training.challenger, rows, labels),
        grades=training.observed_by_grade(rows, labels),
        reference=monitoring.reference(rows, models["model"].predict_proba(rows)[:, 1]),
    )
    return card, models


def _takes_over(models_dir: Path, card: Card) -> bool:
    try:
        present = artefact.read(registry.folder_of(models_dir))[0]
    except (ModelMissing, ModelCorrupt):
        return True
    return present.demo_data and card.demo_data and present.version != card.version


def _whole(folder: Path) -> Card | None:
    """The card of a model that is whole; a broken one is made anew."""
    try:
        return artefact.read(folder)[0]
    except (ModelMissing, ModelCorrupt):
        return None


def _fingerprint(data_sha256: str) -> str:
    digest = hashlib.sha256(f"{data_sha256} scikit-learn {version('scikit-learn')}".encode())
    for name in MADE_BY:
        digest.update(Path(__file__).with_name(name).read_bytes())
    return digest.hexdigest()


def _train(options: argparse.Namespace) -> dict[str, Any]:
    source = own_data(options.data, options.target, _mapping(options)) if options.data else None
    card, made = train(options.models_dir, system_clock(), source)
    tell("scoring model trained" if made else "scoring model is up to date")
    folder = registry.folder_of(options.models_dir, card.version)
    return {**asdict(card), "card_sha256": artefact.card_digest(folder)}


def _versions(options: argparse.Namespace) -> dict[str, Any]:
    made = registry.promotions(options.models_dir)
    return {
        "decides": made[-1].version if made else None,
        "versions": {
            card.version: {
                "data": card.data,
                "rows": card.rows,
                "auc": card.metrics["auc"]["mean"],
                "card_sha256": artefact.card_digest(registry.folder_of(options.models_dir, card.version)),
            }
            for card in registry.versions(options.models_dir)
        },
        "promotions": [f"{one.at:%Y-%m-%d %H:%M} {one.version} by {one.by}" for one in made],
    }


def _promote(options: argparse.Namespace) -> dict[str, Any]:
    return asdict(registry.promote(options.models_dir, options.version, system_clock(), options.by))


def _roll_back(options: argparse.Namespace) -> dict[str, Any]:
    return asdict(registry.roll_back(options.models_dir, system_clock(), options.by))


def _score(options: argparse.Namespace) -> dict[str, Any]:
    from backend.scoring.batch import score_file

    card, model, _ = artefact.load(registry.folder_of(options.models_dir))
    started = time.process_time()
    scored = score_file(model, options.data, _mapping(options), options.out, lambda rows: tell(f"{rows:,} rows"))
    seconds = time.process_time() - started
    return {
        "model": card.version,
        **asdict(scored),
        "rows_per_cpu_second": round(scored.rows / seconds),
        "peak_rss_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _evaluate(options: argparse.Namespace) -> dict[str, Any]:
    from backend.scoring.lab.comparison import compare
    from backend.scoring.lab.table import read_table

    table = read_table(options.data, options.target, leave_out=options.leave_out)
    return compare(table, options.splits, tell)


def _report(options: argparse.Namespace) -> dict[str, Any]:
    from backend.scoring.lab.report import write_report

    return write_report(options.out, demo_data(), options.splits, tell)


COMMANDS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "train": _train,
    "versions": _versions,
    "promote": _promote,
    "roll-back": _roll_back,
    "score": _score,
    "evaluate": _evaluate,
    "report": _report,
}


def _mapping(options: argparse.Namespace) -> Mapping:
    return read_mapping(options.map) if options.map else BY_FIELD


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m backend.scoring", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    trainer = commands.add_parser("train", help="fit and save the scoring model, unless it is up to date")
    trainer.add_argument("--data", type=Path, help="CSV of the lender's own loans; the demo data by default")
    trainer.add_argument("--target", help="the column that is 1 where the loan went bad")
    scorer = commands.add_parser("score", help="score a table of any length with the saved model")
    scorer.add_argument("--data", type=Path, required=True)
    scorer.add_argument("--out", type=Path, required=True, help="CSV to write: row, probability, grade")
    for command in (trainer, scorer):
        command.add_argument("--map", type=Path, help="JSON: which column holds which answer; by default, of its name")
    lister = commands.add_parser("versions", help="which models there are, which one decides, and who said so")
    promoter = commands.add_parser("promote", help="let another version decide from the next start on")
    promoter.add_argument("version")
    roller = commands.add_parser("roll-back", help="let the version before decide again")
    for command in (promoter, roller):
        command.add_argument("--by", required=True, help="whoever answers for it")
    for command in (trainer, scorer, lister, promoter, roller):
        command.add_argument(
            "--models-dir", type=Path, default=Path(os.environ.get("BACKEND_MODELS_DIR", "var/models"))
        )
    evaluator = commands.add_parser("evaluate", help="measure the pipeline on any credit table beside its challengers")
    evaluator.add_argument("--data", type=Path, required=True, help="CSV")
    evaluator.add_argument("--target", required=True, help="the column that is 1 where the loan went bad")
    evaluator.add_argument("--leave-out", nargs="+", default=[], metavar="COLUMN", help="columns not to be used")
    reporter = commands.add_parser("report", help="curves, calibration, reasons and fairness of the shipped model")
    reporter.add_argument("--out", type=Path, required=True, help="folder to write to")
    evaluator.add_argument("--splits", type=_splits(1), default=10, help="stratified 70/30 splits, seeds 42, 43, …")
    reporter.add_argument("--splits", type=_splits(0), default=10, help="0: leave out what columns cost")
    for command in commands.choices.values():
        command.add_argument("--json", action="store_true", help="JSON alone on stdout")
    return parser


def _splits(least: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= MOST_SPLITS:
            raise argparse.ArgumentTypeError(f"from {least} to {MOST_SPLITS}, not {text!r}")
        return int(text)

    return read


def _lines(result: dict[str, Any], indent: str = "") -> list[str]:
    lines = []
    for name, value in result.items():
        if isinstance(value, dict):
            lines += [f"{indent}{name}", *_lines(value, indent + "  ")]
        elif isinstance(value, list):
            lines += [f"{indent}{name}", *(f"{indent}  {one}" for one in value)]
        else:
            lines.append(f"{indent}{name:<32} {value}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
