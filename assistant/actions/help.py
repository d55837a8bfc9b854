"""Questions, answered from the help centre; also in the middle of the form."""

from assistant.actions.base import Events, LoantalkAction
from assistant.actions.replies import local
from assistant.actions.turn import Speech, Turn


class AnswerQuestion(LoantalkAction):
    action_name = "action_help"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        answers = await self.backend.help(turn.text, turn.language, limit=1)
        if answers:
            speech.say("utter_help_answer", {"answer": local(answers[0].answer, turn.language)})
        else:
            speech.say("utter_no_answer")
        return []
