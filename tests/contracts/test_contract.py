"""What crosses a process is typed once, and a word that the other side never says is an error of types."""

import ast
from pathlib import Path
from typing import get_args

import pytest

from backend.applications.decisions import SCORING_UNAVAILABLE
from backend.applications.decline_reasons import DECLINE_REASONS
from backend.applications.refusals import REASONS
from backend.loans.errors import ChangeNotPossible
from backend.loans.rules import BUCKETS
from backend.scoring.reasons import (
    BY_FEATURE,
    INSTALMENT_TOO_HIGH,
    OVER_LIMIT,
    REVIEW_BY_A_PERSON,
    evidence_missing,
    limit_reached,
    make_reason,
)
from contract.__main__ import FOR_DIALOGUE, FOR_WEB, for_dialogue, for_web
from contract.lending.applications import FIELDS, ReasonCode
from contract.lending.client import BackendProblem
from contract.lending.loans import Bucket
from contract.lending.problems import BACKEND_CODES, BackendCode
from servicekit.problems import HTTP_CODES, Problem
from tests.contracts.problem_codes import kinds

ROOT = Path(__file__).parents[2]
MADE_BY_THE_EDGE = {*HTTP_CODES.values(), "invalid_request"}


def test_the_codes_are_those_of_the_backend() -> None:
    raised = {kind.code for kind in kinds(Problem) if kind.__module__.split(".")[0] in ("backend", "servicekit")}
    assert raised | MADE_BY_THE_EDGE == BACKEND_CODES


def test_a_code_that_the_backend_never_sends_does_not_type_check() -> None:
    """mypy fails when one of these ignores is not needed any more."""
    problem = BackendProblem(409, "offer_expired", "", {})
    wrong = frozenset({"offer_has_expired"})
    assert not problem.is_one_of("offer_has_expired")  # type: ignore[arg-type]
    assert not problem.is_one_of(*wrong)  # type: ignore[arg-type]
    assert problem.known != "offer_has_expired"  # type: ignore[comparison-overlap]
    table: dict[BackendCode, str] = {"offer_has_expired": ""}  # type: ignore[dict-item]
    assert problem.known not in table


def test_a_made_up_word_where_the_words_are_known_does_not_type_check() -> None:
    bucket: Bucket = "current"  # type: ignore[assignment]
    assert bucket not in BUCKETS
    assert make_reason("late_payer", "", "", "", "").code == "late_payer"  # type: ignore[arg-type]
    assert ChangeNotPossible(reason="too_late").data == {"reason": "too_late"}  # type: ignore[arg-type]


def test_the_reason_codes_are_those_that_the_backend_gives() -> None:
    given = [
        *DECLINE_REASONS, *REASONS.values(), *BY_FEATURE.values(), INSTALMENT_TOO_HIGH, OVER_LIMIT, REVIEW_BY_A_PERSON,
        SCORING_UNAVAILABLE, evidence_missing(frozenset()), limit_reached(None),
    ]  # fmt: skip
    assert {reason.code for reason in given} == set(get_args(ReasonCode))


def test_a_code_of_a_newer_backend_is_passed_on_and_means_nothing() -> None:
    problem = BackendProblem(409, "made_up_tomorrow", "", {})
    assert (problem.code, problem.known, problem.is_one_of("offer_expired")) == ("made_up_tomorrow", None, False)


@pytest.mark.parametrize("package", ["assistant/actions", "mobile_api"])
def test_nobody_compares_a_bare_code(package: str) -> None:
    """A bare string compares with anything; `is_one_of` and `known` know the codes."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Compare) and any(_is_problems_code(side) for side in (node.left, *node.comparators))
    ]
    assert found == []


def test_the_form_asks_in_this_order() -> None:
    assert FIELDS == (
        "purpose", "amount", "term_months", "method", "monthly_income", "monthly_expenses", "employment",
        "employment_years", "housing", "assets", "debt", "credit_check_consent",
    )  # fmt: skip


def _is_problems_code(side: ast.expr) -> bool:
    return (
        isinstance(side, ast.Attribute)
        and side.attr == "code"
        and isinstance(side.value, ast.Name)
        and side.value.id in ("problem", "error", "refused")
    )


def test_what_other_languages_read_is_what_the_contract_says() -> None:
    assert FOR_DIALOGUE.read_text() == for_dialogue(), "run python -m contract generate"
    assert FOR_WEB.read_text() == for_web(), "run python -m contract generate"
