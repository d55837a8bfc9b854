"""What a prepayment is to do to the rest of the loan, in words."""

import pytest

from language.wishes.prepaying import read_effect


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("每月少还", "smaller"),
        ("月供降一点", "smaller"),
        ("lower payments please", "smaller"),
        ("提前还完那种", "shorter"),
        ("i want to finish sooner", "shorter"),
        ("两万", None),
        ("每月少还还是提前还完", None),
    ],
)
def test_the_effect_that_is_named(text: str, effect: str | None) -> None:
    assert read_effect(text) == effect
