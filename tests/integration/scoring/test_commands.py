"""The module commands on tables they have never seen."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from backend.scoring.__main__ import main
from backend.scoring.dataset import DEMO_TARGET, demo_table

Captured = pytest.CaptureFixture[str]
ROWS = 400


@pytest.fixture(scope="module")
def strange_table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Numbers, categories, gaps, dates, identifiers, empty columns and odd names; the first number tells."""
    draw = np.random.default_rng(1)
    risk = draw.normal(size=ROWS)
    table = pd.DataFrame(
        {
            "客户 编号": range(ROWS),
            '{"risk"}:, [1]': np.where(draw.random(ROWS) < 0.2, np.nan, risk),
            "amount": [f"¥{1000 + n:,}" for n in draw.integers(0, 9000, ROWS)],
            "since": pd.to_datetime("2020-01-01") + pd.to_timedelta(draw.integers(0, 900, ROWS), "D"),
            "town": [f"town {n}" for n in draw.integers(0, 150, ROWS)],
            "kind": draw.choice(np.array(["a", "b", "c", None], dtype=object), ROWS),
            "note": [f"free text no. {n}" for n in range(ROWS)],
            "nothing": [None] * ROWS,
            "same": 1,
            "bad?": (risk + draw.normal(size=ROWS) > 0.9).astype(int),
        }
    )
    path = tmp_path_factory.mktemp("tables") / "strange.csv"
    table.to_csv(path, index=False)
    return path


def answer(capsys: Captured, *words: str) -> Any:
    assert main([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.slow
def test_any_table_is_measured_beside_logistic_and_lightgbm(strange_table: Path, capsys: Captured) -> None:
    found = answer(capsys, "evaluate", "--data", str(strange_table), "--target", "bad?", "--splits", "1")
    for figures in (found, found["logistic"], found["lightgbm"]):
        assert 0.6 < figures["auc"] < 1
        assert {"ks", "brier", "recall_at_80_approval", "auc_interval"} <= figures.keys()
    assert "auc_minus_lightgbm" in found["paired"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["evaluate", "--data", "none.csv", "--target", "y"], "table_unreadable"),
        (["evaluate", "--data", "TABLE", "--target", "y"], "target_missing"),
        (["evaluate", "--data", "TABLE", "--target", "town"], "label_not_binary"),
        (["evaluate", "--data", "TABLE", "--target", "same"], "one_class_only"),
        (["evaluate", "--data", "TABLE", "--target", "bad?", "--leave-out", "no"], "columns_missing"),
        (["train", "--data", "TABLE", "--target", "bad?"], "answers_missing"),
        (["train", "--data", "TABLE", "--target", "bad?", "--map", "none.json"], "mapping_invalid"),
        (["score", "--data", "TABLE", "--out", "out.csv", "--models-dir", "nowhere"], "model_missing"),
    ],
)
def test_bad_input_ends_with_2_and_one_clear_line(
    strange_table: Path, capsys: Captured, words: list[str], code: str
) -> None:
    assert main([str(strange_table) if word == "TABLE" else word for word in words]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"{code}: ")
    assert printed.err.count("\n") == 1


def test_a_table_of_nothing_but_gaps_is_refused(tmp_path: Path, capsys: Captured) -> None:
    pd.DataFrame({"gap": [None] * 90, "y": [0, 1, 0] * 30}).to_csv(tmp_path / "gaps.csv", index=False)
    assert main(["evaluate", "--data", str(tmp_path / "gaps.csv"), "--target", "y"]) == 2
    assert capsys.readouterr().err.startswith("nothing_to_learn_from: ")


def own_table(folder: Path) -> tuple[Path, Path]:
    """The demo data under the names of another lender, who says that they are real."""
    table = demo_table()
    table["went_bad"] = (table.pop(DEMO_TARGET) == "bad").astype(int)
    table.to_csv(folder / "own.csv", index=False)
    names = {"amount": "Amount", "term_months": "Time", "monthly_income": "Income", "debt": "Debt", "assets": "Assets"}
    (folder / "map.json").write_text(json.dumps({"name": "ours", "demo": False, **names}))
    return folder / "own.csv", folder / "map.json"


def test_a_lenders_own_table_trains_a_model_that_scores_tables_of_any_length(tmp_path: Path, capsys: Captured) -> None:
    data, mapping = own_table(tmp_path)
    given = ["--data", str(data), "--map", str(mapping), "--models-dir", str(tmp_path / "models")]
    card = answer(capsys, "train", *given, "--target", "went_bad")
    assert card["demo_data"] is False
    assert card["version"].startswith("own-data-")
    found = answer(capsys, "score", *given, "--out", str(tmp_path / "scores.csv"))
    scores = pd.read_csv(tmp_path / "scores.csv")
    assert found["rows"] == len(scores) == len(pd.read_csv(data))
    assert found["unusable"] == scores["grade"].isna().sum() == 381
    assert scores["row"].tolist() == list(range(1, len(scores) + 1))
    assert scores["probability"].dropna().between(0, 1).all()


# Measuring is shown on a strange table above; this draws it as well.
@pytest.mark.slow
def test_the_report_holds_pictures_grades_and_how_groups_fare(tmp_path: Path, capsys: Captured) -> None:
    found = answer(capsys, "report", "--out", str(tmp_path), "--splits", "0")
    assert {row["group"] for row in found["fairness"]["marital_status"]} >= {"married", "single"}
    assert all(0 < row["approved"] < 1 for rows in found["fairness"].values() for row in rows)
    assert found["reasons"]
    text = (tmp_path / "report.md").read_text()
    for name in ("roc", "ks", "calibration", "reasons"):
        assert (tmp_path / f"{name}.png").stat().st_size < 60_000
        assert f"({name}.png)" in text
