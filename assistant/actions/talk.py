"""Small talk and the conversation itself: greet, repeat, change the language."""

import re

from rasa_sdk.events import FollowupAction, SlotSet

from assistant.actions.base import Events, LoantalkAction, still_open
from assistant.actions.form_words import wants_to_go_on
from assistant.actions.handing_over import wait
from assistant.actions.turn import Speech, Turn
from backend.client import Language

ENGLISH = re.compile(r"english|英")
SIMPLER = re.compile(
    r"简单|慢|太快|太长|听不懂|看不懂|没看懂|没听懂|不明白|短一点|simpl|slow|too fast|too long|shorter|plain|don't understand"
)
CHINESE = re.compile(r"chinese|mandarin|中文|普通话|汉语|国语")


class Say(LoantalkAction):
    """Speaks the response named after the intent: greet → `utter_greet`."""

    action_name = "action_say"
    digresses = True

    async def act(self, turn: Turn, speech: Speech) -> Events:
        speech.say(f"utter_{turn.intent}")
        return []


class NothingAsked(LoantalkAction):
    """A yes or a no where no question of ours stands open."""

    action_name = "action_nothing_asked"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if turn.intent == "affirm" and not turn.pressed and wants_to_go_on(turn.text):
            return [FollowupAction("action_open_application")]
        speech.say("utter_question_over" if turn.pressed else "utter_menu")
        return []


class Goodbye(LoantalkAction):
    """Asks how the conversation was, unless it goes on with the form."""

    action_name = "action_goodbye"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        speech.say("utter_goodbye", blocks=[] if turn.in_form else [{"type": "rating"}])
        return []


class Repeat(LoantalkAction):
    """Says again what the bot said last, in its spoken words where a simpler or slower way is asked for."""

    action_name = "action_repeat"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        simpler = SIMPLER.search(turn.text.lower()) is not None
        for event in turn.last_said:
            speech.say_again(event, simpler=simpler)
        # The open question was among it.
        return [*still_open(turn), *wait(turn)]


class ChangeLanguage(LoantalkAction):
    action_name = "action_change_language"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        wanted = wanted_language(turn)
        if wanted == turn.language:
            speech.say("utter_language_kept")
            return []
        # The slot is set after this reply, so the response of the old language speaks the new one.
        speech.say("utter_language_changed", language=wanted)
        return [SlotSet("language", wanted)]


def wanted_language(turn: Turn) -> Language:
    """The language named in the text, else the other one."""
    text = turn.text.lower()
    if ENGLISH.search(text):
        return "en"
    if CHINESE.search(text):
        return "zh"
    return "zh" if turn.language == "en" else "en"
