"""Values are read from sentences of people who did not build this, at least as well as they have been.

`said/round-0.jsonl` and the writers 01 to 09 were looked at while the readers were built; the others were only measured.
"""

from datetime import date
from pathlib import Path

import pytest

from language.measuring import Labelled, Score, load, read, score

# The sentences of the writers also train what the assistant's models read.
VALUES = Path(__file__).parents[3] / "assistant" / "dialogue" / "data" / "values"
TODAY = date(2026, 11, 30)
LOOKED_AT = [
    Path(__file__).with_name("said") / "round-0.jsonl",
    *(VALUES / f"{writer:02}.jsonl" for writer in range(1, 10)),
]
UNSEEN = [VALUES / f"{writer}.jsonl" for writer in (10, 11, 12)]


def measured(paths: list[Path]) -> Score:
    return score([sentence for path in paths for sentence in load(path)], TODAY)["", ""]


@pytest.mark.parametrize(
    ("paths", "precision", "recall"), [(LOOKED_AT, 0.98, 0.92), (UNSEEN, 0.935, 0.8)], ids=["looked at", "unseen"]
)
def test_the_floor_holds(paths: list[Path], precision: float, recall: float) -> None:
    found = measured(paths)
    assert (found.precision >= precision, found.recall >= recall) == (True, True), found


def test_a_value_read_as_another_is_wrong_and_one_without_a_label_false() -> None:
    counted = Score()
    counted.count({"amount": 1, "debt": 2, "assets": 3}, {"amount": 1, "debt": 4, "purpose": "car"})
    assert counted == Score(right=1, wrong=1, missed=1, false=1)
    assert (counted.precision, counted.recall) == (1 / 3, 1 / 3)


@pytest.mark.parametrize(
    ("asked", "say", "values"),
    [
        ("day", "改到15号", {"day": 15}),
        ("pay_amount", "五百", {"pay_amount": 500_00}),
        (None, "后天还五百", {"day": "today+2", "pay_amount": 500_00}),
        ("credit_check_consent", "查吧", {"credit_check_consent": True}),
        ("credit_check_consent", "别查", {"credit_check_consent": False}),
    ],
)
def test_what_is_read_has_the_form_of_the_labels(asked: str | None, say: str, values: dict[str, object]) -> None:
    assert read(Labelled("zh", asked, say, values, "somebody"), TODAY) == values
