"""The models without which nothing is ready, looked at before anything starts."""

from pathlib import Path

from assistant.model import current_model
from backend.scoring import artefact
from backend.scoring.errors import ModelCorrupt, ModelMissing
from servicekit.settings import CannotStart

TRAIN_SCORING = "`.venv/bin/python -m backend.scoring train` makes it"


def check_models(models_dir: Path, scoring_card: str) -> None:
    """Raises `CannotStart`, which names the file and the command that mends it."""
    current_model()
    folder = models_dir / artefact.FOLDER
    try:
        artefact.read(models_dir)
    except ModelMissing as error:
        raise CannotStart(f"There is no scoring model in {folder}: {TRAIN_SCORING}.") from error
    except ModelCorrupt as error:
        part = error.data["part"]
        file = folder / ("card.json" if part == "card" else f"{part}.skops")
        raise CannotStart(f"{file} is not as it was trained: {TRAIN_SCORING} again.") from error
    if scoring_card and artefact.card_digest(models_dir) != scoring_card:
        raise CannotStart(f"BACKEND_SCORING_CARD names another scoring model than the one in {folder}.")
