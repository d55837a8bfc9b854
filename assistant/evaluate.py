"""`python -m assistant.evaluate nlu --train F --test F [--ood F] [--json]`: our understanding on outside data.

The pipeline of `dialogue/config.yml` is trained and measured in the dialogue's own environment.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from assistant.model import PROJECT

PYTHON = PROJECT / ".venv" / "bin" / "python"
Figures = dict[str, float | None]


def measure(train: Path, test: Path, ood: Path | None) -> Figures:
    """The figures of `components.measure`. Fractions in 0…1, times in milliseconds; None where `ood` is not given."""
    command = [str(PYTHON), "-m", "components.measure", str(train.resolve()), str(test.resolve())]
    if ood is not None:
        command += ["--ood", str(ood.resolve())]
    environment = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "PYTHONWARNINGS": "ignore", "LOG_LEVEL": "ERROR"}
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=PROJECT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    # Rasa prints on stdout too; the figures are the last line.
    figures: Figures = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def as_table(figures: Figures) -> str:
    width = max(map(len, figures))
    return "\n".join(f"{name:{width}}  {'–' if value is None else f'{value:.4f}'}" for name, value in figures.items())


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="assistant.evaluate", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    nlu = verbs.add_parser("nlu")
    nlu.add_argument("--train", type=Path, required=True, help="CSV: text,label")
    nlu.add_argument("--test", type=Path, required=True, help="CSV: text,label")
    nlu.add_argument("--ood", type=Path, help="CSV: texts that belong to no label")
    nlu.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    figures = measure(options.train, options.test, options.ood)
    sys.stdout.write((json.dumps(figures) if options.json else as_table(figures)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
