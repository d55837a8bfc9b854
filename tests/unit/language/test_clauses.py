"""A message falls into clauses where one matter ends and another begins."""

import pytest

from language.clauses import clauses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("十二个月。我顺便问一句，以后可以提前还清吗？", ["十二个月。", "我顺便问一句,以后可以提前还清吗?"]),
        ("one year. eh if I finish earlier got penalty or not?", ["one year.", "eh if i finish earlier got penalty or not?"]),
        ("7,450 a month. And please change the amount to 45,000", ["7450 a month.", "and please change the amount to 45000"]),
        ("the 20th, but what does it cost?", ["the 20th", "but what does it cost?"]),
        ("可以 你查", ["可以", "你查"]),
        ("先问一句 你们查不查我征信", ["先问一句 你们查不查我征信"]),
    ],
)  # fmt: skip
def test_each_matter_is_a_clause(text: str, parts: list[str]) -> None:
    assert clauses(text) == parts


@pytest.mark.parametrize("text", ["5.5万", "$1,234.56 a month", "那我想问一下怎么还款", "好。", "no. yes", "", "…"])
def test_one_matter_is_one_clause(text: str) -> None:
    assert len(clauses(text)) == 1


def test_what_falls_into_too_many_is_taken_whole() -> None:
    assert len(clauses("一句话。" * 12)) == 1
