"""The real help centre on the packaged weights, loaded once a run."""

import shutil
from pathlib import Path

import pytest

from backend.help_centre.service import HelpCentre

PREPARED = Path(__file__).parents[3] / "var" / "models" / "help-centre"


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of our own, begun with what `make train` has prepared: files are named by their content."""
    folder = tmp_path_factory.mktemp("models") / "help-centre"
    return Path(shutil.copytree(PREPARED, folder)) if PREPARED.is_dir() else folder


@pytest.fixture(scope="session")
def centre(cache: Path) -> HelpCentre:
    loaded = HelpCentre("packaged", cache)
    loaded.load()
    return loaded
