"""Trained factors, as plain arrays with a checksum: no library is needed to rank with them."""

import hashlib
import io
import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
ARRAYS = ("user_bias", "item_bias", "user_factors", "item_factors", "item_counts")


class ModelMissing(Exception):
    """No trained model in this folder."""


class ModelCorrupt(Exception):
    """The model file is not the one its card describes."""


@dataclass(frozen=True, slots=True)
class Store:
    """A loaded model; read-only and safe to share between threads.

    A known user's value for an item is `mean + user_bias + item_bias + item_factors · user_factors`. `users` and
    `items` give each id's row; `item_counts` is how many ratings an item had.
    """

    mean: float
    users: dict[str, int]
    items: dict[str, int]
    user_bias: Vector
    item_bias: Vector
    user_factors: Vector
    item_factors: Vector
    item_counts: Vector
    fingerprint: str = ""


def save(folder: Path, store: Store) -> None:
    """Write the factors, then the card with their checksum."""
    folder.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **{name: getattr(store, name) for name in ARRAYS})
    content = buffer.getvalue()
    card = {
        "fingerprint": store.fingerprint,
        "factors_sha256": hashlib.sha256(content).hexdigest(),
        "mean": store.mean,
        "users": list(store.users),
        "items": list(store.items),
    }
    _replace(folder / "factors.npz", content)
    _replace(folder / "card.json", json.dumps(card, indent=1).encode())


def load(folder: Path) -> Store:
    """Load what `train` wrote to `folder` (`var/models/recommender`). Raises `ModelMissing` or `ModelCorrupt`."""
    try:
        card = json.loads((folder / "card.json").read_bytes())
        content = (folder / "factors.npz").read_bytes()
        if hashlib.sha256(content).hexdigest() != card["factors_sha256"]:
            raise ModelCorrupt(str(folder))
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return Store(
                mean=card["mean"],
                users={user: row for row, user in enumerate(card["users"])},
                items={item: row for row, item in enumerate(card["items"])},
                fingerprint=card["fingerprint"],
                **{name: arrays[name] for name in ARRAYS},
            )
    except FileNotFoundError as error:
        raise ModelMissing(str(folder)) from error
    except (ValueError, KeyError) as error:
        raise ModelCorrupt(str(folder)) from error


def _replace(path: Path, content: bytes) -> None:
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(content)
    os.replace(unfinished, path)
