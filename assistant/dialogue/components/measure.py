"""`python -m components.measure TRAIN TEST [--ood OOD]`: our pipeline trained and measured on outside data.

Reads CSV files with a header, `text` and `label` (or `category`); prints one JSON object. Progress goes to stderr.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from rasa.core.agent import Agent
from rasa.model_training import train_nlu
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLWriter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.metrics import f1_score, roc_auc_score

Rows = list[tuple[str, str]]
# Rasa reads these as entity annotations.
ANNOTATION = str.maketrans("[](){}", "      ")


def read_rows(path: Path) -> Rows:
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    label = "label" if not rows or "label" in rows[0] else "category"
    return [(" ".join(row["text"].translate(ANNOTATION).split()), row.get(label) or "") for row in rows]


def train(rows: Rows, folder: Path) -> Agent:
    messages = [Message.build(text, intent=label) for text, label in rows if text]
    (folder / "nlu.yml").write_text(RasaYAMLWriter().dumps(TrainingData(messages)))
    model = train_nlu("config.yml", str(folder / "nlu.yml"), str(folder), fixed_model_name="measured")
    if model is None:
        raise SystemExit("the training failed")
    return Agent.load(model)


async def parse(agent: Agent, texts: list[str]) -> tuple[list[dict[str, Any]], list[float]]:
    """For each text the best label, its probability and whether it was refused; and the milliseconds of each."""
    answers, times = [], []
    for text in texts:
        start = time.perf_counter()
        parsed = await agent.parse_message(text)
        times.append((time.perf_counter() - start) * 1000)
        ranking = [entry for entry in parsed["intent_ranking"] if entry["name"] != DEFAULT_NLU_FALLBACK_INTENT_NAME]
        best = ranking[0] if ranking else {"name": "", "confidence": 0.0}
        refused = parsed["intent"]["name"] == DEFAULT_NLU_FALLBACK_INTENT_NAME
        answers.append({"label": best["name"], "score": best["confidence"], "refused": refused})
    return answers, times


def figures(
    test: Rows, answers: list[dict[str, Any]], outside: list[dict[str, Any]], times: list[float]
) -> dict[str, Any]:
    true, said = [label for _, label in test], [answer["label"] for answer in answers]
    right = np.array(true) == np.array(said)
    refused = np.array([answer["refused"] for answer in answers])
    result = {
        "accuracy": float(right.mean()),
        "macro_f1": float(f1_score(true, said, average="macro")),
        "in_scope_accuracy": float((right & ~refused).mean()),
        "ood_recall": None,
        "auroc": None,
        "parse_ms_p50": float(np.percentile(times, 50)),
        "parse_ms_p95": float(np.percentile(times, 95)),
    }
    if outside:
        scores = [answer["score"] for answer in (*answers, *outside)]
        result["ood_recall"] = float(np.mean([answer["refused"] for answer in outside]))
        result["auroc"] = float(roc_auc_score([1] * len(answers) + [0] * len(outside), scores))
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train", type=Path)
    parser.add_argument("test", type=Path)
    parser.add_argument("--ood", type=Path)
    options = parser.parse_args()
    rows, test = read_rows(options.train), read_rows(options.test)
    outside = read_rows(options.ood) if options.ood else []
    with tempfile.TemporaryDirectory() as folder:
        sys.stderr.write(f"training on {len(rows)} texts…\n")
        agent = train(rows, Path(folder))
        sys.stderr.write(f"parsing {len(test) + len(outside)} texts…\n")
        answers, times = asyncio.run(parse(agent, [text for text, _ in test]))
        refusals, _ = asyncio.run(parse(agent, [text for text, _ in outside]))
    sys.stdout.write(json.dumps(figures(test, answers, refusals, times)) + "\n")


if __name__ == "__main__":
    main()
