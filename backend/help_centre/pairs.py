"""Whether two questions mean the same, learnt from labelled pairs. It never sees a text's meaning but through vectors.

Features of a pair: |u - v| and u * v of the centred, scaled embeddings, their cosine, and how far the letters agree.
"""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from backend.help_centre.index import Array
from backend.help_centre.questions import Pair

FOLDS = 5
# Below this the head learns less than the cosine knows; above the share, folds that share no text are too uneven.
LEAST_PAIRS = 1000
LARGEST_GROUP_SHARE = 0.5
STRENGTH = 1e-4
GRAMS = (1, 2, 3)


def cosines_of(left: Array, right: Array) -> Array:
    """Row by row."""
    norms = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    return np.asarray((left * right).sum(axis=1) / np.maximum(norms, 1e-9))


def learnt_scores(pairs: Sequence[Pair], left: Array, right: Array) -> Array | None:
    """Each pair's score by a head that saw no pair with any of its texts; None where the pairs do not allow that."""
    groups = _linked(pairs)
    if len(pairs) < LEAST_PAIRS or np.bincount(groups).max() > LARGEST_GROUP_SHARE * len(pairs):
        return None
    agreement = np.array([_agreement(pair.a, pair.b) for pair in pairs])
    rows = np.hstack([np.abs(left - right), left * right, cosines_of(left, right)[:, None], agreement])
    head = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=1000))
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=42)
    same = np.array([pair.same for pair in pairs])
    return np.asarray(cross_val_predict(head, rows, same, groups=groups, cv=folds, method="decision_function"))


def _linked(pairs: Sequence[Pair]) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    """A group for each pair; pairs of one group are linked by texts that they share."""
    places = {text: place for place, text in enumerate({text for pair in pairs for text in (pair.a, pair.b)})}
    starts, ends = [places[pair.a] for pair in pairs], [places[pair.b] for pair in pairs]
    links = coo_matrix((np.ones(len(pairs)), (starts, ends)), shape=(len(places), len(places)))
    _, groups = connected_components(links, directed=False)
    return np.asarray(groups[starts])


def _agreement(a: str, b: str) -> list[float]:
    """The shares of letter n-grams in common, and of length."""
    shared = [_jaccard(_grams(a, size), _grams(b, size)) for size in GRAMS]
    return [*shared, min(len(a), len(b)) / max(len(a), len(b), 1)]


def _grams(text: str, size: int) -> set[str]:
    return {text[start : start + size] for start in range(len(text) - size + 1)}


def _jaccard(first: set[str], second: set[str]) -> float:
    return len(first & second) / len(first | second) if first | second else 0.0
