"""`python -m backend.scoring train [--models-dir var/models]`: fit, measure and save the model, unless it is there."""

import argparse
import hashlib
import json
import os
import sys
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from backend.scoring import artefact, dataset
from backend.scoring.artefact import Card
from backend.scoring.errors import ModelCorrupt, ModelMissing
from backend.scoring.features import FEATURES

# A change in any of these makes another model.
MADE_BY = ("dataset.py", "features.py", "training.py")


def train(models_dir: Path) -> tuple[Card, bool]:
    """Answers the card and whether a new model was made."""
    table = dataset.read()
    fingerprint = _fingerprint(dataset.sha256(table))
    if (existing := _existing(models_dir)) and existing.fingerprint == fingerprint:
        return existing, False

    import numpy as np

    from backend.scoring import training

    applicants, bad = dataset.applicants(table)
    rows, labels = training.matrix(applicants), np.array(bad)
    card = Card(
        version=f"credit-data-{fingerprint[:12]}",
        fingerprint=fingerprint,
        data=dataset.NAME,
        data_sha256=dataset.sha256(table),
        demo_data=True,
        rows=len(bad),
        bad_rate=round(float(labels.mean()), 4),
        features=FEATURES,
        metrics=training.measure(rows, labels),
    )
    return artefact.save(models_dir, card, training.fit(rows, labels)), True


def _existing(models_dir: Path) -> Card | None:
    """The card of a model that is whole; a broken one is made anew."""
    try:
        return artefact.read(models_dir)[0]
    except (ModelMissing, ModelCorrupt):
        return None


def _fingerprint(data_sha256: str) -> str:
    digest = hashlib.sha256(f"{data_sha256} scikit-learn {version('scikit-learn')}".encode())
    for name in MADE_BY:
        digest.update(Path(__file__).with_name(name).read_bytes())
    return digest.hexdigest()


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m backend.scoring")
    commands = parser.add_subparsers(dest="command", required=True)
    trainer = commands.add_parser("train", help="fit and save the scoring model, unless it is up to date")
    trainer.add_argument("--models-dir", type=Path, default=Path(os.environ.get("BACKEND_MODELS_DIR", "var/models")))
    trainer.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    card, made = train(options.models_dir)
    print("scoring model trained" if made else "scoring model is up to date", file=sys.stderr)
    print(json.dumps(asdict(card), indent=2) if options.json else _table(card))
    return 0


def _table(card: Card) -> str:
    lines = [f"version  {card.version}", f"rows     {card.rows} ({card.bad_rate:.1%} bad)"]
    lines += [f"{name:<16} {m['mean']:.4f} ± {m['sd']:.4f}" for name, m in card.metrics.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
