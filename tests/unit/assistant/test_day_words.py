"""The day of the month that a borrower asks for."""

import pytest

from assistant.actions.due_day import read_day_of_month


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("改到每月15号", 15),
        ("还款日能不能改成十五号", 15),
        ("从5号改到20号", 20),
        ("每个月二十日还", 20),
        ("change it to the 25th", 25),
        ("could I pay on the 1st", 1),
        ("on the fifteenth please", 15),
        ("改到32号", None),
        ("想改还款日", None),
        ("改到15", None),
    ],
)
def test_a_day_is_read_from_words(text: str, day: int | None) -> None:
    assert read_day_of_month(text, bare=False) == day


@pytest.mark.parametrize(("text", "day"), [("15", 15), ("十五", 15), ("0", None), ("不知道", None), ("45", None)])
def test_a_bare_number_counts_where_a_day_was_asked_for(text: str, day: int | None) -> None:
    assert read_day_of_month(text, bare=True) == day
