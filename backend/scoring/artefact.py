"""The trained model on disk: `model.skops`, which cannot run code when read, and `card.json`, which names its checksum."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from backend.scoring.errors import ModelCorrupt, ModelMissing
from backend.scoring.model import LinearModel

FOLDER = "scoring"


@dataclass(frozen=True, slots=True)
class Card:
    """What a model is. `fingerprint` covers the data and the code that made it; `demo_data`: it never saw our loans."""

    version: str
    fingerprint: str
    data: str
    data_sha256: str
    demo_data: bool
    rows: int
    bad_rate: float
    features: tuple[str, ...]
    metrics: dict[str, dict[str, float]]
    artefact_sha256: str = ""


def save(models_dir: Path, card: Card, pipeline: Any) -> Card:
    """Write the model, then the card, each at once; answers the card with the checksum filled in."""
    from skops.io import dumps

    folder = models_dir / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    content = dumps(pipeline)
    finished = Card(**{**asdict(card), "artefact_sha256": hashlib.sha256(content).hexdigest()})
    _replace(folder / "model.skops", content)
    _replace(folder / "card.json", json.dumps(asdict(finished), indent=2).encode())
    return finished


def read_card(models_dir: Path) -> Card:
    """Raises `ModelMissing` or `ModelCorrupt`."""
    try:
        fields = json.loads((models_dir / FOLDER / "card.json").read_bytes())
        return Card(**{**fields, "features": tuple(fields["features"])})
    except FileNotFoundError as error:
        raise ModelMissing() from error
    except (ValueError, TypeError, KeyError) as error:
        raise ModelCorrupt(part="card") from error


def read(models_dir: Path) -> tuple[Card, bytes]:
    """The card and the model's bytes. Raises `ModelMissing`, or `ModelCorrupt` when they don't belong together."""
    card = read_card(models_dir)
    try:
        content = (models_dir / FOLDER / "model.skops").read_bytes()
    except FileNotFoundError as error:
        raise ModelMissing() from error
    if hashlib.sha256(content).hexdigest() != card.artefact_sha256:
        raise ModelCorrupt(part="model")
    return card, content


def load(models_dir: Path) -> tuple[Card, LinearModel]:
    """Raises as `read` does."""
    from skops.io import loads

    card, content = read(models_dir)
    return card, LinearModel.of(loads(content), card.features)


def _replace(path: Path, content: bytes) -> None:
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(content)
    os.replace(unfinished, path)
