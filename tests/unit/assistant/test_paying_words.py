"""Which words mean more than is due."""

import pytest

from assistant.actions.payments import MORE


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
