"""Between an act and a help article: what the turn knows decides."""

from dataclasses import replace

import pytest

from assistant.actions.arbiter import WEIGHED, answers_better, evidence, may_be_a_question
from assistant.actions.turn import Turn
from contract.lending.help import HelpAnswer
from contract.texts import LocalText
from tests.unit.assistant.test_agreement import turn

TEXT = LocalText(zh="-", en="-")
HAS_NONE, HAS_ONE = frozenset({"application_none", "loan_none"}), frozenset({"loan_current"})


def article(score: float) -> HelpAnswer:
    return HelpAnswer(
        id="someone-else-pays", question=TEXT, answer=TEXT, speak=TEXT, source=None, score=score, sure=True
    )


def taken_for(
    intent: str, odds: float, text: str = "我姐帮我还这个月的行不行", situation: frozenset[str] = HAS_NONE
) -> Turn:
    return replace(turn(text, intent=intent), odds={intent: odds, "faq": 1 - odds}, situation=situation)


def test_a_question_about_what_one_has_not_gets_the_article() -> None:
    assert answers_better(taken_for("make_payment", 0.8), article(0.97))


def test_who_has_the_loan_is_served_by_the_act() -> None:
    assert not answers_better(taken_for("make_payment", 0.99, "我要还这个月的", HAS_ONE), article(0.97))


def test_an_article_that_hardly_fits_goes_before_nothing() -> None:
    assert not answers_better(taken_for("make_payment", 0.95, situation=HAS_ONE), article(0.1))


@pytest.mark.parametrize("intent", ["distress", "report_fraud", "talk_to_human", "faq", "nlu_fallback", "eligibility"])
def test_danger_a_person_and_what_looks_for_the_article_itself_are_not_weighed(intent: str) -> None:
    assert not may_be_a_question(taken_for(intent, 0.5))


def test_small_talk_is_weighed_only_where_it_asks() -> None:
    assert not may_be_a_question(taken_for("repeat", 0.9, "再说一遍"))
    assert may_be_a_question(taken_for("repeat", 0.9, "能不能大声念给我听？"))


def test_every_piece_of_evidence_has_a_weight() -> None:
    assert set(WEIGHED) == {"constant", *evidence(taken_for("repeat", 0.9), article(0.5))}


def test_what_an_article_says_how_to_do_is_done() -> None:
    told = taken_for("change_language", 0.6, "my Chinese is weak. Can we continue in English?")
    assert answers_better(told, article(0.97))
    assert not answers_better(told, article(0.97).model_copy(update={"id": "change-language"}))
