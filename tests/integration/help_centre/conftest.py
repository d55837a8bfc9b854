"""The real help centre on the packaged weights, loaded once a run."""

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from backend.help_centre.facts import Facts, facts_of
from backend.help_centre.service import HelpCentre
from backend.policy.rules import SHIPPED
from contract.retention.table import shipped
from contract.texts import LocalText
from servicekit.staffed_hours import StaffedHours

PREPARED = Path(__file__).parents[3] / "var" / "models" / "help-centre"


def facts() -> Facts:
    """Of a lender who set no rules of its own."""
    return facts_of(
        SHIPPED.on(date(2026, 11, 2)),
        lender=LocalText(zh="示例小贷", en="Example Microloan"),
        licence="microlender",
        most_percent=Decimal("24"),
        review_days=1,
        hours=StaffedHours(),
        kept=shipped(),
    )


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache of our own, begun with what `make train` has prepared: files are named by their content."""
    folder = tmp_path_factory.mktemp("models") / "help-centre"
    return Path(shutil.copytree(PREPARED, folder)) if PREPARED.is_dir() else folder


@pytest.fixture(scope="session")
def centre(cache: Path) -> HelpCentre:
    loaded = HelpCentre("packaged", cache, {}, facts)
    loaded.load()
    return loaded
