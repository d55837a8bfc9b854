"""When the bot does not understand: it says what it caught, offers what may have been meant, and at last a person."""

from collections.abc import Sequence
from datetime import date

from rasa_sdk.events import SlotSet

from assistant.actions.articles import likely_answers, say_best
from assistant.actions.bare_values import TakeValue
from assistant.actions.base import Events, LoantalkAction, put_again, still_open
from assistant.actions.comparing import asks_for_both
from assistant.actions.failures import offer_person, one_more_failure
from assistant.actions.follow_ups import open_application
from assistant.actions.handing_over import wait
from assistant.actions.meanings import MEANINGS, meaning
from assistant.actions.promises import promised_day, say_promise
from assistant.actions.quotes import QuoteRepayment, given, said_loan
from assistant.actions.trouble import remind_if_overdue
from assistant.actions.turn import Speech, Turn
from language.wishes.form import wants_to_go_on
from language.yes_no import asks_something, says_no

OFFERED_MEANINGS = 2


class Clarify(LoantalkAction):
    """What the words themselves tell is done; else a sure article is given; else it is asked what was meant, with what was
    caught, and a person is offered at the third failure.

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
        if (done := await self._do_what_is_told(turn, speech, kept)) is not None:
            return [SlotSet("failures", 0), *done]
        asks = asks_something(turn.text)
        answers = await likely_answers(self.backend, turn) if asks or not turn.in_form else []
        if answers and (asks or answers[0].sure):
            say_best(answers, speech, turn.language)
            return [SlotSet("failures", 0), *(put_again(turn, speech) if kept and turn.last_said else waiting)]
        if not offer_person(turn, speech):
            await self._ask_again(turn, speech)
        return [*one_more_failure(turn), *waiting]

    async def _do_what_is_told(self, turn: Turn, speech: Speech, kept: Events) -> Events | None:
        """None where the words tell no act and no value."""
        if asks_for_both(turn.text):
            return await QuoteRepayment(self.backend).act(turn, speech)
        if turn.in_form:
            return None
        if isinstance(promised := promised_day(turn), date):
            say_promise(promised, turn, speech)
            return [*kept, *(wait(turn) if kept else [])]
        if kept:
            return None
        if wants_to_go_on(turn.text) and not says_no(turn.text):
            return [open_application()]
        if given(said_loan(turn.text)):
            return await TakeValue(self.backend, self.lines).act(turn, speech)
        return None

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
    """Says what the bot is for. A joke is nobody's trouble, and counts as no failure."""

    action_name = "action_off_topic"
    digresses = True

    async def act(self, turn: Turn, speech: Speech) -> Events:  # noqa: ARG002 - the base's signature
        speech.say("utter_out_of_scope")
        return []


def likely_meanings(ranking: Sequence[str]) -> list[str]:
    """What can be offered, likeliest first; a person is offered beside it anyway."""
    return [intent for intent in ranking if intent in MEANINGS and intent != "talk_to_human"][:OFFERED_MEANINGS]
