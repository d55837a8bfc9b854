"""Nothing owed and nothing saved, and words that only look so."""

import pytest

from contract.lending.applications import FieldName
from language.fields import read_answers


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("assets", "啥也木有"),
        ("assets", "啥也没有，就这一双手值钱"),
        ("assets", "存款是零"),
        ("assets", "zip"),
        ("debt", "0蛋"),
        ("debt", "外面一个子儿都不差"),
        ("debt", "外债没有 我社恐"),
        ("debt", "没有，我这人借根针都得给人还回去"),
        ("debt", "all square la"),
        ("assets", "穷得叮当响"),
    ],
)
def test_nothing_is_an_answer_in_many_words(asked: FieldName, text: str) -> None:
    assert read_answers(text, asked).values == {asked: 0}


def test_debts_are_denied_beside_another_answer() -> None:
    assert read_answers("定期三万，外头没账", "assets").values == {"assets": 30_000_00, "debt": 0}


@pytest.mark.parametrize(
    "text", ["没有，不过欠朋友一点", "没有，就花呗有点", "负债没还清", "外债没有多少", "no, a car loan"]
)
def test_a_no_that_is_taken_back_is_no_zero(text: str) -> None:
    assert read_answers(text, "debt").values == {}
