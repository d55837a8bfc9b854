from pathlib import Path

import pandas as pd
import pytest

from backend.scoring.lab.errors import ColumnsMissing, LabelNotBinary, OneClassOnly, TableUnreadable, TargetMissing
from backend.scoring.lab.table import read_table, split_target


@pytest.mark.parametrize(
    ("good", "bad"), [(0, 1), (0.0, 1.0), ("0", "1"), (False, True), ("good", " BAD "), ("false", "true")]
)
def test_labels_are_read_however_they_are_written(good: object, bad: object) -> None:
    table = split_target(pd.DataFrame({"x": range(60), "y": [good, bad, good] * 20}), "y")
    assert table.labels.tolist() == [0, 1, 0] * 20
    assert list(table.columns) == ["x"]


def test_rows_without_a_label_are_left_out_and_counted() -> None:
    table = split_target(pd.DataFrame({"x": range(61), "y": [0, 1, 0] * 20 + [None]}), "y")
    assert (len(table.labels), table.unlabelled) == (60, 1)


def test_a_target_that_is_not_there_is_named() -> None:
    with pytest.raises(TargetMissing):
        split_target(pd.DataFrame({"x": [1]}), "y")


def test_three_kinds_of_label_are_refused() -> None:
    with pytest.raises(LabelNotBinary) as raised:
        split_target(pd.DataFrame({"x": range(3), "y": [0, 1, 2]}), "y")
    assert raised.value.data["values"] == ["2"]


def test_a_label_with_one_class_is_refused() -> None:
    with pytest.raises(OneClassOnly) as raised:
        split_target(pd.DataFrame({"x": range(50), "y": [0] * 50}), "y")
    assert raised.value.data == {"target": "y", "good": 50, "bad": 0, "least": 20}


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'a,b\n1,"2'])
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "table.csv").write_bytes(content)
    with pytest.raises(TableUnreadable):
        read_table(tmp_path / "table.csv", "y")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableUnreadable):
        read_table(tmp_path / "none.csv", "y")


def test_a_column_to_leave_out_must_exist(tmp_path: Path) -> None:
    pd.DataFrame({"x": range(60), "z": range(60), "y": [0, 1, 0] * 20}).to_csv(tmp_path / "t.csv", index=False)
    assert list(read_table(tmp_path / "t.csv", "y", ["z"]).columns) == ["x"]
    with pytest.raises(ColumnsMissing):
        read_table(tmp_path / "t.csv", "y", ["Z"])
