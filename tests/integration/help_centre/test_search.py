from pathlib import Path

import pytest

from backend.help_centre.library import Asked, asked, entries
from backend.help_centre.service import HelpCentre
from contract.texts import Language

QUESTIONS = asked(Path(__file__).with_name("questions.yml"))
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def on_topic(language: Language) -> list[Asked]:
    return [question for question in QUESTIONS if question.needs and question.language == language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_kept_apart_find_their_answer(centre: HelpCentre, language: Language) -> None:
    found = [([answer.id for answer in centre.search(q.text)], q.needs) for q in on_topic(language)]
    assert sum(ids[:1] == [needed] for ids, needed in found) / len(found) >= 0.85
    assert sum(needed in ids for ids, needed in found) / len(found) >= 0.90


@pytest.mark.parametrize("language", LANGUAGES)
def test_off_topic_questions_get_no_answer(centre: HelpCentre, language: Language) -> None:
    """The near-misses among them, such as other lenders' products, too."""
    off_topic = [q.text for q in QUESTIONS if q.needs is None and q.language == language]
    answered = [text for text in off_topic if centre.search(text)]
    assert len(answered) / len(off_topic) <= 0.06, answered


def test_a_question_between_two_answers_finds_both(centre: HelpCentre) -> None:
    assert {answer.id for answer in centre.search("换卡换手机号", limit=2)} == {"change-card", "lost-phone"}


def test_a_plain_question_is_answered_without_asking_back(centre: HelpCentre) -> None:
    assert centre.search("怎么开结清证明")[0].sure


def test_an_answers_own_question_finds_it_with_confidence(centre: HelpCentre) -> None:
    for entry in entries()[::5]:
        best = centre.search(entry.question.zh)[0]
        assert best.id == entry.id
        assert 0.3 < best.score <= 1


def test_scores_fall_and_the_limit_holds(centre: HelpCentre) -> None:
    answers = centre.search("我要还款", limit=5)
    assert 1 <= len(answers) <= 5
    assert [answer.score for answer in answers] == sorted((answer.score for answer in answers), reverse=True)
    assert len(centre.search("我要还款", limit=1)) == 1


@pytest.mark.parametrize("question", ["", "   ", "😀😀", "？！…", "\x00", "\ud83d"])
def test_a_question_without_words_gets_no_answer(centre: HelpCentre, question: str) -> None:
    assert centre.search(question) == []


@pytest.mark.parametrize("question", ["贷" * 500, "pay " * 125, "/restart", '/inform{"amount": 1}', "a\x00b 还款"])
def test_odd_questions_do_no_harm(centre: HelpCentre, question: str) -> None:
    assert isinstance(centre.search(question), list)
