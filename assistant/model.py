"""The trained dialogue model: where it is, whether it is current, whether it is the file that was built here."""

import hashlib
import os
from pathlib import Path

from servicekit.settings import CannotStart

PROJECT = Path(__file__).parent / "dialogue"
MODELS = Path(__file__).parent.parent / "var" / "models" / "dialogue"
# What a model is made of; a change in any of it makes a new model.
PARTS = (
    "intent_names",
    "tokenizer",
    "vectors",
    "featurizer",
    "situation",
    "head",
    "linear",
    "choices",
    "guards",
    "classifier",
)
COMPONENTS = tuple(f"components/{part}.py" for part in PARTS)
# `../turns.py` says in which state each sentence was said.
SOURCES = ("domain", "data", *COMPONENTS, "contract.json", "uv.lock", "../turns.py")
KINDS = frozenset({".yml", ".jsonl"})
# Vectors of training texts by their hash: e5 takes 25 ms a text.
VECTORS = MODELS / "vectors"
TRAIN = "`.venv/bin/python -m assistant.train` makes it"


class ModelMissing(CannotStart):
    """No model for the present sources."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"There is no dialogue model of the present sources at {path}: {TRAIN}.")


class ModelAltered(CannotStart):
    """The model file is not the one that was built: its checksum differs."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is not the dialogue model that was trained here: {TRAIN} again.")


def config_file() -> str:
    """The pipeline's file: `DIALOGUE_CONFIG`, for instance `config-low-latency.yml`."""
    return os.environ.get("DIALOGUE_CONFIG", "config.yml")


def source_hash(project: Path = PROJECT) -> str:
    """Names the content that a model is trained from."""
    return _hash_of(_source_files(project.resolve()), project.resolve())


def pipeline_hash(project: Path = PROJECT) -> str:
    """Names the pipeline alone, whatever it is trained on."""
    return _hash_of([project / name for name in (config_file(), *COMPONENTS, "uv.lock")], project)


def _hash_of(files: list[Path], project: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(project.parent).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _source_files(project: Path) -> list[Path]:
    roots = [(project / name).resolve() for name in (config_file(), *SOURCES)]
    inside = [path for root in roots if root.is_dir() for path in root.rglob("*") if path.suffix in KINDS]
    return [root for root in roots if root.is_file()] + inside


def model_path(project: Path = PROJECT, models: Path = MODELS) -> Path:
    return models / f"{source_hash(project)}.tar.gz"


def checksum_path(model: Path) -> Path:
    return model.with_name(model.name + ".sha256")


def file_checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def current_model(project: Path = PROJECT, models: Path = MODELS) -> Path:
    """The model of the present sources, checked against its checksum. Raises `ModelMissing` or `ModelAltered`."""
    path = model_path(project, models)
    if not path.is_file() or not checksum_path(path).is_file():
        raise ModelMissing(path)
    if file_checksum(path) != checksum_path(path).read_text().strip():
        raise ModelAltered(path)
    return path
