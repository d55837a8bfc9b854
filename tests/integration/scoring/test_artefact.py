import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from skops.io import dumps, loads

from backend.scoring.__main__ import main, train
from backend.scoring.artefact import KNOWN_TYPES, card_digest, load, read
from backend.scoring.dataset import demo_data
from backend.scoring.errors import ModelCorrupt, ModelMissing
from backend.scoring.features import FEATURES, features_of
from backend.scoring.lab.columns import Columns
from backend.scoring.registry import folder_of
from backend.scoring.service import Scorer
from tests.integration.scoring.conftest import NOW


@pytest.fixture
def copied(models_dir: Path, tmp_path: Path) -> Path:
    shutil.copytree(models_dir, tmp_path / "models")
    return tmp_path / "models"


@pytest.fixture
def folder(copied: Path) -> Path:
    return folder_of(copied)


def test_without_a_trained_model_the_error_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        Scorer.load(tmp_path)


@pytest.mark.parametrize("part", ["model", "challenger"])
def test_a_changed_model_file_is_refused(copied: Path, folder: Path, part: str) -> None:
    path = folder / f"{part}.skops"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ModelCorrupt) as raised:
        Scorer.load(copied)
    assert raised.value.data == {"part": part}


def test_another_card_than_the_one_signed_off_is_refused_whole_as_it_is(copied: Path, folder: Path) -> None:
    pinned = card_digest(folder)
    assert Scorer.load(copied, pinned=pinned).model_version
    path = folder / "card.json"
    path.write_text(path.read_text() + " ")
    assert Scorer.load(copied).model_version
    with pytest.raises(ModelCorrupt) as raised:
        Scorer.load(copied, pinned=pinned)
    assert raised.value.data == {"part": "card"}


@pytest.mark.parametrize("unlike", [b"", b"no archive", dumps({"weights": [1]}), dumps(Columns())])
def test_a_file_that_its_card_vouches_for_but_that_is_no_model_is_refused(
    copied: Path, folder: Path, unlike: bytes
) -> None:
    card = json.loads((folder / "card.json").read_text())
    card["checksums"]["model"] = hashlib.sha256(unlike).hexdigest()
    (folder / "model.skops").write_bytes(unlike)
    (folder / "card.json").write_text(json.dumps(card))
    with pytest.raises(ModelCorrupt):
        Scorer.load(copied)


def test_the_loaded_challenger_gives_the_trees_own_probabilities(models_dir: Path) -> None:
    challenger = load(folder_of(models_dir))[2]
    trees = loads(read(folder_of(models_dir))[1]["challenger"], trusted=KNOWN_TYPES)
    rows = [features_of(figures) for figures in demo_data().usable().figures[:20]]
    assert [challenger.probability(row) for row in rows] == pytest.approx(trees.predict_proba(np.array(rows))[:, 1])


@pytest.mark.parametrize("content", ["", "{}", '{"features": 1}', "[]"])
def test_a_broken_card_is_refused(copied: Path, folder: Path, content: str) -> None:
    (folder / "card.json").write_text(content)
    with pytest.raises(ModelCorrupt):
        Scorer.load(copied)


def test_training_again_changes_nothing_until_the_model_is_damaged(copied: Path, folder: Path) -> None:
    assert train(copied, NOW)[1] is False
    (folder / "model.skops").write_bytes(b"damaged")
    assert train(copied, NOW)[1] is True
    Scorer.load(copied)


def test_the_linear_model_gives_the_pipelines_own_probabilities(models_dir: Path) -> None:
    model, pipeline = load(folder_of(models_dir))[1], loads(read(folder_of(models_dir))[1]["model"])
    rows = [features_of(figures) for figures in demo_data().usable().figures[:200]]
    assert [model.probability(row) for row in rows] == pytest.approx(pipeline.predict_proba(np.array(rows))[:, 1])


def test_the_card_names_data_features_and_honest_metrics(models_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--models-dir", str(models_dir), "--json"]) == 0
    card = json.loads(capsys.readouterr().out)
    assert card["demo_data"] is True
    assert card["features"] == list(FEATURES)
    assert len(card["data_sha256"]) == len(card["checksums"]["model"]) == len(card["checksums"]["challenger"]) == 64
    assert card["metrics"]["auc"]["mean"] > 0.77
    assert card["metrics"]["ks"]["mean"] > 0.43
    assert card["metrics"]["calibration_gap"]["mean"] < 0.02
    assert card["challenger_metrics"]["auc"]["mean"] > 0.77


def test_worse_grades_went_bad_more_often(models_dir: Path) -> None:
    observed = [seen["bad_rate"] for seen in load(folder_of(models_dir))[0].grades.values()]
    assert len(observed) == 9
    assert observed == sorted(observed)
