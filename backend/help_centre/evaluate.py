"""The search measured on outside questions."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from backend.help_centre import library
from backend.help_centre.cache import embed_cached
from backend.help_centre.cuts import Cuts, choose_cuts
from backend.help_centre.embedder import Embedder
from backend.help_centre.index import Array, Found, Index, Scaling
from backend.help_centre.library import OURS, Asked
from backend.help_centre.pairs import cosines_of, learnt_scores
from backend.help_centre.plainness import Plainness
from backend.help_centre.questions import Need, Pair
from backend.help_centre.search import build_index, found_left_out, is_sure, tuned_cuts
from contract.texts import LANGUAGES

# Enough to leave each question out by itself where a need has up to as many; more cost time and change little.
MOST_FOLDS = 10


def evaluate_pairs(embedder: Embedder, pairs: Sequence[Pair], cache: Path) -> dict[str, object]:
    """How well pairs of one meaning are told: AUC, and accuracy at the best threshold.

    By a head learnt on the other pairs, cross-validated, where there are enough; else by the cosine, which is given in
    either case.
    """
    texts = sorted({text for pair in pairs for text in (pair.a, pair.b)})
    vectors = embed_cached(embedder, texts, cache)
    rows = Scaling.of(vectors, embedder.blocks).apply(vectors)
    place = {text: row for row, text in enumerate(texts)}
    left, right = rows[[place[pair.a] for pair in pairs]], rows[[place[pair.b] for pair in pairs]]
    same = np.array([pair.same for pair in pairs])
    cosine = _told(same, cosines_of(left, right))
    learnt = learnt_scores(pairs, left, right)
    best = cosine if learnt is None else _told(same, learnt)
    return {**best, "method": "cosine" if learnt is None else "learnt", "cosine": cosine, "pairs": len(pairs)}


def evaluate_faq(embedder: Embedder, needs: Sequence[Need], cache: Path, outside: Path) -> dict[str, dict[str, float]]:
    """Top-1 and MRR by language. A text whose need is an answer of ours is searched in our library; of the other texts
    the file itself is the library, with each question left out in turn. `cache` keeps the library's embeddings,
    `outside` those of the file."""
    ours = {entry.id for entry in library.entries()}
    known = [need for need in needs if need.need in ours]
    others = [need for need in needs if need.need not in ours]
    places: dict[str, list[int]] = defaultdict(list)
    for need, place in [*_in_library(embedder, known, cache, outside), *_in_file(embedder, others, outside)]:
        places[need.language].append(place)
    return {language: _summary(found) for language, found in sorted(places.items())}


def evaluate_questions(
    embedder: Embedder, questions: Sequence[Asked], cache: Path, outside: Path
) -> dict[str, dict[str, float]]:
    """What a borrower gets, by language and by plainness: how often the first answer is right (`top1`), or among the first three, the
    mean reciprocal rank; how often two are offered to choose from, and the right one is neither of them; how many
    questions are refused, and how many off-topic ones answered. `cache` and `outside` as above."""
    index, cuts = build_index(embedder, cache), tuned_cuts(embedder, cache)
    texts = [question.text for question in questions]
    found = list(zip(questions, index.find(texts, embed_cached(embedder, texts, outside)), strict=True))
    return _by_part(found, cuts)


def evaluate_writers(embedder: Embedder, cache: Path) -> dict[str, dict[str, float]]:
    """What strangers get, by language and by plainness: each writer's questions are found by an index that learnt from all
    the others (our own aside, which every index knows). The cuts are chosen on the very questions that they are measured on:
    two numbers on thousands of questions."""
    found = list(found_left_out(embedder, cache, folds=None))
    cuts = choose_cuts(found)
    return _by_part([(asked, result) for asked, result in found if asked.writer != OURS], cuts)


def _by_part(found: Sequence[tuple[Asked, Found]], cuts: Cuts) -> dict[str, dict[str, float]]:
    plainness = Plainness(library.entries())
    parts = {"all": found} | {
        language: [(asked, result) for asked, result in found if asked.language == language] for language in LANGUAGES
    }
    for name, wanted in (("roundabout", True), ("simple", False)):
        parts[name] = [
            (asked, result)
            for asked, result in found
            if asked.needs and plainness.is_roundabout(asked.text, asked.fits) is wanted
        ]
    return {name: _served(part, cuts) for name, part in parts.items()}


def _served(found: Sequence[tuple[Asked, Found]], cuts: Cuts) -> dict[str, float]:
    ours = [(asked, result) for asked, result in found if asked.needs]
    order = [_place(asked, result) for asked, result in ours]
    unsure = np.array([not is_sure(result, cuts) for _, result in ours])
    refused = np.array([result.relevance <= cuts.relevance for _, result in ours])
    wrong = np.array(order) > np.where(unsure, 2, 1)
    alone = ~unsure & ~refused
    off_topic = [result.relevance > cuts.relevance for asked, result in found if not asked.needs]
    return {
        **_summary(order),
        "top2": _share(np.array(order) <= 2),
        "top3": _share(np.array(order) <= 3),
        "choice_offered": _share(unsure & ~refused),
        "given_alone": _share(alone),
        "wrong_alone": _share((np.array(order) > 1)[alone]),
        "wrong_or_absent": _share(wrong | refused),
        "refused": _share(refused),
        "off_topic_answered": _share(off_topic),
        "off_topic": len(off_topic),
    }


def _place(asked: Asked, result: Found) -> int:
    """From 1, of the first answer that would do."""
    return next(place for place, (id, _) in enumerate(result.scores, start=1) if asked.is_answered_by(id))


def _share(cases: Any) -> float:
    return round(float(np.mean(cases)), 4) if len(cases) else 0.0


def _in_library(embedder: Embedder, needs: Sequence[Need], cache: Path, outside: Path) -> Iterator[tuple[Need, int]]:
    if needs:
        vectors = embed_cached(embedder, [need.text for need in needs], outside)
        yield from _places(build_index(embedder, cache), vectors, needs)


def _in_file(embedder: Embedder, needs: Sequence[Need], cache: Path) -> Iterator[tuple[Need, int]]:
    if not needs:
        return
    vectors = embed_cached(embedder, [need.text for need in needs], cache)
    folds = _folds(needs)
    for fold in sorted(set(folds)):
        asked = [row for row, number in enumerate(folds) if number == fold]
        kept = [row for row, number in enumerate(folds) if number != fold]
        if len({needs[row].need for row in kept}) < 2:
            # Nothing to choose from: every question of this fold is missed.
            yield from ((needs[row], len(needs)) for row in asked)
            continue
        texts = [needs[row].text for row in kept]
        index = Index(texts, vectors[kept], [needs[row].need for row in kept], embedder.blocks)
        yield from _places(index, vectors[asked], [needs[row] for row in asked])


def _places(index: Index, vectors: Any, needs: Sequence[Need]) -> Iterator[tuple[Need, int]]:
    """Each need with its place, from 1, among those found; one that the index does not know comes after all others."""
    for need, found in zip(needs, index.find([need.text for need in needs], vectors), strict=True):
        order = [id for id, _ in found.scores]
        yield need, order.index(need.need) + 1 if need.need in order else len(order) + 1


def _folds(needs: Sequence[Need]) -> list[int]:
    """Texts of one need are in different folds, as far as there are folds."""
    count = min(MOST_FOLDS, max(Counter(need.need for need in needs).values()))
    seen: Counter[str] = Counter()
    folds = []
    for need in needs:
        folds.append(seen[need.need] % count)
        seen[need.need] += 1
    return folds


def _told(same: Any, scores: Array) -> dict[str, float]:
    return {"auc": round(float(roc_auc_score(same, scores)), 4), "accuracy": round(_best_accuracy(same, scores), 4)}


def _best_accuracy(same: Any, scores: Array) -> float:
    """Of all cuts, those between equal scores left out."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(np.where(same[order], 1, -1))
    ends = np.append(np.diff(scores[order]) != 0, True)
    none_same = int(np.sum(~same))
    return float(max(none_same, (none_same + hits[ends]).max()) / len(same))


def _summary(places: list[int]) -> dict[str, float]:
    found = np.array(places)
    return {
        "top1": round(float(np.mean(found == 1)), 4),
        "mrr": round(float(np.mean(1 / found)), 4),
        "questions": len(places),
    }
