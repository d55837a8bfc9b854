"""Order the items someone may have, best first."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from recommender.store import Store

WhyCode = Literal["like_yours", "popular"]


@dataclass(frozen=True, slots=True)
class Ranked:
    """`score` is the expected value on the ratings' scale; `why_code` says what it rests on."""

    item: str
    score: float
    why_code: WhyCode


def rank(store: Store, user: str, eligible: Collection[str]) -> list[Ranked]:
    """Rank the eligible items alone: others never appear. Unknown users and items get what is popular."""
    raise NotImplementedError
