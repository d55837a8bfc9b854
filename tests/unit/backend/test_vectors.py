"""The published figures: matched or named with a reason, none wrong."""

import json
from collections import Counter
from pathlib import Path

import pytest

from backend.loans.__main__ import main
from backend.loans.vectors import Outcome, as_markdown, judge

pytestmark = pytest.mark.shared_data
PAGE = Path(__file__).parents[3] / "docs" / "schedule-vectors.md"


@pytest.fixture(scope="module")
def outcomes(shared_data: Path) -> list[Outcome]:
    return judge(json.loads((shared_data / "schedules.json").read_text())["vectors"])


def test_every_vector_is_matched_or_named_with_a_reason_and_none_is_wrong(outcomes: list[Outcome]) -> None:
    counts = Counter(outcome.verdict for outcome in outcomes)
    assert counts["wrong"] == 0
    assert counts["matched"] == 25
    assert all(outcome.note for outcome in outcomes)


def test_the_published_table_is_that_of_the_command(outcomes: list[Outcome]) -> None:
    assert PAGE.read_text() == as_markdown(outcomes) + "\n"


def test_the_command_prints_the_table(shared_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vectors", "--file", str(shared_data / "schedules.json")]) == 0
    assert capsys.readouterr().out == PAGE.read_text()
