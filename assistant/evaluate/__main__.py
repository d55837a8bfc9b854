"""`python -m assistant.evaluate nlu | tune | guards | scene | acceptance`: how well people are understood.

`nlu --train F --test F [--ood F]` measures our understanding on outside data; `tune [--strengths C…]` shows what the
regularisation and the acceptance of the pipeline do on `dialogue/evaluation/tuning.csv`; `guards --noted F --ordinary F…` counts
what is noticed of danger and bad times, and in how many ordinary messages for nothing.

On the running development system, `scene NAME --borrower PHONE` plants a named state, and
`acceptance --turns F --goals F --help F` plays labelled turns, goals and help questions (docs/acceptance.md).
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.evaluate.acceptance import AT_A_TIME, play_all
from assistant.evaluate.format import Goal, Guarded, Question, Turn
from assistant.evaluate.guards import guard_figures, said_in
from assistant.evaluate.nlu import as_table, figures_of, measure, tune
from assistant.evaluate.report import as_text, report
from assistant.evaluate.running import NotRunning, running_system
from assistant.evaluate.scenes import SCENES, SceneNotReached, plant_one
from assistant.evaluate.sets import BadLine, read_set
from contract.dates import lender_day, system_clock

# `--help` without a file asks for help with the command.
NO_FILE = Path("-")


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (BadLine, NotRunning, SceneNotReached) as error:
        sys.stderr.write(f"{error}\n")
        return 2


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="assistant.evaluate", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = top.add_subparsers(dest="verb", required=True)
    nlu = verbs.add_parser("nlu", help="our understanding on outside data")
    nlu.add_argument("--train", type=Path, required=True, help="CSV: text,label")
    nlu.add_argument("--test", type=Path, required=True, help="CSV: text,label")
    nlu.add_argument("--ood", type=Path, help="CSV: texts that belong to no label")
    nlu.add_argument("--json", action="store_true")
    nlu.set_defaults(run=run_nlu)
    tuning = verbs.add_parser("tune", help="what the settings of the pipeline do")
    tuning.add_argument("--strengths", type=float, nargs="+", default=[10, 30, 100], metavar="C")
    tuning.set_defaults(run=run_tune)
    guards = verbs.add_parser("guards", help="what is noticed of danger and bad times")
    guards.add_argument("--noted", type=Path, required=True, metavar="F", help="JSON Lines: what should be noticed")
    guards.add_argument(
        "--ordinary", type=Path, nargs="+", default=[], metavar="F", help="JSON Lines of labelled turns"
    )
    guards.add_argument("--json", action="store_true")
    guards.set_defaults(run=run_guards)
    _add_scene(verbs.add_parser("scene", help="plant a named state"))
    _add_acceptance(verbs.add_parser("acceptance", help="play turns, goals and help questions", add_help=False))
    return top


def _add_scene(scene: argparse.ArgumentParser) -> None:
    scene.add_argument("name", choices=SCENES, metavar="NAME", help=", ".join(SCENES))
    scene.add_argument("--borrower", required=True, metavar="PHONE", help="one who has no application yet")
    scene.add_argument("--language", choices=("zh", "en"), default="zh")
    scene.add_argument("--json", action="store_true")
    _add_system(scene)
    scene.set_defaults(run=run_scene)


def _add_acceptance(acceptance: argparse.ArgumentParser) -> None:
    acceptance.add_argument("-h", action="help", help="show this and end")
    acceptance.add_argument("--turns", type=Path, metavar="F", help="JSON Lines of labelled turns, or CSV: text,label")
    acceptance.add_argument("--goals", type=Path, metavar="F", help="JSON Lines of goals")
    help_ = "JSON Lines of help questions; without a file, shows this"
    acceptance.add_argument("--help", dest="questions", type=Path, metavar="F", nargs="?", const=NO_FILE, help=help_)
    acceptance.add_argument(
        "--at-a-time", type=int, default=AT_A_TIME, metavar="N", help="conversations; default %(default)s"
    )
    acceptance.add_argument("--json", action="store_true", help="JSON alone, with what became of each line")
    _add_system(acceptance)
    acceptance.set_defaults(run=lambda options: run_acceptance(options, acceptance))


def _add_system(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--base-url", metavar="U", help="of the running system; default: what its run.json says")
    verb.add_argument(
        "--run", dest="state", type=Path, metavar="F", help="its run.json; default $LOANTALK_STATE, then var/run.json"
    )


def run_nlu(options: argparse.Namespace) -> int:
    figures = figures_of(measure(options.test, train=options.train, ood=options.ood))
    sys.stdout.write((json.dumps(figures) if options.json else as_table(figures)) + "\n")
    return 0


def run_tune(options: argparse.Namespace) -> int:
    sys.stdout.write(tune(options.strengths) + "\n")
    return 0


def run_guards(options: argparse.Namespace) -> int:
    ordinary: list[Turn] = []
    for file in options.ordinary:
        ordinary += said_in(file) if file.suffix == ".csv" else read_set(file, Turn)
    found = guard_figures(read_set(options.noted, Guarded), ordinary)
    text = "\n".join(f"{name:44}{share}" for name, share in found.items())
    sys.stdout.write((json.dumps(found) if options.json else text) + "\n")
    return 0


def run_scene(options: argparse.Namespace) -> int:
    running = running_system(options.base_url, options.state)
    planted = plant_one(options.name, options.borrower, options.language, running)
    text = "\n".join(f"{name:16}{value}" for name, value in planted.items())
    sys.stdout.write((json.dumps(planted) if options.json else text) + "\n")
    return 0


def run_acceptance(options: argparse.Namespace, acceptance: argparse.ArgumentParser) -> int:
    if options.questions == NO_FILE:
        acceptance.print_help()
        return 0
    today = lender_day(system_clock())
    turns = [turn.on(today) for turn in read_set(options.turns, Turn)] if options.turns else []
    goals = read_set(options.goals, Goal) if options.goals else []
    questions = read_set(options.questions, Question) if options.questions else []
    if not (turns or goals or questions):
        acceptance.error("nothing to play: give --turns, --goals or --help a file")
    running = running_system(options.base_url, options.state)
    found = report(play_all(running, turns, goals, questions, options.at_a_time))
    sys.stdout.write((json.dumps(found, ensure_ascii=False) if options.json else as_text(found)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
