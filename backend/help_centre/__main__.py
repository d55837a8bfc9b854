"""`python -m backend.help_centre prepare | evaluate --pairs F | evaluate --faq F | evaluate --questions F |
evaluate --writers`."""

import argparse
import json
import os
import sys
from pathlib import Path

from backend.help_centre import embedder
from backend.help_centre.questions import BadQuestions, read_asked, read_needs, read_pairs
from backend.help_centre.sources import PACKAGED

FOLDER = "help-centre"
# What outside files hold is kept apart from what the serving process reads at each start.
OUTSIDE = "outside"


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        result = _prepare(options) if options.command == "prepare" else _evaluate(options)
    except (BadQuestions, FileNotFoundError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    print(json.dumps(result) if options.json else _table(result))
    return 0


def _table(result: dict[str, object]) -> str:
    """A line a figure; figures of one language or method are set off under its name."""
    lines = []
    for name, value in result.items():
        inner = value if isinstance(value, dict) else {"": value}
        lines += [f"{name:<10} {part:<20} {figure}" for part, figure in inner.items()]
    return "\n".join(lines)


def _prepare(options: argparse.Namespace) -> dict[str, object]:
    """Embed the library and choose the cuts before the first start, so that starting takes seconds."""
    from backend.help_centre.search import is_prepared, tuned_cuts

    cache, title = options.models_dir / FOLDER, embedder.title_of(_name())
    if is_prepared(title, cache):
        print("help centre is up to date", file=sys.stderr)
    else:
        tuned_cuts(_load(), cache)
    return {"embeddings": title, "folder": str(cache)}


def _evaluate(options: argparse.Namespace) -> dict[str, object]:
    from backend.help_centre.evaluate import evaluate_faq, evaluate_pairs, evaluate_questions, evaluate_writers

    cache = options.models_dir / FOLDER
    if options.pairs:
        pairs = read_pairs(options.pairs)
        return {**evaluate_pairs(_load(), pairs, cache / OUTSIDE)}
    if options.faq:
        needs = read_needs(options.faq)
        return {**evaluate_faq(_load(), needs, cache, cache / OUTSIDE)}
    if options.writers:
        return {**evaluate_writers(_load(), cache)}
    questions = read_asked(options.questions)
    return {**evaluate_questions(_load(), questions, cache, cache / OUTSIDE)}


def _load() -> embedder.Embedder:
    print("loading the embedder", file=sys.stderr)
    return embedder.load(_name())


def _name() -> str:
    return os.environ.get("BACKEND_EMBEDDINGS", PACKAGED)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m backend.help_centre")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("prepare", help="embed what is known and choose the cuts, unless that is done")
    evaluator = commands.add_parser("evaluate", help="measure the search on outside questions")
    given = evaluator.add_mutually_exclusive_group(required=True)
    given.add_argument("--pairs", type=Path, help="lines a<TAB>b<TAB>label")
    given.add_argument("--faq", type=Path, help="CSV need,lang,text")
    given.add_argument("--questions", type=Path, help="questions to our answers, in the form of tuning.yml")
    given.add_argument("--writers", action="store_true", help="the strangers' phrasings, each writer left out in turn")
    for command in commands.choices.values():
        command.add_argument("--json", action="store_true")
        command.add_argument(
            "--models-dir", type=Path, default=Path(os.environ.get("BACKEND_MODELS_DIR", "var/models"))
        )
    return parser


if __name__ == "__main__":
    sys.exit(main())
