"""What a prepayment is to do to the rest of the loan, in words."""

import pytest

from assistant.actions.payments import MORE
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


@pytest.mark.parametrize(
    ("text", "is_more"),
    [
        ("我想多还一点", True),
        ("先还一部分", True),
        ("pay an extra 500", True),
        ("差不多还清了，剩下的一次结清", False),
        ("利息太多还是一次还清吧", False),
        ("give back everything now got extra charge?", False),
    ],
)
def test_more_than_is_due_is_told_from_words_that_only_look_so(text: str, is_more: bool) -> None:
    assert bool(MORE.search(text)) is is_more
