"""Questions, answered from the help centre; also in the middle of the form."""

from assistant.actions.base import Events, LoantalkAction
from assistant.actions.replies import local
from assistant.actions.spoken import first_sentences
from assistant.actions.turn import Speech, Turn
from backend.client import BackendClient, BackendProblem, HelpAnswer, Language

LONGEST_SPEECH = 160


async def help_answers(backend: BackendClient, turn: Turn) -> list[HelpAnswer]:
    """The best answer to the turn's words; none while the help centre cannot say."""
    try:
        return await backend.help(turn.text, turn.language, limit=1)
    except BackendProblem:
        return []


def answer_values(answer: HelpAnswer, language: Language) -> dict[str, str]:
    """The whole for the eye; for the ear its beginning, which holds the answer itself."""
    text = local(answer.answer, language)
    return {"answer": text, "answer_spoken": first_sentences(text, LONGEST_SPEECH)}


class AnswerQuestion(LoantalkAction):
    action_name = "action_help"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        answers = await self.backend.help(turn.text, turn.language, limit=1)
        if answers:
            speech.say("utter_help_answer", answer_values(answers[0], turn.language))
        else:
            speech.say("utter_no_answer")
        return []
