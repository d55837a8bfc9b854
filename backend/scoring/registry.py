"""Which trained models there are, each in a folder of its version, and which of them decides.

`models_dir/scoring/promoted.json` lists every promotion, the present one last. Nothing trained is ever overwritten or deleted
here, so that a decision can be made again by the model that made it.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from backend.scoring import artefact
from backend.scoring.artefact import Card
from backend.scoring.errors import ModelCorrupt, ModelMissing, NothingToRollBack

FOLDER = "scoring"
PROMOTED = "promoted.json"


@dataclass(frozen=True, slots=True)
class Promotion:
    """`by` is whoever ran the command: a name that the lender can ask."""

    version: str
    at: datetime
    by: str


PROMOTIONS = TypeAdapter(list[Promotion])


def folder_of(models_dir: Path, version: str = "") -> Path:
    """Of a version, or of the one that decides. Raises `ModelMissing`, or `ModelCorrupt` where the list of promotions is."""
    root = models_dir / FOLDER
    if not version:
        made = promotions(models_dir)
        if not made and (root / artefact.CARD_FILE).is_file():
            return root
        version = made[-1].version if made else ""
    found = next((folder for folder in _folders(models_dir) if _version(folder) == version), None)
    if found is None:
        raise ModelMissing()
    return found


def promotions(models_dir: Path) -> list[Promotion]:
    """The oldest first; none where nothing was promoted. Raises `ModelCorrupt`."""
    try:
        return PROMOTIONS.validate_json((models_dir / FOLDER / PROMOTED).read_bytes())
    except FileNotFoundError:
        return []
    except ValidationError as error:
        raise ModelCorrupt(part="promotions") from error


def versions(models_dir: Path) -> list[Card]:
    """The cards of all that were trained and can be read, by version."""
    found = []
    for folder in _folders(models_dir):
        try:
            found.append(artefact.read(folder)[0])
        except (ModelMissing, ModelCorrupt):
            continue
    return found


def promote(models_dir: Path, version: str, at: datetime, by: str) -> Promotion:
    """Let it decide from the next start on. Raises `ModelMissing` or `ModelCorrupt` unless it is whole."""
    artefact.read(folder_of(models_dir, version))
    promotion = Promotion(version, at, by)
    _write(models_dir, [*promotions(models_dir), promotion])
    return promotion


def roll_back(models_dir: Path, at: datetime, by: str) -> Promotion:
    """Promote again what decided before the present one. Raises `NothingToRollBack`, and what `promote` does."""
    made = promotions(models_dir)
    earlier = [one.version for one in made if one.version != made[-1].version]
    if not earlier:
        raise NothingToRollBack()
    return promote(models_dir, earlier[-1], at, by)


def _folders(models_dir: Path) -> list[Path]:
    """The one model of a release that kept no versions lies in the folder of them all."""
    root = models_dir / FOLDER
    return [*sorted(root.glob("*/")), *([root] if (root / artefact.CARD_FILE).is_file() else [])]


def _version(folder: Path) -> str | None:
    return folder.name if folder.name != FOLDER else _told(folder)


def _told(folder: Path) -> str | None:
    try:
        return artefact.read_card(folder).version
    except (ModelMissing, ModelCorrupt):
        return None


def _write(models_dir: Path, made: list[Promotion]) -> None:
    content = json.dumps([asdict(one) for one in made], indent=2, default=datetime.isoformat)
    artefact.replace_file(models_dir / FOLDER / PROMOTED, content.encode())
