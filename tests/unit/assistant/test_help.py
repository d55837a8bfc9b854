"""Speaking what the help centre found: one answer, a choice of two, or none."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast

import pytest
from rasa_sdk.executor import CollectingDispatcher

from assistant.actions.articles import say_article
from assistant.actions.help import AnswerQuestion
from assistant.actions.turn import Speech, Turn
from contract.lending.client import BackendClient
from contract.lending.help import HelpAnswer
from contract.texts import Language, LocalText


class Help:
    """A backend that knows these answers and finds all of them for any question."""

    def __init__(self, *answers: HelpAnswer) -> None:
        self.answers = answers

    async def help(self, question: str, language: Language, limit: int) -> list[HelpAnswer]:  # noqa: ARG002
        return list(self.answers[:limit])

    async def help_answer(self, answer_id: str) -> HelpAnswer:
        return next(answer for answer in self.answers if answer.id == answer_id)


def found(id: str, *, sure: bool, source: str | None = None, score: float = 0.3) -> HelpAnswer:
    def text(part: str) -> LocalText:
        return LocalText(zh=f"{id}的{part}", en=f"{part} of {id}")

    cited = None if source is None else LocalText(zh=source, en=source)
    return HelpAnswer(
        id=id,
        question=text("question"),
        answer=text("answer"),
        speak=text("speech"),
        source=cited,
        score=score,
        sure=sure,
    )


async def all_said(backend: Help, entities: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    turn = Turn("b1", "c1", "m1", "en", "a question", "faq", entities or {}, {}, False, [], date(2026, 11, 22))  # noqa: FBT003
    dispatcher = CollectingDispatcher()
    await AnswerQuestion(cast(BackendClient, backend)).act(turn, Speech(dispatcher, "en"))
    return list(dispatcher.messages)


async def said(backend: Help, entities: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The one message that the action sends."""
    [message] = await all_said(backend, entities)
    return message


async def test_a_likely_answer_is_said_with_the_other_question_beside_it() -> None:
    answer, other = await all_said(Help(found("fees", sure=False, score=0.6), found("rate", sure=False)))
    assert (answer["response"], answer["answer"]) == ("utter_help_answer", "answer of fees")
    assert (other["response"], other["second_answer"]) == ("utter_or_did_you_mean", "rate")


async def test_a_sure_answer_is_said_with_its_spoken_form() -> None:
    message = await said(Help(found("fees", sure=True), found("rate", sure=True)))
    assert message["response"] == "utter_help_answer"
    assert (message["answer"], message["answer_spoken"]) == ("answer of fees", "speech of fees")


async def test_a_rule_behind_the_answer_is_named() -> None:
    message = await said(Help(found("fees", sure=True, source="Civil Code, art. 670")))
    assert (message["response"], message["source"]) == ("utter_help_answer_with_source", "Civil Code, art. 670")


def test_an_article_for_another_question_names_its_rule_too() -> None:
    dispatcher = CollectingDispatcher()
    speech = Speech(dispatcher, "en")
    say_article(found("rate", sure=True, source="Civil Code, art. 680"), speech, "en", "fees_question/told")
    [message] = dispatcher.messages
    assert (message["response"], message["source"]) == ("utter_help_answer_with_source", "Civil Code, art. 680")
    assert (speech.notes.acts, speech.notes.article) == (["fees_question/told"], "rate")


async def test_two_close_answers_are_offered_to_choose_from() -> None:
    message = await said(Help(found("fees", sure=False), found("rate", sure=False)))
    assert message["response"] == "utter_did_you_mean"
    assert [message["first_answer"], message["second_answer"]] == ["fees", "rate"]
    assert message["first_question"] == "question of fees"


async def test_the_chosen_one_is_answered() -> None:
    message = await said(Help(found("fees", sure=False), found("rate", sure=False)), {"help_answer": "rate"})
    assert (message["response"], message["answer"]) == ("utter_help_answer", "answer of rate")


@pytest.mark.parametrize("sure", [True, False])
async def test_a_single_answer_is_said_however_sure(sure: bool) -> None:
    assert (await said(Help(found("fees", sure=sure))))["response"] == "utter_help_answer"


async def test_without_an_answer_a_person_is_offered() -> None:
    assert (await said(Help()))["response"] == "utter_no_answer"
