"""`python -m assistant.evaluate nlu | tune | scene`: how well people are understood.

`nlu --train F --test F [--ood F]` measures our understanding on outside data; `tune [--strengths C…]` shows what the
regularisation and the acceptance of the pipeline do on `dialogue/evaluation/tuning.csv`.

`scene NAME --borrower PHONE` plants a named state in the running development system (docs/acceptance.md).
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.evaluate.nlu import as_table, figures_of, measure, tune
from assistant.evaluate.running import NotRunning, running_system
from assistant.evaluate.scenes import SCENES, SceneNotReached, plant_one


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except (NotRunning, SceneNotReached) as error:
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
    _add_scene(verbs.add_parser("scene", help="plant a named state"))
    return top


def _add_scene(scene: argparse.ArgumentParser) -> None:
    scene.add_argument("name", choices=SCENES, metavar="NAME", help=", ".join(SCENES))
    scene.add_argument("--borrower", required=True, metavar="PHONE", help="one who has no application yet")
    scene.add_argument("--language", choices=("zh", "en"), default="zh")
    scene.add_argument("--json", action="store_true")
    _add_system(scene)
    scene.set_defaults(run=run_scene)


def _add_system(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--base-url", metavar="U", help="of the running system; default: what its run.json says")
    verb.add_argument(
        "--run", dest="state", type=Path, metavar="F", help="its run.json; default $LOANTALK_RUN, then var/run.json"
    )


def run_nlu(options: argparse.Namespace) -> int:
    figures = figures_of(measure(options.test, train=options.train, ood=options.ood))
    sys.stdout.write((json.dumps(figures) if options.json else as_table(figures)) + "\n")
    return 0


def run_tune(options: argparse.Namespace) -> int:
    sys.stdout.write(tune(options.strengths) + "\n")
    return 0


def run_scene(options: argparse.Namespace) -> int:
    running = running_system(options.base_url, options.state)
    planted = plant_one(options.name, options.borrower, options.language, running)
    text = "\n".join(f"{name:16}{value}" for name, value in planted.items())
    sys.stdout.write((json.dumps(planted) if options.json else text) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
