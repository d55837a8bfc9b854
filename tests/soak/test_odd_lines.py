"""`make soak`: two thousand lines of every kind, each answered, nothing broken and nothing set by syntax."""

import csv
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.borrower_app import BorrowerApp
from tests.e2e.odd_lines import held_out_questions, odd_lines
from tests.e2e.test_odd_lines import SEED, all_are_answered
from tests.stack import Stack

pytestmark = [pytest.mark.soak, pytest.mark.shared_data]
LINES = int(os.environ.get("SOAK_LINES", "2000"))


def test_two_thousand_odd_lines_are_answered(
    stack: Stack, sign_up: Callable[[str], BorrowerApp], shared_data: Path
) -> None:
    with (shared_data / "nlu" / "banking77" / "test.csv").open(newline="") as rows:
        strangers = [row["text"] for row in csv.DictReader(rows)]
    all_are_answered(odd_lines(LINES, SEED, [*held_out_questions(), *strangers]), stack, sign_up)
