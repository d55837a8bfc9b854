"""The real help centre on the packaged weights, loaded once a run."""

from pathlib import Path

import pytest

from backend.help_centre.service import HelpCentre


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("help-centre")


@pytest.fixture(scope="session")
def centre(cache: Path) -> HelpCentre:
    loaded = HelpCentre("packaged", cache)
    loaded.load()
    return loaded
