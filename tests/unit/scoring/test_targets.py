from decimal import Decimal

from backend.scoring.advice import Advice
from backend.scoring.reasons import BY_FEATURE, INSTALMENT_TOO_HIGH
from backend.scoring.targets import WORDS, with_targets
from contract.lending.applications import ApplicationFields
from contract.money import Money

DEBT, WORK, HOME = BY_FEATURE["debt_months"], BY_FEATURE["years_short"], BY_FEATURE["rents"]


def test_a_reason_names_the_figure_that_would_change_the_result() -> None:
    (told,) = with_targets([DEBT], Advice({"debt": Money(8_000_00)}, alone=True))
    assert told.improve.zh == "其他情况不变，把现有负债降到¥8,000，结果就会改变。"
    assert (
        told.improve.en
        == "With all else unchanged, bringing your existing debt down to ¥8,000 would change the result."
    )
    assert told.target == ApplicationFields(debt=Money(8_000_00))


def test_steps_that_do_only_together_say_so() -> None:
    advice = Advice({"employment_years": Decimal("3.0"), "debt": Money(0)}, alone=False)
    work, debt = with_targets([WORK, DEBT], advice)
    assert work.improve.en.startswith("Together with the other steps named here, 3 years in your work")
    assert debt.improve.zh.startswith("与这里列出的其他几项一起做到")


def test_an_answer_is_told_once_with_the_weightiest_of_its_reasons() -> None:
    first, second = with_targets([INSTALMENT_TOO_HIGH, HOME], Advice({"amount": Money(9_000_00)}, alone=True))
    assert first.target == ApplicationFields(amount=Money(9_000_00))
    assert second == HOME


def test_an_answer_that_no_reason_stands_for_is_told_with_the_first() -> None:
    advice = Advice({"debt": Money(0), "monthly_income": Money(9_000_00)}, alone=False)
    (told,) = with_targets([DEBT], advice)
    assert told.target == ApplicationFields(debt=Money(0), monthly_income=Money(9_000_00))
    assert "月收入达到¥9,000" in told.improve.zh
    assert told.improve.en.startswith("With all else unchanged")


def test_without_advice_the_general_words_stay() -> None:
    assert with_targets([DEBT], None) == [DEBT]


def test_every_answer_has_its_words_in_both_languages() -> None:
    assert all("{value}" in words.zh and "{value}" in words.en for words in WORDS.values())
