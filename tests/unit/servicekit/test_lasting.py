"""The file of acts that a restore must not undo."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from servicekit.lasting import ActsUnreadable, LastingAct, LastingActs

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def acts(tmp_path: Path) -> LastingActs:
    return LastingActs(tmp_path / "var" / "acts.jsonl")


def test_acts_come_back_in_their_order_from_a_moment_on(acts: LastingActs) -> None:
    assert list(acts.since(NOW)) == []
    for hours in range(3):
        acts.note("papers_erased", f"bor_{hours}", NOW + timedelta(hours=hours))
    later = NOW + timedelta(hours=1)
    assert next(acts.since(later)) == LastingAct(later, "papers_erased", "bor_1")
    assert [act.id for act in acts.since(later)] == ["bor_1", "bor_2"]
    assert acts.file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("personal", ["+8613800138000", "13800138000", "11010519491231002X", "王小明", "a b", ""])
def test_nothing_personal_is_taken_for_an_id(personal: str, acts: LastingActs) -> None:
    with pytest.raises(ValueError, match="not an id of ours"):
        acts.note("papers_erased", personal, NOW)
    assert not acts.file.exists()


def test_a_line_that_cannot_be_read_is_named(acts: LastingActs) -> None:
    acts.note("papers_erased", "bor_1", NOW)
    with acts.file.open("a") as file:
        file.write('{"kind": "papers_er\n')
    with pytest.raises(ActsUnreadable, match=r"Line 2 of .*acts.jsonl"):
        list(acts.since(NOW))
