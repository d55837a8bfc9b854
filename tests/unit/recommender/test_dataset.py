from pathlib import Path

import pytest

from recommender.dataset import BadRatings, Rating, read, simulated


def test_simulated_borrowers_are_the_same_on_every_call() -> None:
    first = simulated()
    assert first == simulated()
    assert {rating.item for rating in first} == {
        "consumer-flex", "home-renovation", "car-loan", "small-business", "adult-education"
    }  # fmt: skip
    assert {rating.value for rating in first} == {1.0, 2.0, 3.0, 4.0, 5.0}


def test_ratings_are_read_from_csv_in_any_order_of_columns(tmp_path: Path) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text("item,user,timestamp,value\ni,u,7,4.5\n", encoding="utf-8-sig")
    assert read(path) == [Rating("u", "i", 4.5, 7.0)]


@pytest.mark.parametrize(
    "content",
    ["", "user,item,value\nu,i,1", "user,item,value,timestamp\nu,i,high,1", "user,item,value,timestamp\nu,i,nan,1",
     "user,item,value,timestamp\nu,i", "user,item,value,timestamp\n,i,1,1"],
)  # fmt: skip
def test_a_file_of_another_form_is_refused_by_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "ratings.csv"
    path.write_text(content)
    with pytest.raises(BadRatings):
        read(path)
