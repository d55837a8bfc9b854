"""Order the items someone may have, best first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from recommender.store import Store

WhyCode = Literal["like_yours", "popular"]


@dataclass(frozen=True, slots=True)
class Ranked:
    """`score` is the expected value on the ratings' scale; `why_code` says what it rests on: what people who chose
    alike went on to choose, or what people choose in general."""

    item: str
    score: float
    why_code: WhyCode


def rank(store: Store, user: str, eligible: Collection[str]) -> list[Ranked]:
    """Rank the eligible items alone: others never appear, and every eligible one does.

    Unknown users get items by their mean; unknown items score the mean of all. Ties go to the item with more ratings,
    then to the smaller id, so that the order is always the same.
    """
    why: WhyCode = "like_yours" if user in store.users else "popular"
    scored = [Ranked(item, score, why) for item, score in scores(store, user, set(eligible)).items()]
    return sorted(scored, key=lambda ranked: (-ranked.score, -_count(store, ranked.item), ranked.item))


def scores(store: Store, user: str, items: Iterable[str]) -> dict[str, float]:
    """The expected value of each item, unclipped: equal to Surprise's `estimate`."""
    row = store.users.get(user)
    base = store.mean if row is None else store.mean + store.user_bias[row]
    values = base + store.item_bias
    if row is not None:
        values = values + store.item_factors @ store.user_factors[row]
    return {item: float(values[store.items[item]] if item in store.items else base) for item in items}


def _count(store: Store, item: str) -> float:
    return float(store.item_counts[store.items[item]]) if item in store.items else 0.0
