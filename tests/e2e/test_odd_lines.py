"""Whatever is typed is answered, within the turn limit; nothing breaks behind it, and no syntax sets a value."""

from collections.abc import Callable

import pytest

from tests.e2e.borrower_app import BorrowerApp
from tests.e2e.odd_lines import Line, held_out_questions, odd_lines
from tests.e2e.odd_talk import say_all
from tests.stack import Stack

SEED = 20261122
SAMPLE = 60
# Codes of lines of which nothing is left that can be seen, or which no database keeps.
NOTHING_LEFT = {"text_empty", "invalid_request"}


# `test_bad_input.py` and `tests/integration/assistant/test_odd_input.py` say fewer.
@pytest.mark.slow
def test_a_sample_of_odd_lines_is_answered(stack: Stack, sign_up: Callable[[str], BorrowerApp]) -> None:
    all_are_answered(odd_lines(SAMPLE, SEED, held_out_questions()), stack, sign_up)


def all_are_answered(lines: list[Line], stack: Stack, sign_up: Callable[[str], BorrowerApp]) -> None:
    log = len(stack.log())
    tally = say_all(lines, sign_up)
    print(f"\n{tally.figures()}")  # noqa: T201 - the figures
    assert tally.unanswered == []
    assert tally.filled == []
    assert {named.rpartition(": ")[2] for named in tally.refused} <= NOTHING_LEFT
    assert "Traceback" not in stack.log()[log:]
