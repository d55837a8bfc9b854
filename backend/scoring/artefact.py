"""One version of the trained models on disk: `model.skops`, which decides, `challenger.skops`, which scores in shadow, and
`card.json`, which names their checksums. Reading the files cannot run code. Which version decides: `registry.py`."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from pydantic import TypeAdapter, ValidationError

from backend.scoring.errors import ModelCorrupt, ModelMissing
from backend.scoring.model import LinearModel, TreeModel

PARTS = ("model", "challenger")
CARD_FILE = "card.json"
# Boosted trees hold it, and skops asks about every type that it does not know itself.
KNOWN_TYPES = ["sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor"]
# What skops raises over content that is not a model, or not of this version.
NOT_A_MODEL = (BadZipFile, ValueError, TypeError, KeyError, IndexError, AttributeError, ImportError)


@dataclass(frozen=True, slots=True)
class Bins:
    """`edges` between the bins, rising; `shares` of the training rows in each, one more than the edges."""

    edges: tuple[float, ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What a model is. `fingerprint` covers the data and the code that made it; `demo_data`: it never saw our loans.

    `metrics` and `challenger_metrics`: by measure, mean and sd over folds. `grades`: by grade, the share of applicants
    and of those the share that went bad. `reference`: how the training rows lay, by feature and for the chance itself; cards of
    the first releases have none. `checksums`: SHA-256 by part.
    """

    version: str
    fingerprint: str
    data: str
    data_sha256: str
    demo_data: bool
    rows: int
    bad_rate: float
    features: tuple[str, ...]
    metrics: dict[str, dict[str, float]]
    challenger_metrics: dict[str, dict[str, float]]
    grades: dict[str, dict[str, float]]
    reference: dict[str, Bins] = field(default_factory=dict)
    checksums: dict[str, str] = field(default_factory=dict)


CARD = TypeAdapter(Card)


def save(folder: Path, card: Card, models: dict[str, Any]) -> Card:
    """Write each of `PARTS`, then the card, each at once; answers the card with the checksums filled in."""
    from skops.io import dumps

    folder.mkdir(parents=True, exist_ok=True)
    contents = {part: dumps(models[part]) for part in PARTS}
    finished = replace(card, checksums={part: _sha256(content) for part, content in contents.items()})
    for part, content in contents.items():
        replace_file(folder / part_file(part), content)
    replace_file(folder / CARD_FILE, json.dumps(asdict(finished), indent=2).encode())
    return finished


def read_card(folder: Path, pinned: str = "") -> Card:
    """`pinned` is the SHA-256 of the card that was signed off, and so of its parts; any other is refused.

    Raises `ModelMissing` or `ModelCorrupt`.
    """
    try:
        content = (folder / CARD_FILE).read_bytes()
        if pinned and _sha256(content) != pinned:
            raise ModelCorrupt(part="card")
        return CARD.validate_json(content)
    except FileNotFoundError as error:
        raise ModelMissing() from error
    except ValidationError as error:
        raise ModelCorrupt(part="card") from error


def read(folder: Path, pinned: str = "") -> tuple[Card, dict[str, bytes]]:
    """The card and the models' bytes. Raises `ModelMissing`, or `ModelCorrupt` when they don't belong together."""
    card = read_card(folder, pinned)
    return card, {part: _checked(folder, part, card) for part in PARTS}


def load(folder: Path, pinned: str = "") -> tuple[Card, LinearModel, TreeModel]:
    """Raises as `read` does."""
    from skops.io import loads

    card, contents = read(folder, pinned)
    try:
        scorecard, challenger = (loads(contents[part], trusted=KNOWN_TYPES) for part in PARTS)
        return card, LinearModel.of(scorecard, card.features), TreeModel(challenger)
    except NOT_A_MODEL as error:
        raise ModelCorrupt(part="model") from error


def card_digest(folder: Path) -> str:
    """What `BACKEND_SCORING_CARD` pins. Raises `ModelMissing`."""
    try:
        return _sha256((folder / CARD_FILE).read_bytes())
    except FileNotFoundError as error:
        raise ModelMissing() from error


def _checked(folder: Path, part: str, card: Card) -> bytes:
    try:
        content = (folder / part_file(part)).read_bytes()
    except FileNotFoundError as error:
        raise ModelMissing() from error
    if _sha256(content) != card.checksums.get(part):
        raise ModelCorrupt(part=part)
    return content


def part_file(part: str) -> str:
    return f"{part}.skops"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def replace_file(path: Path, content: bytes) -> None:
    """At once: whoever reads finds the old content or the new."""
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(content)
    os.replace(unfinished, path)
