import pytest

from recommender.dataset import Rating
from recommender.evaluate import NothingToMeasure, evaluate, last_liked, worst_place


def test_the_last_liked_item_is_the_one_left_out() -> None:
    ratings = [
        Rating("u", "old", 5, 1),
        Rating("u", "new", 4, 3),
        Rating("u", "disliked", 1, 9),
        Rating("v", "x", 2, 1),
    ]
    assert last_liked(ratings, 4.0) == {"u": "new"}


def test_ties_are_broken_against_us() -> None:
    assert worst_place({"wanted": 1.0, "b": 1.0, "c": 1.0, "d": 0.5}, "wanted") == 3
    assert worst_place({"wanted": 2.0, "b": 1.0}, "wanted") == 1


def test_where_nobody_liked_anything_there_is_nothing_to_measure() -> None:
    with pytest.raises(NothingToMeasure):
        evaluate([Rating("u", "a", 1, 1), Rating("u", "b", 2, 2)])
    with pytest.raises(NothingToMeasure):
        evaluate([Rating("u", "a", 5, 1)])
