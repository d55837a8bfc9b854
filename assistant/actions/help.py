"""Questions, answered from the help centre; also in the middle of the form."""

from collections.abc import Sequence

from assistant.actions.base import Events, LoantalkAction
from assistant.actions.comparing import asks_for_both
from assistant.actions.failures import one_more_failure
from assistant.actions.quotes import QuoteRepayment, tries_another
from assistant.actions.replies import local
from assistant.actions.turn import Speech, Turn
from contract.acts import Act
from contract.lending.client import BackendClient, BackendProblem, BackendUnavailable
from contract.lending.help import HelpAnswer
from contract.texts import Language

CHOSEN = "help_answer"
# An answer is given rather than asked about when it is more likely right than wrong.
LIKELY = 0.5


async def help_answers(backend: BackendClient, turn: Turn, limit: int = 1) -> list[HelpAnswer]:
    """The best answers to the turn's words; none while the help centre cannot say."""
    try:
        return await backend.help(turn.text, turn.language, limit=limit)
    except (BackendProblem, BackendUnavailable):
        return []


async def likely_answers(backend: BackendClient, turn: Turn) -> list[HelpAnswer]:
    """The best answer where it is sure; with a second beside it where it is likely; none where it is neither."""
    answers = await help_answers(backend, turn, limit=2)
    if answers and answers[0].sure:
        return answers[:1]
    return answers if len(answers) == 2 and answers[0].score >= LIKELY else []


async def sure_article(backend: BackendClient, turn: Turn) -> HelpAnswer | None:
    """The one that answers the words beyond doubt."""
    answers = await help_answers(backend, turn)
    return answers[0] if answers and answers[0].sure else None


def answer_values(answer: HelpAnswer, language: Language) -> dict[str, str]:
    """The whole for the eye, and what is said aloud."""
    return {"answer": local(answer.answer, language), "answer_spoken": local(answer.speak, language)}


class AnswerQuestion(LoantalkAction):
    """A likely answer is given at once, with the second question beside it; of two faint ones the questions are offered."""

    action_name = "action_help"
    digresses = True

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if chosen := turn.entities.get(CHOSEN):
            say_article(await self.backend.help_answer(chosen), speech, turn.language)
            return []
        if asks_for_both(turn.text) or tries_another(turn):
            return await QuoteRepayment(self.backend).act(turn, speech)
        answers = await self.backend.help(turn.text, turn.language, limit=2)
        match answers:
            case []:
                return self._no_answer(turn, speech)
            case [first, second] if not first.sure and first.score < LIKELY:
                _ask_which(first, second, speech, turn.language)
            case _:
                say_best(answers, speech, turn.language)
        return []

    def _no_answer(self, turn: Turn, speech: Speech) -> Events:
        speech.say("utter_no_answer")
        return one_more_failure(turn)


def say_article(found: HelpAnswer, speech: Speech, language: Language, act: Act | None = None) -> None:
    """An article as the answer, with the rule that it rests on. `act`: what was done by it, where that is more than `faq/answered`."""
    values = answer_values(found, language)
    if found.source is None:
        speech.say("utter_help_answer", values, act=act, article=found.id)
    else:
        sourced = {**values, "source": local(found.source, language)}
        speech.say("utter_help_answer_with_source", sourced, act=act, article=found.id)


def say_best(answers: Sequence[HelpAnswer], speech: Speech, language: Language) -> None:
    """The first; where it is not sure, with the second's question beside it."""
    say_article(answers[0], speech, language)
    if not answers[0].sure and len(answers) > 1:
        other = {"second_question": local(answers[1].question, language), "second_answer": answers[1].id}
        speech.say("utter_or_did_you_mean", other)


def _ask_which(first: HelpAnswer, second: HelpAnswer, speech: Speech, language: Language) -> None:
    values = {
        "first_question": local(first.question, language),
        "first_answer": first.id,
        "second_question": local(second.question, language),
        "second_answer": second.id,
    }
    speech.say("utter_did_you_mean", values)
