"""The trained model: named by its sources, loaded only by its checksum."""

from pathlib import Path

import pytest
import yaml

from assistant.model import (
    PROJECT,
    ModelAltered,
    ModelMissing,
    checksum_path,
    current_model,
    file_checksum,
    model_path,
    source_hash,
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("domain/talk.yml", "data/nlu/talk.yml", "components/classifier.py", "config.yml", "uv.lock"):
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "project"


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


def build(project: Path, models: Path) -> Path:
    path = model_path(project, models)
    path.write_bytes(b"weights")
    checksum_path(path).write_text(file_checksum(path) + "\n")
    return path


def test_the_model_of_the_present_sources_is_found(project: Path, models: Path) -> None:
    built = build(project, models)
    assert current_model(project, models) == built


@pytest.mark.parametrize("changed", ["domain/talk.yml", "data/nlu/talk.yml", "components/classifier.py", "config.yml"])
def test_a_change_in_the_sources_needs_a_new_model(project: Path, models: Path, changed: str) -> None:
    build(project, models)
    (project / changed).write_text("changed")
    with pytest.raises(ModelMissing, match=r"no dialogue model .*assistant\.train` makes it\.$"):
        current_model(project, models)


def test_an_altered_model_is_refused(project: Path, models: Path) -> None:
    altered = build(project, models)
    altered.write_bytes(b"other weights")
    with pytest.raises(ModelAltered, match=rf"^{altered} is not .*assistant\.train` makes it again\.$"):
        current_model(project, models)


def test_another_pipeline_is_another_model(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "config-low-latency.yml").write_text("use alone")
    shipped = source_hash(project)
    monkeypatch.setenv("DIALOGUE_CONFIG", "config-low-latency.yml")
    assert source_hash(project) != shipped


def test_the_two_pipelines_differ_in_one_encoder_alone() -> None:
    full, quick = (yaml.safe_load((PROJECT / name).read_text()) for name in ("config.yml", "config-low-latency.yml"))
    left_out = [part for part in full["pipeline"] if part not in quick["pipeline"]]
    assert left_out == [{"name": "components.featurizer.SentenceEmbedding", "encoder": "e5"}]
