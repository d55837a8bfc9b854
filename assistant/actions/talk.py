"""Small talk and the conversation itself: greet, repeat, change the language."""

import re

from rasa_sdk.events import SlotSet

from assistant.actions.articles import likely_answers, say_best
from assistant.actions.base import Events, LoantalkAction, still_open
from assistant.actions.follow_ups import open_application
from assistant.actions.handing_over import wait
from assistant.actions.repair import Clarify
from assistant.actions.trouble import remind_if_overdue
from assistant.actions.turn import Speech, Turn
from contract.texts import Language
from language.normal import lowered
from language.wishes.chat import says_goodbye
from language.wishes.form import wants_to_go_on
from language.wishes.languages import asks_for_another_language, named_language
from language.yes_no import asks_something

SIMPLER = re.compile(
    r"简单|慢|太快|太长|听不懂|看不懂|没看懂|没听懂|不明白|短一点|simpl|slow|too fast|too long|shorter|plain|don't understand"
)


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
            return [open_application()]
        # A friendly word might be taken for "all is well".
        if not turn.pressed and await remind_if_overdue(self.backend, turn, speech):
            return []
        if turn.pressed:
            speech.say("utter_question_over")
        else:
            speech.say("utter_menu", act="deny/nothing_open" if turn.intent == "deny" else "affirm/nothing_open")
        return []


class Goodbye(LoantalkAction):
    """Takes leave and asks how it was: only of plain words of parting, and of nobody who is overdue or was asked something."""

    action_name = "action_goodbye"
    digresses = True

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if not says_goodbye(turn.text):
            return await Clarify(self.backend, self.lines).act(turn, speech)
        if turn.in_form:
            speech.say("utter_form_kept")
            return wait(turn)
        if turn.asks_elsewhere:
            speech.say("utter_nothing_done_yet")
        elif not await remind_if_overdue(self.backend, turn, speech):
            speech.say("utter_goodbye", blocks=[{"type": "rating"}])
        return []


class Repeat(LoantalkAction):
    """Says again what the bot said last, in its spoken words where a simpler or slower way is asked for."""

    action_name = "action_repeat"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        simpler = SIMPLER.search(lowered(turn.text)) is not None
        for event in turn.last_said:
            speech.say_again(event, simpler=simpler)
        if turn.last_said:
            speech.notes.did("repeat/said_again")
        # The open question was among it.
        return [*still_open(turn), *wait(turn)]


class ChangeLanguage(LoantalkAction):
    action_name = "action_change_language"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if asks_for_another_language(turn.text):
            speech.say("utter_languages")
            return []
        wanted = wanted_language(turn)
        if wanted is None:
            return await Clarify(self.backend, self.lines).act(turn, speech)
        if wanted == turn.language:
            if asks_something(turn.text) and (answers := await likely_answers(self.backend, turn)):
                # "Is the contract only in Chinese, or can I read it in English?"
                say_best(answers, speech, turn.language)
                return []
            speech.say("utter_language_kept")
            return []
        speech.say("utter_language_changed", language=wanted)
        return [SlotSet("language", wanted)]


def wanted_language(turn: Turn) -> Language | None:
    """The language named in the text, the other one where none is; None where the words are of no language."""
    other: Language = "zh" if turn.language == "en" else "en"
    if turn.pressed:
        return other
    named = named_language(turn.text)
    return other if named == "other" else named
