"""Every version is kept, one decides, and who let it decide is on record."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from backend.scoring import artefact
from backend.scoring.__main__ import main, train
from backend.scoring.errors import ModelCorrupt, ModelMissing, NothingToRollBack
from backend.scoring.registry import FOLDER, PROMOTED, folder_of, promote, promotions, roll_back, versions
from backend.scoring.service import Scorer
from tests.integration.scoring.conftest import NOW


@pytest.fixture
def copied(models_dir: Path, tmp_path: Path) -> Path:
    shutil.copytree(models_dir, tmp_path / "models")
    return tmp_path / "models"


@pytest.fixture
def own(copied: Path) -> str:
    """A second version beside the demo model: as if of the lender's own loans."""
    folder = copied / FOLDER / "own-data-1"
    shutil.copytree(folder_of(copied), folder)
    card = json.loads((folder / "card.json").read_text()) | {"version": "own-data-1", "demo_data": False}
    (folder / "card.json").write_text(json.dumps(card))
    return "own-data-1"


def test_the_first_model_decides_and_another_of_own_loans_waits_to_be_promoted(copied: Path, own: str) -> None:
    demo = Scorer.load(copied).model_version
    assert [card.version for card in versions(copied)] == sorted([demo, own])
    promote(copied, own, NOW, "risk committee")
    assert Scorer.load(copied).model_version == own
    assert Scorer.load(copied, version=demo).model_version == demo


def test_training_on_demo_data_never_takes_the_place_of_own_loans(copied: Path, own: str) -> None:
    promote(copied, own, NOW, "risk committee")
    assert train(copied, NOW)[1] is False
    assert Scorer.load(copied).model_version == own


def test_a_roll_back_is_a_promotion_on_record(copied: Path, own: str) -> None:
    demo = Scorer.load(copied).model_version
    promote(copied, own, NOW, "risk committee")
    roll_back(copied, NOW + timedelta(hours=1), "duty officer")
    assert [(one.version, one.by) for one in promotions(copied)] == [
        (demo, "train"),
        (own, "risk committee"),
        (demo, "duty officer"),
    ]
    assert Scorer.load(copied).model_version == demo


def test_there_is_nothing_before_the_first(copied: Path) -> None:
    with pytest.raises(NothingToRollBack):
        roll_back(copied, NOW, "duty officer")


@pytest.mark.parametrize("version", ["none", "..", "../scoring", "/etc", ""])
def test_what_is_no_version_is_not_promoted(copied: Path, version: str) -> None:
    before = promotions(copied)
    if version:
        with pytest.raises(ModelMissing):
            promote(copied, version, NOW, "anybody")
    assert promotions(copied) == before


def test_a_damaged_version_is_not_promoted(copied: Path, own: str) -> None:
    (copied / FOLDER / own / "model.skops").write_bytes(b"damaged")
    with pytest.raises(ModelCorrupt):
        promote(copied, own, NOW, "risk committee")
    assert own not in {card.version for card in versions(copied)}


def test_a_broken_list_of_promotions_lets_nothing_decide(copied: Path) -> None:
    (copied / FOLDER / PROMOTED).write_text("{}")
    with pytest.raises(ModelCorrupt):
        Scorer.load(copied)


def test_the_one_model_of_an_earlier_release_decides_until_another_is_promoted(copied: Path, tmp_path: Path) -> None:
    earlier = tmp_path / "earlier" / FOLDER
    shutil.copytree(folder_of(copied), earlier)
    version = artefact.read_card(earlier).version
    assert Scorer.load(tmp_path / "earlier").model_version == version
    assert Scorer.load(tmp_path / "earlier", version=version).model_version == version
    with pytest.raises(ModelMissing):
        Scorer.load(tmp_path / "earlier", version="another")


def test_the_commands_name_who_promoted_what(copied: Path, own: str, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--models-dir", str(copied), "--json"]
    assert main(["promote", own, "--by", "risk committee", *where]) == 0
    assert json.loads(capsys.readouterr().out)["version"] == own
    assert main(["versions", *where]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["decides"] == own
    assert own in shown["versions"]
    assert "risk committee" in shown["promotions"][-1]
    assert main(["roll-back", "--by", "duty officer", *where]) == 0
    assert main(["roll-back", "--by", "duty officer", "--models-dir", str(copied / "none")]) == 2
