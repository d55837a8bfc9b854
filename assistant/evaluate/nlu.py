"""How well single sentences are understood: trained and measured in the dialogue's own environment."""

import csv
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import yaml

from assistant.model import PROJECT, VECTORS
from assistant.outcomes import Answer, outcome, shift_for

PYTHON = PROJECT / ".venv" / "bin" / "python"
TUNING = PROJECT / "evaluation" / "tuning.csv"
ACCEPTANCES = (0.7, 0.75, 0.77, 0.8, 0.83, 0.86, 0.9, 0.95)
Figures = dict[str, float | None]
Row = dict[str, str]


def measure(test: Path, *, train: Path | None = None, model: Path | None = None, **options: object) -> dict[str, Any]:
    """What `components.measure` prints: figures (fractions in 0…1, milliseconds), `answers`, `left_out`.

    Give `train` or `model`; `options` are its others: `ood`, `strength`. The test texts' vectors are always made anew.
    """
    command = [str(PYTHON), "-m", "components.measure", str(test.resolve())]
    for name, value in {"train": train, "model": model, **options}.items():
        if value is not None:
            command += [f"--{name}", str(value.resolve() if isinstance(value, Path) else value)]
    environment = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONWARNINGS": "ignore",
        "LOG_LEVEL": "ERROR",
        "OMP_NUM_THREADS": "1",
        "DIALOGUE_VECTORS_DIR": str(VECTORS),
    }
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=PROJECT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    # Rasa prints on stdout too; the figures are the last line.
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def figures_of(measured: dict[str, Any]) -> Figures:
    return {name: value for name, value in measured.items() if name not in ("answers", "left_out")}


def our_examples(project: Path = PROJECT) -> list[Row]:
    """Every example in `data/nlu`, as rows of `text` and `label`."""
    parts = [yaml.safe_load(path.read_text()) for path in sorted((project / "data" / "nlu").glob("*.yml"))]
    entries = [entry for part in parts for entry in part["nlu"]]
    return [
        {"text": line.removeprefix("- ").strip(), "label": entry["intent"]}
        for entry in entries
        for line in entry["examples"].splitlines()
    ]


def read_rows(file: Path) -> list[Row]:
    with file.open(newline="") as lines:
        return list(csv.DictReader(lines))


def write_rows(file: Path, rows: list[Row]) -> None:
    with file.open("w", newline="") as lines:
        writer = csv.DictWriter(lines, ("text", "label", "situation"), extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows)


def answers_to(rows: list[Row], said: list[dict[str, Any]]) -> list[Answer]:
    return [
        Answer(row["label"], answer["label"], answer["probability"], answer["familiarity"], row.get("lang", ""))
        for row, answer in zip(rows, said, strict=True)
    ]


def left_out_answers(measured: dict[str, Any]) -> list[Answer]:
    """The training texts', by heads fitted without them. The intents' own names are no sentences and do not count."""
    sentences = [answer for answer in measured["left_out"] if answer["text"] != answer["true"].replace("_", " ")]
    return answers_to([{"label": answer["true"], "lang": language(answer["text"])} for answer in sentences], sentences)


def language(text: str) -> str:
    return "zh" if any("\u4e00" <= character <= "\u9fff" for character in text) else "en"


def tune(strengths: list[float]) -> str:
    """A table for each C: right, clarified, confidently wrong and strangers refused, by acceptance."""
    rows, lines = read_rows(TUNING), []
    with tempfile.TemporaryDirectory() as folder:
        train = Path(folder) / "train.csv"
        write_rows(train, our_examples())
        for strength in strengths:
            measured = measure(TUNING, train=train, strength=strength)
            answers, left_out = answers_to(rows, measured["answers"]), left_out_answers(measured)
            lines.append(f"C {strength:g}: left out {outcome(left_out).right:.3f}")
            for acceptance in ACCEPTANCES:
                found = outcome(answers, shift_for(left_out, acceptance))
                lines.append(
                    f"  acceptance {acceptance:.2f}: right {found.right:.3f}, clarified {found.clarified:.3f}, "
                    f"confidently wrong {found.confidently_wrong:.3f}, strangers refused {found.strangers_refused:.3f}"
                )
    return "\n".join(lines)


def as_table(figures: Figures) -> str:
    width = max(map(len, figures))
    return "\n".join(f"{name:{width}}  {'–' if value is None else f'{value:.4f}'}" for name, value in figures.items())
