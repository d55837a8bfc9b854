"""What is answered when an action fails by a fault of ours: say it once more. Whatever was asked stays open."""

import logging
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from assistant.actions.turn import Speech

log = logging.getLogger(__name__)


def answer_failure(call: dict[str, Any], error: Exception) -> dict[str, Any]:
    """The result of the failed action in Rasa's form. The error's text may be personal, so its type alone is logged."""
    log.error("%s failed: %s", call.get("next_action"), type(error).__name__)
    slots = call["tracker"]["slots"]
    dispatcher = CollectingDispatcher()
    speech = Speech(dispatcher, slots.get("language") or "zh")
    speech.say("utter_say_it_again")
    return {"events": speech.notes.events(), "responses": dispatcher.messages}
