"""The scoreboard's part on understanding: our own examples, sentences kept apart, and BANKING77.

Every measurement is kept under the hash of what it was made from, so that a second run costs seconds.
"""

import csv
import hashlib
import json
import os
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.evaluate.nlu import (
    TUNING,
    answers_to,
    figures_of,
    left_out_answers,
    measure,
    our_examples,
    read_rows,
    write_rows,
)
from assistant.model import MODELS, PROJECT, current_model, pipeline_hash, source_hash
from assistant.outcomes import OUTSIDE, Answer, outcome, share
from bench import understanding_plots as plots
from tests.stack import ROOT

BANKING77 = Path(os.environ.get("LOANTALK_SHARED_DATA", ROOT.parent / "shared" / "data")) / "nlu" / "banking77"
# Sentences of ours and of strangers, kept apart from training and tuning, each set by another writer.
HELD_OUT = {
    "held out": ("held_out.csv", "out_of_scope.csv"),
    "second held out": ("second_held_out.csv", "second_out_of_scope.csv"),
}
KEPT = MODELS / "evaluation"
IMAGES = ROOT / "docs" / "images"
# Examples an intent (none: all) and the seeds of the samples.
BANKING_RUNS = ((5, (0, 1, 2)), (10, (0, 1, 2)), (None, (0,)))
Table = list[tuple[object, ...]]


def section() -> str:
    left_out, tuning = of_tuning()
    parts = {"cross-validated": left_out, "tuning": tuning}
    parts |= {name: of_held_out(*files) for name, files in HELD_OUT.items()}
    shown, kept_apart = [answer for name in HELD_OUT for answer in parts[name]], "held out"
    plots.draw_accuracy(left_out, shown, kept_apart, IMAGES / "understanding-accuracy.png")
    plots.draw_confusion(left_out, IMAGES / "understanding-confusion.png")
    plots.draw_reliability(left_out, shown, kept_apart, IMAGES / "understanding-calibration.png")
    plots.draw_trade_off(left_out, shown, kept_apart, IMAGES / "understanding-trade-off.png")
    return "\n".join(
        [
            "## Understanding\n\nHow it works and what each set is: `docs/models/understanding.md`.\n",
            overview(parts),
            "### By capability\n\n" + by_capability(parts),
            *(f"![{name}](images/understanding-{name}.png)\n" for name in plots.NAMES),
            "### BANKING77, the whole test set\n\n" + banking(),
        ]
    )


def of_tuning() -> tuple[list[Answer], list[Answer]]:
    """Our own examples, each by a head that was fitted without it, and the tuning sentences."""
    measured = kept(lambda: measure(TUNING, model=current_model()), source_hash(), TUNING)
    return left_out_answers(measured), answers_to(read_rows(TUNING), measured["answers"])


def of_held_out(ours: str, strangers: str) -> list[Answer]:
    """Without the sentences that happen to be among our examples word for word, such as greetings."""
    inside, outside = PROJECT / "evaluation" / ours, PROJECT / "evaluation" / strangers
    measured = kept(lambda: measure(inside, model=current_model(), ood=outside), source_hash(), inside, outside)
    rows = read_rows(inside) + [{**row, "label": OUTSIDE} for row in read_rows(outside)]
    taught = {row["text"].lower() for row in our_examples()}
    answers = zip(rows, answers_to(rows, measured["answers"]), strict=True)
    return [answer for row, answer in answers if row["text"].lower() not in taught]


def overview(parts: dict[str, list[Answer]]) -> str:
    rows: Table = []
    for name, answers in parts.items():
        for language in ("zh", "en"):
            found = outcome(answer for answer in answers if answer.language == language)
            refused = "–" if found.strangers_refused is None else f"{found.strangers_refused:.1%}"
            count = sum(answer.language == language for answer in answers)
            shares = (f"{value:.1%}" for value in (found.right, found.clarified, found.confidently_wrong))
            rows.append((name, language, count, *shares, refused))
    return table(
        ("set", "language", "sentences", "right", "asked back", "confidently wrong", "strangers refused"), rows
    )


def by_capability(parts: dict[str, list[Answer]]) -> str:
    """Right, of each capability's sentences, in Chinese and English."""
    capabilities = sorted({answer.true for answers in parts.values() for answer in answers})
    head = ("capability", *(f"{name} {language}" for name in parts for language in ("zh", "en")))
    rows: Table = [
        (capability, *(_cell(answers, capability, language) for answers in parts.values() for language in ("zh", "en")))
        for capability in capabilities
    ]
    return table(head, rows)


def _cell(answers: list[Answer], capability: str, language: str) -> str:
    facts = [answer.right for answer in answers if (answer.true, answer.language) == (capability, language)]
    return f"{share(facts):.0%}" if facts else "–"


def banking() -> str:
    if not BANKING77.is_dir():
        return "Left out: the data is not beside the project.\n"
    rows: Table = []
    for shots, seeds in BANKING_RUNS:
        runs = [banking_run(shots, seed) for seed in seeds]
        values = [run["accuracy"] for run in runs]
        mean, f1 = sum(values) / len(values), sum(run["macro_f1"] for run in runs) / len(runs)
        each = ", ".join(f"{value:.3f}" for value in values)
        rows.append((shots or "all", f"{mean:.3f}", each, f"{f1:.3f}", f"{runs[0]['parse_ms_p50']:.0f}"))
    return table(("examples an intent", "accuracy", "each sample", "macro-F1", "median parse, ms"), rows)


def banking_run(shots: int | None, seed: int) -> dict[str, Any]:
    def run() -> dict[str, Any]:
        with tempfile.TemporaryDirectory() as folder:
            train, test = Path(folder) / "train.csv", Path(folder) / "test.csv"
            write_rows(train, few_of_each(banking_rows("train.csv"), shots, seed))
            write_rows(test, banking_rows("test.csv"))
            return dict(figures_of(measure(test, train=train)))

    return kept(run, f"{pipeline_hash()} {shots} {seed}", BANKING77 / "train.csv", BANKING77 / "test.csv")


def banking_rows(name: str) -> list[dict[str, str]]:
    with (BANKING77 / name).open(newline="") as lines:
        return [{"text": row["text"], "label": row["category"]} for row in csv.DictReader(lines)]


def few_of_each(rows: list[dict[str, str]], shots: int | None, seed: int) -> list[dict[str, str]]:
    """The first `shots` of each label in a seeded shuffle; all without `shots`."""
    random.Random(seed).shuffle(rows)  # noqa: S311 - a sample, not a secret
    by_label: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_label.setdefault(row["label"], []).append(row)
    return [row for label in sorted(by_label) for row in by_label[label][:shots]]


def kept(make: Callable[[], dict[str, Any]], name: str, *files: Path) -> dict[str, Any]:
    """What `make` measured before on the same content, else measured now."""
    digest = hashlib.sha256(name.encode())
    for file in files:
        digest.update(file.read_bytes())
    path = KEPT / f"{digest.hexdigest()[:24]}.json"
    if not path.is_file():
        sys.stderr.write(f"measuring understanding: {name} on {', '.join(file.name for file in files)}\n")
        KEPT.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{os.getpid()}.part")
        unfinished.write_text(json.dumps(make()))
        unfinished.replace(path)
    return dict(json.loads(path.read_text()))


def table(head: Sequence[str], rows: Table) -> str:
    lines = [tuple(head), tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)
