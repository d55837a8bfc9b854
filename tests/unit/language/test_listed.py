"""What may be left out, said in one message as the form suggests."""

from typing import Any

import pytest

from language.fields import read_answers
from language.listed import read_listed


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "每个月花四千左右，全职上班五年了，租房住，存款十万，外面没欠钱",
            {"monthly_expenses": 400_000, "employment": "employed", "employment_years": 5, "housing": "rent", "assets": 10_000_000, "debt": 0},
        ),
        (
            "花3k 上班族 两年半了 租的房 存款8万 花呗欠三千",
            {"monthly_expenses": 300_000, "employment": "employed", "employment_years": 2.5, "housing": "rent", "assets": 8_000_000, "debt": 300_000},
        ),
        (
            "6k a month goes out, self-employed 4 years, mortgage on the house with 250k left, 300k in assets",
            {"monthly_expenses": 600_000, "employment": "self_employed", "employment_years": 4, "housing": "mortgage", "assets": 30_000_000, "debt": 25_000_000},
        ),
        (
            "rather not say what I spend, part time for two years, living with my parents, i owe 3000 on my credit card",
            {"employment": "part_time", "employment_years": 2, "housing": "family", "debt": 300_000},
        ),
        ("退休了，自己的房子，不欠别人钱", {"employment": "retired", "housing": "own", "debt": 0}),
    ],
)  # fmt: skip
def test_a_list_gives_each_field(text: str, values: dict[str, Any]) -> None:
    assert read_answers(text, "monthly_expenses").values == values


@pytest.mark.parametrize(
    "text",
    [
        "rent 3000, food 1000, phone 100",
        "水电四百、网费一百、房租两千五",
        "租房，一个月两千",
        "3000",
        "我再想想，行不行，好吧",
    ],
)
def test_parts_of_one_sum_are_no_list(text: str) -> None:
    assert read_listed(text, "monthly_expenses") == {}


def test_what_was_given_is_not_changed_in_passing() -> None:
    text = "上班五年，租房，没存款，没欠款"
    assert "assets" in read_answers(text, "employment").values
    assert "assets" not in read_answers(text, "employment", given=["assets"]).values
