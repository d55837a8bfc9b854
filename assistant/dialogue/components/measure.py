"""`python -m components.measure TEST (--train TRAIN | --model MODEL) [--ood OOD] [--strength C]`: our pipeline, measured.

Reads CSV files with a header, `text` and `label` (or `category`); `situation` (names with a blank between) may tell in which state
a text was said. The pipeline is trained on TRAIN, or MODEL is taken
as it is. Prints one JSON object: figures, `answers` (of TEST, then of OOD) and `left_out` (of the training texts, each
by a head fitted without it). Progress goes to stderr.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import os
import sys
import tarfile
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.model_training import train_nlu
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLWriter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_config_file, write_yaml
from sklearn.metrics import f1_score, roc_auc_score

from components.classifier import FAMILIARITY, GUARD, LEFT_OUT

Rows = list[tuple[str, str]]
Said = list[tuple[str, list[str]]]
Answers = list[dict[str, Any]]
# Rasa reads these as entity annotations, and a leading slash as an intent.
ANNOTATION = str.maketrans("[](){}", "      ")
# JSON has no infinity.
UNFAMILIAR = -99.0


def read_rows(path: Path) -> Rows:
    rows = _lines(path)
    label = "label" if not rows or "label" in rows[0] else "category"
    return [(_plain(row["text"]), row.get(label) or "") for row in rows]


def read_said(path: Path) -> Said:
    return [(_plain(row["text"]), (row.get("situation") or "").split()) for row in _lines(path)]


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig", errors="replace") as file:
        # The csv module of Python 3.10 refuses a line with a NUL.
        return list(csv.DictReader(line.replace("\0", " ") for line in file))


def _plain(text: str) -> str:
    return " ".join(text.translate(ANNOTATION).split()).lstrip("/ ")


def train(rows: Rows, folder: Path, strength: float | None) -> Path:
    """The model's file. Texts without a word are left out, since nothing can be learnt from them."""
    messages = [Message.build(text, intent=label) for text, label in rows if any(map(str.isalnum, text))]
    (folder / "nlu.yml").write_text(RasaYAMLWriter().dumps(TrainingData(messages)))
    config = read_config_file(os.environ.get("DIALOGUE_CONFIG", "config.yml"))
    if strength is not None:
        config["pipeline"][-1]["C"] = strength
    write_yaml(config, folder / "config.yml")
    model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder), fixed_model_name="measured")
    if model is None:
        raise SystemExit("the training failed")
    return Path(model)


def left_out(model: Path) -> Answers:
    with tarfile.open(model) as archive:
        name = next(name for name in archive.getnames() if name.endswith(LEFT_OUT))
        content = archive.extractfile(name)
        return list(json.load(content)) if content else []


async def parse(agent: Agent, said: Said) -> tuple[Answers, list[float]]:
    """For each text the best label, its probability and familiarity, the odds of the likeliest, and what was noticed; and the
    milliseconds of each."""
    answers, times = [], []
    # The first Chinese sentence loads the tokenizer's dictionary: seconds that no later one takes.
    await agent.parse_message("你好")
    for text, situation in said:
        message = UserMessage(text, metadata={"situation": situation} if situation else None)
        start = time.perf_counter()
        parsed = await agent.processor.parse_message(message)
        times.append((time.perf_counter() - start) * 1000)
        ranking = [entry for entry in parsed["intent_ranking"] if entry["name"] != DEFAULT_NLU_FALLBACK_INTENT_NAME]
        best = ranking[0] if ranking else {"name": "", "confidence": 0.0}
        familiarity = max(parsed[FAMILIARITY], UNFAMILIAR)
        answers.append(
            {
                "label": best["name"],
                "probability": best["confidence"],
                FAMILIARITY: familiarity,
                GUARD: parsed.get(GUARD),
                "odds": {entry["name"]: entry["confidence"] for entry in ranking},
            }
        )
    return answers, times


def figures(test: Rows, answers: Answers, outside: Answers, times: list[float]) -> dict[str, Any]:
    true, said = [label for _, label in test], [answer["label"] for answer in answers]
    right = np.array(true) == np.array(said)
    familiarity = np.array([answer[FAMILIARITY] for answer in answers])
    result = {
        "accuracy": float(right.mean()),
        "macro_f1": float(f1_score(true, said, average="macro", zero_division=0)),
        "in_scope_accuracy": float((right & (familiarity >= 0)).mean()),
        "ood_recall": None,
        "auroc": None,
        "parse_ms_p50": float(np.percentile(times, 50)),
        "parse_ms_p95": float(np.percentile(times, 95)),
    }
    if outside:
        strange = np.array([answer[FAMILIARITY] for answer in outside])
        result["ood_recall"] = float((strange < 0).mean())
        scores = np.concatenate([familiarity, strange])
        result["auroc"] = float(roc_auc_score([1] * len(answers) + [0] * len(outside), scores))
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("test", type=Path)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--train", type=Path)
    source.add_argument("--model", type=Path)
    parser.add_argument("--ood", type=Path)
    parser.add_argument("--strength", type=float)
    options = parser.parse_args()
    test = read_rows(options.test)
    outside = read_rows(options.ood) if options.ood else []
    with tempfile.TemporaryDirectory() as folder:
        model = options.model
        if model is None:
            rows = read_rows(options.train)
            sys.stderr.write(f"training on {len(rows)} texts…\n")
            model = train(rows, Path(folder), options.strength)
        sys.stderr.write(f"parsing {len(test) + len(outside)} texts…\n")
        agent = Agent.load(str(model))
        answers, times = asyncio.run(parse(agent, read_said(options.test)))
        strangers, _ = asyncio.run(parse(agent, [(text, []) for text, _ in outside]))
        result = figures(test, answers, strangers, times)
        result |= {"answers": answers + strangers, "left_out": left_out(model)}
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
