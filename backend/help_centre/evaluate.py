"""The search measured on outside questions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from backend.help_centre.cache import embed_cached
from backend.help_centre.embedder import Embedder
from backend.help_centre.index import Index, Scaling
from backend.help_centre.questions import Need, Pair

FOLDS = 4


def evaluate_pairs(embedder: Embedder, pairs: Sequence[Pair], cache: Path) -> dict[str, float]:
    """How well the cosine of centred vectors tells pairs of one meaning: AUC, and accuracy at the best threshold."""
    texts = sorted({text for pair in pairs for text in (pair.a, pair.b)})
    vectors = embed_cached(embedder, texts, cache)
    rows = Scaling.of(vectors, embedder.blocks).apply(vectors)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    place = {text: row for row, text in enumerate(texts)}
    cosines = np.array([rows[place[pair.a]] @ rows[place[pair.b]] for pair in pairs])
    same = np.array([pair.same for pair in pairs])
    return {
        "auc": round(float(roc_auc_score(same, cosines)), 4),
        "accuracy": round(max(float(np.mean((cosines >= cut) == same)) for cut in np.unique(cosines)), 4),
        "pairs": len(pairs),
    }


def evaluate_faq(embedder: Embedder, needs: Sequence[Need], cache: Path) -> dict[str, dict[str, float]]:
    """Top-1 and MRR by language. Each text is asked once, of an index of the other texts' folds, and the needs are
    ranked; folds share each need's texts out evenly."""
    vectors = embed_cached(embedder, [need.text for need in needs], cache)
    places: dict[str, list[int]] = defaultdict(list)
    folds = _folds(needs)
    for fold in range(FOLDS):
        asked = [row for row, number in enumerate(folds) if number == fold]
        known = [row for row, number in enumerate(folds) if number != fold]
        for row, place in _ask(vectors, needs, known, asked, embedder.blocks):
            places[needs[row].language].append(place)
    return {language: _summary(found) for language, found in sorted(places.items())}


def _ask(
    vectors: Any, needs: Sequence[Need], known: list[int], asked: list[int], blocks: Sequence[int]
) -> Iterable[tuple[int, int]]:
    """Each asked row with the place, from 1, of its need."""
    if not asked:
        return
    index = Index(vectors[known], [needs[row].need for row in known], blocks)
    for row, found in zip(asked, index.find(vectors[asked]), strict=True):
        order = [need for need, _ in found.scores]
        # A need that no known text has comes after all others.
        yield row, order.index(needs[row].need) + 1 if needs[row].need in order else len(order) + 1


def _folds(needs: Sequence[Need]) -> list[int]:
    seen: dict[tuple[str, str], int] = defaultdict(int)
    folds = []
    for need in needs:
        folds.append(seen[need.need, need.language] % FOLDS)
        seen[need.need, need.language] += 1
    return folds


def _summary(places: list[int]) -> dict[str, float]:
    found = np.array(places)
    return {
        "top1": round(float(np.mean(found == 1)), 4),
        "mrr": round(float(np.mean(1 / found)), 4),
        "questions": len(places),
    }
