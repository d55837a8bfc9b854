"""The interface speaks two languages and never runs out of words."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

from backend.applications.refusals import Refusal
from backend.related.lists import Relation
from backend.scoring.grades import GRADES
from contract.lending.applications import FIELDS, Employment, Housing, Status
from contract.lending.documents import DocumentKind, Scan
from contract.lending.loans import LoanStatus, ReceiptKind
from contract.lending.products import Method, Purpose
from contract.lending.reviews import ActKind, ReviewCause
from contract.lending.underwriting import FactName, FactSource, ReviewFlag

Words = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def words(node: Callable[[str], Any]) -> Words:
    found: Words = node(
        'import zh from "js/i18n/zh.js"; import en from "js/i18n/en.js"; const answer = { zh, en };',
    )
    return found


@pytest.fixture(scope="module")
def source(static: Path) -> str:
    return "\n".join(path.read_text() for path in static.glob("js/**/*.js") if path.name not in ("zh.js", "en.js"))


def test_both_languages_have_the_same_keys(words: Words) -> None:
    assert words["zh"].keys() == words["en"].keys()


def test_no_key_is_there_twice(static: Path) -> None:
    """The later one would silently replace the earlier."""
    for name in ("zh.js", "en.js"):
        keys = re.findall(r"^  (\w+):", (static / "js/i18n" / name).read_text(), re.MULTILINE)
        assert [key for key, times in Counter(keys).items() if times > 1] == []


def test_both_languages_have_the_same_places_to_fill_in(words: Words) -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"\{(\w+)\}", text))

    unequal = [key for key, text in words["zh"].items() if places(text) != places(words["en"][key])]
    assert unequal == []


def test_no_text_is_empty(words: Words) -> None:
    assert [key for language in words.values() for key, text in language.items() if not text.strip()] == []


def test_every_word_that_the_pages_ask_for_exists(words: Words, source: str) -> None:
    asked = set(re.findall(r'\bt\("(\w+)"', source))
    assert asked - words["zh"].keys() == set()


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("field", FIELDS),
        ("purpose", get_args(Purpose)),
        ("method", get_args(Method)),
        ("employment", get_args(Employment)),
        ("housing", get_args(Housing)),
        ("application", get_args(Status)),
        ("grade", [grade.name for grade in GRADES]),
        ("loan", get_args(LoanStatus)),
        ("stopped", [code for codes in get_args(Refusal) for code in get_args(codes)]),
        ("instalment", ["due", "part_paid", "paid", "overdue"]),
        ("receipt", get_args(ReceiptKind)),
        ("owner", ["bot", "queue", "staff"]),
        ("paper", get_args(DocumentKind)),
        ("scan", get_args(Scan)),
        ("review_cause", get_args(ReviewCause)),
        ("act_done", get_args(ActKind)),
        ("flag", get_args(ReviewFlag)),
        ("fact", get_args(FactName)),
        ("fact_source", get_args(FactSource)),
        ("relation", get_args(Relation)),
    ],
)
def test_every_value_that_the_backend_sends_has_words(kind: str, values: list[str], words: Words) -> None:
    assert [value for value in values if f"{kind}_{value}" not in words["zh"]] == []
