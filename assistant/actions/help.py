"""Questions, answered from the help centre; also in the middle of the form."""

from assistant.actions.articles import LIKELY, say_article, say_best
from assistant.actions.base import Events, LoantalkAction
from assistant.actions.comparing import asks_for_both
from assistant.actions.failures import one_more_failure
from assistant.actions.quotes import QuoteRepayment
from assistant.actions.replies import local
from assistant.actions.turn import Speech, Turn
from contract.lending.help import HelpAnswer
from contract.texts import Language

CHOSEN = "help_answer"


class AnswerQuestion(LoantalkAction):
    """A likely answer is given at once, with the second question beside it; of two faint ones the questions are offered."""

    action_name = "action_help"
    digresses = True

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if chosen := turn.entities.get(CHOSEN):
            say_article(await self.backend.help_answer(chosen), speech, turn.language)
            return []
        if asks_for_both(turn.text):
            return await QuoteRepayment(self.backend).act(turn, speech)
        answers = turn.found or await self.backend.help(turn.text, turn.language, limit=2)
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


def _ask_which(first: HelpAnswer, second: HelpAnswer, speech: Speech, language: Language) -> None:
    values = {
        "first_question": local(first.question, language),
        "first_answer": first.id,
        "second_question": local(second.question, language),
        "second_answer": second.id,
    }
    speech.say("utter_did_you_mean", values)
