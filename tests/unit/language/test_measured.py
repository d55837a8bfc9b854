"""Values are read from sentences of people who did not build this, at least as well as they have been.

`said/round-0.jsonl` and the first four writers were looked at while the readers were built; the others were only measured.
"""

from datetime import date
from pathlib import Path

import pytest

from language.measuring import Labelled, Score, load, read, score

SAID = Path(__file__).with_name("said")
TODAY = date(2026, 11, 30)
LOOKED_AT = ("round-0", "values-01", "values-02", "values-03", "values-04")
UNSEEN = ("values-05", "values-06")


def measured(*names: str) -> Score:
    sentences = [sentence for name in names for sentence in load(SAID / f"{name}.jsonl")]
    return score(sentences, TODAY)["", ""]


@pytest.mark.parametrize(("names", "precision", "recall"), [(LOOKED_AT, 0.97, 0.9), (UNSEEN, 0.9, 0.72)])
def test_the_floor_holds(names: tuple[str, ...], precision: float, recall: float) -> None:
    found = measured(*names)
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
