"""How well the ranking finds what people liked next: leave each user's last liked item out, rank, look where it lands."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean

from recommender.dataset import LIKED_FROM, Rating
from recommender.rank import scores
from recommender.train import train

Score = Callable[[str, Iterable[str]], dict[str, float]]


class NothingToMeasure(Exception):
    """No user has a liked item and another one beside it."""


def evaluate(ratings: Sequence[Rating], *, liked_from: float = LIKED_FROM) -> dict[str, object]:
    """NDCG@5, hit rate@10 and coverage@10 of the model and, beside it, of plain popularity.

    A user's last item with a value of at least `liked_from` is left out and ranked among all items the user has not
    seen before; ties are broken against us. Raises `NothingToMeasure`.
    """
    left_out = last_liked(ratings, liked_from)
    kept = [r for r in ratings if left_out.get(r.user) != r.item]
    seen = _seen(kept)
    left_out = {user: item for user, item in left_out.items() if user in seen}
    if not left_out:
        raise NothingToMeasure()
    items = {r.item for r in ratings}
    model = train(kept)
    counts = Counter(r.item for r in kept)

    def by_model(user: str, candidates: Iterable[str]) -> dict[str, float]:
        return scores(model, user, candidates)

    def by_popularity(_: str, candidates: Iterable[str]) -> dict[str, float]:
        return {item: float(counts[item]) for item in candidates}

    return {
        "users": len(left_out),
        "items": len(items),
        **_measure(by_model, left_out, seen, items),
        "popularity": _measure(by_popularity, left_out, seen, items),
    }


def last_liked(ratings: Sequence[Rating], liked_from: float) -> dict[str, str]:
    """Each user's latest liked item. Of equal times the later row counts."""
    liked = sorted((r for r in ratings if r.value >= liked_from), key=lambda r: r.timestamp)
    return {r.user: r.item for r in liked}


def worst_place(scored: dict[str, float], item: str) -> int:
    """The item's place from 1, after every other item that scores the same."""
    return sum(score >= scored[item] for score in scored.values())


def _seen(ratings: Iterable[Rating]) -> dict[str, set[str]]:
    seen: dict[str, set[str]] = defaultdict(set)
    for rating in ratings:
        seen[rating.user].add(rating.item)
    return dict(seen)


def _measure(score: Score, left_out: dict[str, str], seen: dict[str, set[str]], items: set[str]) -> dict[str, float]:
    places: list[int] = []
    shown: set[str] = set()
    for user, item in left_out.items():
        scored = score(user, sorted(items - seen[user]))
        places.append(worst_place(scored, item))
        shown.update(sorted(scored, key=lambda i: -scored[i])[:10])
    return {
        "ndcg_5": round(fmean(1 / math.log2(place + 1) if place <= 5 else 0.0 for place in places), 4),
        "hit_rate_10": round(fmean(place <= 10 for place in places), 4),
        "coverage": round(len(shown) / len(items), 4),
    }
