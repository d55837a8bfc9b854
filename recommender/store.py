"""Trained factors, as plain arrays with a checksum."""

from pathlib import Path


class ModelMissing(Exception):
    """No trained model in this folder."""


class ModelCorrupt(Exception):
    """The model file is not the one its card describes."""


class Store:
    """A loaded model; read-only and safe to share between threads."""


def load(folder: Path) -> Store:
    """Load what `train` wrote to `folder` (`var/models/recommender`). Raises `ModelMissing` or `ModelCorrupt`."""
    raise NotImplementedError
