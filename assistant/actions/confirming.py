"""Steps that change something: asked about with their figures, and carried out only by a yes to exactly these."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from rasa_sdk.events import SlotSet

from assistant.actions.base import Events, LoantalkAction
from assistant.actions.handing_over import wait
from assistant.actions.turn import Speech, Turn
from contract.situation import StepName

Pending = Mapping[str, Any]


class Step(LoantalkAction):
    """An action that asks for a yes before it changes something.

    `step` names it in the slots. What was shown is in `pending`, under the message that showed it (`token`): a button
    of an older question does nothing, and carrying the step out twice under one token changes nothing more.
    """

    step: ClassVar[StepName]

    @abstractmethod
    async def carry_out(self, turn: Turn, speech: Speech, pending: Pending) -> Events: ...

    async def refuse(self, turn: Turn, speech: Speech, pending: Pending) -> Events:  # noqa: ARG002 - for steps that heed it
        """The answer was no."""
        speech.say("utter_left_as_is")
        return []

    def ask_yes(self, turn: Turn, **shown: Any) -> Events:
        """The question has been spoken with `token_of(turn)` in its buttons; nothing else is asked in this turn."""
        return [*shown_for_a_yes(self.step, turn, **shown), *wait(turn)]

    def key_of(self, turn: Turn, pending: Pending) -> str:
        return turn.key(self.step, pending["token"])


def shown_for_a_yes(step: StepName, turn: Turn, **shown: Any) -> Events:
    """Remember what a yes would be to."""
    return [SlotSet("to_confirm", step), SlotSet("pending", {"step": step, "token": turn.message_id, **shown})]


def token_of(turn: Turn) -> dict[str, str]:
    """The value that a confirming response puts on its buttons."""
    return {"token": turn.message_id}
