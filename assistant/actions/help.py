"""Questions, answered from the help centre; also in the middle of the form."""

from assistant.actions.base import Events, LoantalkAction
from assistant.actions.replies import local
from assistant.actions.turn import Speech, Turn
from backend.client import HelpAnswer, Language

CHOSEN = "help_answer"


class AnswerQuestion(LoantalkAction):
    """When two answers are nearly as likely, the two questions are offered as buttons, which name the answer."""

    action_name = "action_help"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if chosen := turn.entities.get(CHOSEN):
            _say(await self.backend.help_answer(chosen), speech, turn.language)
            return []
        answers = await self.backend.help(turn.text, turn.language, limit=2)
        match answers:
            case []:
                speech.say("utter_no_answer")
            case [first, second] if not first.sure:
                _ask_which(first, second, speech, turn.language)
            case [best, *_]:
                _say(best, speech, turn.language)
        return []


def _say(found: HelpAnswer, speech: Speech, language: Language) -> None:
    values = {"answer": local(found.answer, language), "answer_spoken": local(found.speak, language)}
    if found.source is None:
        speech.say("utter_help_answer", values)
    else:
        speech.say("utter_help_answer_with_source", {**values, "source": local(found.source, language)})


def _ask_which(first: HelpAnswer, second: HelpAnswer, speech: Speech, language: Language) -> None:
    values = {
        "first_question": local(first.question, language),
        "first_answer": first.id,
        "second_question": local(second.question, language),
        "second_answer": second.id,
    }
    speech.say("utter_did_you_mean", values)
