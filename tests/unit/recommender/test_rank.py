import pytest

from recommender.rank import rank
from recommender.store import Store


def test_only_eligible_items_are_ranked_and_all_of_them(store: Store) -> None:
    assert {ranked.item for ranked in rank(store, "ann", ["a", "c"])} == {"a", "c"}
    assert rank(store, "ann", []) == []


def test_a_known_user_gets_what_similar_users_like(store: Store) -> None:
    best = rank(store, "ann", ["a", "b", "c"])[0]
    assert (best.item, best.why_code) == ("b", "like_yours")
    assert best.score == pytest.approx(4.4)


def test_an_unknown_user_gets_item_means_as_popular(store: Store) -> None:
    ranking = rank(store, "nobody", ["a", "b", "c"])
    assert [(ranked.item, ranked.why_code) for ranked in ranking] == [
        ("c", "popular"),
        ("a", "popular"),
        ("b", "popular"),
    ]
    assert ranking[0].score == pytest.approx(3.2)


def test_a_tie_goes_to_the_item_with_more_ratings_then_to_the_smaller_id(store: Store) -> None:
    ranking = rank(store, "nobody", ["z-new", "y-new", "a", "c"])
    assert [ranked.item for ranked in ranking] == ["c", "a", "y-new", "z-new"]


def test_an_unknown_item_scores_the_users_mean(store: Store) -> None:
    assert rank(store, "ann", ["new"])[0].score == pytest.approx(3.5)
