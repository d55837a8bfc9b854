"""Train with Surprise's SVD and export its factors."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from recommender import store
from recommender.dataset import Rating
from recommender.store import Store

SETTINGS = {"n_factors": 8, "n_epochs": 30, "random_state": 42}


class NothingToLearn(Exception):
    """There are no ratings."""


def train_into(folder: Path, ratings: Sequence[Rating]) -> bool:
    """Train and save, unless `folder` holds a model of the same ratings and settings. Answers whether it trained."""
    wanted = fingerprint(ratings)
    try:
        if store.load(folder).fingerprint == wanted:
            return False
    except (store.ModelMissing, store.ModelCorrupt):
        pass
    store.save(folder, train(ratings))
    return True


def train(ratings: Sequence[Rating]) -> Store:
    """Raises `NothingToLearn`. A user's repeated ratings of an item all count."""
    return export(fit(ratings), ratings)


def fit(ratings: Sequence[Rating]) -> Any:
    """The fitted `surprise.SVD`."""
    from surprise import SVD, Dataset, Reader

    if not ratings:
        raise NothingToLearn()
    values = [rating.value for rating in ratings]
    data = Dataset(Reader(rating_scale=(min(values), max(values))))
    rows = [(rating.user, rating.item, rating.value, None) for rating in ratings]
    return SVD(**SETTINGS).fit(data.construct_trainset(rows))


def export(svd: Any, ratings: Sequence[Rating]) -> Store:
    known = svd.trainset
    users = {known.to_raw_uid(row): row for row in known.all_users()}
    items = {known.to_raw_iid(row): row for row in known.all_items()}
    counts = Counter(rating.item for rating in ratings)
    return Store(
        mean=float(known.global_mean),
        users=users,
        items=items,
        user_bias=svd.bu,
        item_bias=svd.bi,
        user_factors=svd.pu,
        item_factors=svd.qi,
        item_counts=np.array([counts[item] for item in items], dtype=float),
        fingerprint=fingerprint(ratings),
    )


def fingerprint(ratings: Sequence[Rating]) -> str:
    digest = hashlib.sha256(json.dumps(SETTINGS, sort_keys=True).encode())
    for rating in ratings:
        digest.update(json.dumps([rating.user, rating.item, rating.value, rating.timestamp]).encode())
    return digest.hexdigest()
