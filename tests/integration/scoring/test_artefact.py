import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from skops.io import loads

from backend.scoring import dataset
from backend.scoring.__main__ import main, train
from backend.scoring.artefact import load, read
from backend.scoring.errors import ModelCorrupt, ModelMissing
from backend.scoring.features import FEATURES, features_of
from backend.scoring.service import Scorer


@pytest.fixture
def copied(models_dir: Path, tmp_path: Path) -> Path:
    shutil.copytree(models_dir, tmp_path / "models")
    return tmp_path / "models"


def test_without_a_trained_model_the_error_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        Scorer.load(tmp_path)


def test_a_changed_model_file_is_refused(copied: Path) -> None:
    path = copied / "scoring" / "model.skops"
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(ModelCorrupt):
        Scorer.load(copied)


@pytest.mark.parametrize("content", ["", "{}", '{"features": 1}', "[]"])
def test_a_broken_card_is_refused(copied: Path, content: str) -> None:
    (copied / "scoring" / "card.json").write_text(content)
    with pytest.raises(ModelCorrupt):
        Scorer.load(copied)


def test_training_again_changes_nothing_until_the_model_is_damaged(copied: Path) -> None:
    assert train(copied)[1] is False
    (copied / "scoring" / "model.skops").write_bytes(b"damaged")
    assert train(copied)[1] is True
    Scorer.load(copied)


def test_the_linear_model_gives_the_pipelines_own_probabilities(models_dir: Path) -> None:
    model, pipeline = load(models_dir)[1], loads(read(models_dir)[1])
    rows = [features_of(figures) for figures in dataset.applicants(dataset.read())[0][:200]]
    assert [model.probability(row) for row in rows] == pytest.approx(pipeline.predict_proba(np.array(rows))[:, 1])


def test_the_card_names_data_features_and_honest_metrics(models_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "--models-dir", str(models_dir), "--json"]) == 0
    card = json.loads(capsys.readouterr().out)
    assert card["demo_data"] is True
    assert card["features"] == list(FEATURES)
    assert len(card["data_sha256"]) == len(card["artefact_sha256"]) == 64
    assert card["metrics"]["auc"]["mean"] > 0.77
    assert card["metrics"]["ks"]["mean"] > 0.43
    assert card["metrics"]["calibration_gap"]["mean"] < 0.02
