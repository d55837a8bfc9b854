from pathlib import Path

import pandas as pd
import pytest

from backend.scoring.errors import AnswersMissing, AnswersNotNumbers, MappingInvalid
from backend.scoring.mapping import BY_FIELD, DEMO, applicants, read_mapping

ROW = {
    "amount": 30_000, "term_months": 12, "monthly_income": 9_000, "monthly_expenses": 3_000, "employment_years": 4,
    "assets": 0, "debt": 500, "employment": "employed", "housing": "own",
}  # fmt: skip


def test_a_table_named_after_the_form_needs_no_mapping() -> None:
    (figures,) = applicants(pd.DataFrame([ROW]), BY_FIELD)
    assert figures is not None
    assert (figures.amount, figures.term_months, figures.income, figures.debt) == (30_000, 12, 9_000, 500)
    assert (figures.employment, figures.housing) == ("employed", "own")


def test_gaps_are_answers_not_told_and_unknown_words_are_other() -> None:
    (figures,) = applicants(pd.DataFrame([{**ROW, "debt": None, "housing": None, "employment": "pirate"}]), BY_FIELD)
    assert figures is not None
    assert (figures.debt, figures.housing, figures.employment) == (None, None, "other")


@pytest.mark.parametrize(
    "unusable", [{"amount": None}, {"amount": 0}, {"term_months": 0}, {"monthly_income": float("inf")}]
)
def test_a_row_without_what_a_score_needs_has_no_figures(unusable: dict[str, float | None]) -> None:
    assert list(applicants(pd.DataFrame([{**ROW, **unusable}]), BY_FIELD)) == [None]


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(AnswersMissing) as raised:
        list(applicants(pd.DataFrame([ROW]).drop(columns=["debt", "housing"]), BY_FIELD))
    assert raised.value.data == {"columns": ["debt", "housing"]}


def test_words_where_numbers_belong_are_named() -> None:
    with pytest.raises(AnswersNotNumbers) as raised:
        list(applicants(pd.DataFrame([ROW, {**ROW, "debt": "much"}]), BY_FIELD))
    assert raised.value.data == {"columns": ["debt"]}


@pytest.mark.parametrize("content", ["", "{}", '{"name": "x", "demo": false, "amount": 1}'])
def test_a_mapping_of_another_form_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "map.json").write_text(content)
    with pytest.raises(MappingInvalid):
        read_mapping(tmp_path / "map.json")


def test_nothing_about_the_person_is_mapped_from_the_demo_data() -> None:
    text = DEMO.model_dump_json()
    assert "Age" not in text
    assert "Marital" not in text
