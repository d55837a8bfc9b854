"""The models without which nothing is ready, looked at before anything starts."""

from pathlib import Path

from assistant.model import current_model
from backend.scoring import artefact, registry
from backend.scoring.errors import ModelCorrupt, ModelMissing
from servicekit.settings import CannotStart

TRAIN_SCORING = "`.venv/bin/python -m backend.scoring train` makes it"


def check_models(models_dir: Path, scoring_card: str) -> None:
    """Raises `CannotStart`, which names the file and the command that mends it."""
    current_model()
    where = models_dir / registry.FOLDER
    try:
        folder = registry.folder_of(models_dir)
        artefact.read(folder)
    except ModelMissing as error:
        raise CannotStart(f"There is no scoring model in {where}: {TRAIN_SCORING}.") from error
    except ModelCorrupt as error:
        raise CannotStart(
            f"{_damaged(models_dir, error.data['part'])} is not as it was made: {TRAIN_SCORING} again."
        ) from error
    if scoring_card and artefact.card_digest(folder) != scoring_card:
        raise CannotStart(f"BACKEND_SCORING_CARD names another scoring model than the one in {folder}.")


def _damaged(models_dir: Path, part: str) -> Path:
    if part == "promotions":
        return models_dir / registry.FOLDER / registry.PROMOTED
    return registry.folder_of(models_dir) / (artefact.CARD_FILE if part == "card" else artefact.part_file(part))
