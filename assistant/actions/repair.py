"""When the bot does not understand: it offers what may have been meant, and after the second time a person."""

from collections.abc import Sequence
from datetime import date

from rasa_sdk.events import FollowupAction, SlotSet

from assistant.actions.base import Events, LoantalkAction, still_open
from assistant.actions.comparing import asks_for_both
from assistant.actions.failures import one_more_failure, person_after
from assistant.actions.handing_over import wait
from assistant.actions.meanings import MEANINGS, meaning
from assistant.actions.promises import promised_day, say_promise
from assistant.actions.quotes import QuoteRepayment, tells_a_whole_loan
from assistant.actions.trouble import remind_if_overdue
from assistant.actions.turn import Speech, Turn
from language.wishes.form import wants_to_go_on
from language.yes_no import says_no

TRIES = 2
# A joke or two is nobody's trouble; nonsense is often taken for one.
OFF_TOPIC_TRIES = 3
OFFERED_MEANINGS = 2
# Spoken, a value is misheard twice in a row sooner than it is twice said wrong.
SPOKEN_TRIES = 3


class Clarify(LoantalkAction):
    """A failure asks again, with the two likeliest meanings as buttons; the last of `tries_of` brings a person.

    In the form a button of a question that is over comes here too, and does nothing.
    """

    action_name = "action_clarify"
    understood = False

    async def act(self, turn: Turn, speech: Speech) -> Events:
        # The question for a contract's code comes back by itself.
        kept = [] if turn.awaits_code else still_open(turn)
        waiting = [*kept, *(wait(turn) if kept else [])]
        if turn.pressed:
            speech.say("utter_question_over")
            return waiting
        if asks_for_both(turn.text):
            return [SlotSet("failures", 0), *await QuoteRepayment(self.backend).act(turn, speech)]
        if not turn.in_form and isinstance(promised := promised_day(turn), date):
            say_promise(promised, turn, speech)
            return [SlotSet("failures", 0), *waiting]
        if not turn.in_form and not kept and wants_to_go_on(turn.text) and not says_no(turn.text):
            return [SlotSet("failures", 0), FollowupAction("action_open_application")]
        if not turn.in_form and not kept and tells_a_whole_loan(turn.text):
            return [SlotSet("failures", 0), FollowupAction("action_open_application")]
        if (called := person_after(tries_of(turn), turn, speech)) is not None:
            return called
        await self._ask_again(turn, speech)
        return [*one_more_failure(turn), *waiting]

    async def _ask_again(self, turn: Turn, speech: Speech) -> None:
        likely = likely_meanings(turn.ranking)
        if turn.in_form or turn.asks_elsewhere:
            speech.say("utter_clarify_answer")
        elif await remind_if_overdue(self.backend, turn, speech, "utter_clarify_plainly"):
            # Who is late is offered help with that, and no other loan.
            return
        elif len(likely) < OFFERED_MEANINGS:
            speech.say("utter_clarify")
        else:
            buttons = [{"title": meaning(intent, turn.language), "payload": f"/{intent}"} for intent in likely]
            speech.say("utter_clarify_meanings", buttons=buttons)


class OffTopic(LoantalkAction):
    """Says what the bot is for; whoever gets nowhere again and again comes to a person."""

    action_name = "action_off_topic"
    understood = False

    async def act(self, turn: Turn, speech: Speech) -> Events:
        if (called := person_after(OFF_TOPIC_TRIES, turn, speech)) is not None:
            return called
        speech.say("utter_out_of_scope")
        return one_more_failure(turn)


def tries_of(turn: Turn) -> int:
    """With so many failures in a row a person is called."""
    return SPOKEN_TRIES if turn.by_voice and turn.in_form else TRIES


def likely_meanings(ranking: Sequence[str]) -> list[str]:
    """What can be offered, likeliest first; a person is offered beside it anyway."""
    return [intent for intent in ranking if intent in MEANINGS and intent != "talk_to_human"][:OFFERED_MEANINGS]
