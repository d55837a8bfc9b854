"""`python -m recommender train|rank|evaluate`: commands over a ratings CSV (`user,item,value,timestamp`)."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from recommender import dataset, store
from recommender.dataset import LIKED_FROM, BadRatings, Rating
from recommender.evaluate import NothingToMeasure, evaluate
from recommender.rank import rank
from recommender.train import NothingToLearn, train_into

FOLDER = Path("var/models/recommender")
STOPS = (BadRatings, FileNotFoundError, NothingToLearn, NothingToMeasure, store.ModelCorrupt, store.ModelMissing)


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        result: object = COMMANDS[options.command](options)
    except STOPS as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    print(json.dumps(result) if options.json else _table(result))
    return 0


def _train(options: argparse.Namespace) -> dict[str, object]:
    ratings = _ratings(options)
    made = train_into(options.folder, ratings)
    print("recommender trained" if made else "recommender is up to date", file=sys.stderr)
    return {"ratings": len(ratings), "folder": str(options.folder), "trained": made}


def _rank(options: argparse.Namespace) -> list[dict[str, object]]:
    model = store.load(options.folder)
    eligible = options.items.split(",") if options.items else list(model.items)
    return [asdict(ranked) for ranked in rank(model, options.user, eligible)]


def _evaluate(options: argparse.Namespace) -> dict[str, object]:
    return evaluate(_ratings(options), liked_from=options.liked_from)


def _ratings(options: argparse.Namespace) -> list[Rating]:
    if options.ratings:
        return dataset.read(options.ratings)
    print("using simulated interactions (name your own with --ratings)", file=sys.stderr)
    return dataset.simulated()


COMMANDS = {"train": _train, "rank": _rank, "evaluate": _evaluate}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m recommender")
    commands = parser.add_subparsers(dest="command", required=True)
    trainer = commands.add_parser("train", help="train on ratings (or simulated ones), unless up to date")
    ranker = commands.add_parser("rank", help="rank items for a user")
    evaluator = commands.add_parser("evaluate", help="leave each user's last liked item out and look where it lands")
    for command in (trainer, evaluator):
        command.add_argument("--ratings", type=Path)
    for command in (trainer, ranker):
        command.add_argument("--folder", type=Path, default=FOLDER)
    for command in (trainer, ranker, evaluator):
        command.add_argument("--json", action="store_true")
    ranker.add_argument("--user", required=True)
    ranker.add_argument("--items", help="the eligible items, separated by commas; all by default")
    evaluator.add_argument("--liked-from", type=float, default=LIKED_FROM, help="the least value that counts as liked")
    return parser


def _table(result: object) -> str:
    if isinstance(result, list):
        return "\n".join("  ".join(str(value) for value in row.values()) for row in result)
    assert isinstance(result, dict)  # noqa: S101 - the commands answer nothing else
    return "\n".join(f"{name:<12} {value}" for name, value in result.items())


if __name__ == "__main__":
    sys.exit(main())
