"""What a turn answers in the application form: from a button, or from words whose intent allows it."""

from typing import Any

from assistant.actions.comparing import asks_for_both
from assistant.actions.follow_ups import LISTEN, OPENING
from assistant.actions.intents import ANSWERING, NEVER_AN_ANSWER
from assistant.actions.said_values import in_money, read_answers
from assistant.actions.turn import CONFIRM, FORM, RECENT, RESTART, WHICH, Turn
from contract.lending.applications import FIELDS, ApplicationFields, ChangeApplication, FieldName
from contract.lending.consents import HowConsented
from contract.money import Money
from language.corrections import corrects_something
from language.field_values import from_button
from language.fields import Answers, named_field, named_values, plainly_answers, tells_of_hardship
from language.normal import lowered
from language.quantities import is_mostly_number
from language.vocabulary import MAY_BE_NONE, MONEY_FIELDS
from language.yes_no import (
    SUBMITS,
    agrees_with_a_remark,
    approves,
    asks_something,
    changes_nothing,
    consents_expressly,
    heard_rather_than_agreed,
    says_yes,
    takes_nothing_back,
)

# After these the form's question still stands as it was put; any other action answered something else in between.
FORM_OWN = frozenset({OPENING, FORM, LISTEN, "action_clarify"})


def read_turn(turn: Turn) -> Answers:
    if turn.pressed:
        return _pressed(turn)
    if settled := _chosen(turn) or _consented(turn):
        return settled
    return _in_words(turn) if _may_answer(turn) else Answers()


def agrees(turn: Turn) -> bool:
    """Words that say yes, or the button of the very question: nobody submits by a classifier's guess or a murmur.

    The read-back's button carries the hash of what was read back, that of starting again the draft it would clear.
    """
    if turn.pressed:
        return _pressed_yes(turn)
    if turn.intent in NEVER_AN_ANSWER or heard_rather_than_agreed(turn.text):
        return False
    if approves(turn.text):
        return True
    if turn.asked == CONFIRM and turn.intent == "affirm":
        # Any yes to what was just read back will do: the contract, and its code, are still to come.
        return not asks_something(turn.text) and takes_nothing_back(turn.text)
    submits = turn.asked == CONFIRM and turn.intent in ANSWERING and SUBMITS.search(lowered(turn.text))
    return bool(turn.intent == "affirm" or submits) and says_yes(turn.text)


def consents(turn: Turn) -> bool:
    """An express consent, or a plain yes to the question itself; after a digression a plain yes may be to its answer."""
    if turn.intent in NEVER_AN_ANSWER:
        return False
    plain_yes = not turn.before - FORM_OWN and agrees_with_a_remark(turn.text)
    return consents_expressly(turn.text) or plain_yes


def leaves_as_read_back(turn: Turn) -> bool:
    """Whether nothing of what was read back is to be changed: 「不用了」."""
    asked_what = "utter_what_to_change" in turn.last_responses
    return turn.asked == CONFIRM and not turn.pressed and changes_nothing(turn.text, was_asked_what=asked_what)


def changes(turn: Turn, answers: Answers) -> list[ChangeApplication]:
    """One change for each value, in the form's order, so that one refusal leaves the others standing."""
    how = HowConsented(way="button" if turn.pressed else "words", language=turn.language)
    found = [
        ChangeApplication(fields=ApplicationFields(**{name: answers.values[name]}), consent=how)
        for name in FIELDS
        if name in answers.values
    ]
    if answers.skip and turn.asked in FIELDS:
        found.append(ChangeApplication(skip=[turn.asked]))
    return found


def _may_answer(turn: Turn) -> bool:
    if asks_for_both(turn.text):
        # Two terms or amounts side by side are no answer to how many or how much.
        return False
    return turn.asked is None or turn.intent in ANSWERING or _reads_as_an_answer(turn, _asked_field(turn))


def _in_words(turn: Turn) -> Answers:
    asked = _asked_field(turn)
    held = _held(turn)
    given = [name for name in FIELDS if getattr(held, name) is not None]
    answers = read_answers(turn.text, asked, turn.slots.get(RECENT) or (), given, held)
    if not answers and (chosen := _chosen_from_list(turn, asked)) is not None:
        return chosen
    told = turn.choice or {}
    if (
        asked is None
        and turn.intent == "apply_loan"
        and told.get("field") == "purpose"
        and not answers.holds("purpose")
    ):
        answers.take("purpose", told["value"])
    if turn.asked == CONFIRM and not answers.unclear and not corrects_something(turn.text) and agrees(turn):
        return Answers()
    return answers if answers or turn.intent != "deny" else _none_of(asked)


def _chosen_from_list(turn: Turn, asked: FieldName | None) -> Answers | None:
    """What the words mean of the question's list, where no word of it was said: 「开网约车的」."""
    if asked is None or turn.choice is None or turn.choice["field"] != asked or asks_something(turn.text):
        return None
    return Answers(values={asked: turn.choice["value"]})


def _asked_field(turn: Turn) -> FieldName | None:
    return turn.asked if turn.asked in FIELDS else None


def _reads_as_an_answer(turn: Turn, asked: FieldName | None) -> bool:
    """「没有欠款」 is an answer where debts were asked for, though by itself it sounds like the balance of a loan."""
    if turn.intent in NEVER_AN_ANSWER:
        # 「月薪八千，没有欠款」 sounds like trouble with paying to a classifier.
        return turn.intent == "hardship" and not tells_of_hardship(turn.text) and bool(named_values(turn.text))
    if is_mostly_number(turn.text) and not asks_something(turn.text):
        return True
    if _chosen_from_list(turn, asked) is not None or read_answers(turn.text, asked).skip:
        return True
    if turn.intent == "quote_repayment" and not asks_something(turn.text) and read_answers(turn.text, asked).values:
        # "Um, maybe like five thousand" asks for no figures.
        return True
    corrected = corrects_something(turn.text) and not asks_something(turn.text)
    return corrected or plainly_answers(turn.text, asked)


def _held(turn: Turn) -> ApplicationFields:
    return ApplicationFields.model_validate({name: turn.slots.get(name) for name in FIELDS})


def _consented(turn: Turn) -> Answers:
    given = turn.asked == "credit_check_consent" and consents(turn)
    return Answers(values={"credit_check_consent": True}) if given else Answers()


def _chosen(turn: Turn) -> Answers:
    """「金额」 after being asked which of two values was meant."""
    if turn.asked != WHICH:
        return Answers()
    meant: dict[FieldName, Any] = turn.slots.get(WHICH) or {}
    name = named_field(turn.text, list(meant))
    if name is None:
        return Answers()
    return Answers(values={name: getattr(ApplicationFields.model_validate({name: meant[name]}), name)})


def _none_of(asked: FieldName | None) -> Answers:
    """A bare "no" to how much is spent, owned or owed is nothing."""
    return Answers(values={asked: Money(0)}) if asked and asked in MAY_BE_NONE & MONEY_FIELDS else Answers()


def _pressed_yes(turn: Turn) -> bool:
    shown = {CONFIRM: turn.slots.get("proposal_hash"), RESTART: turn.slots.get("application_id")}.get(turn.asked or "")
    return turn.intent == "affirm" and shown is not None and turn.entities.get("token") == shown


def _pressed(turn: Turn) -> Answers:
    name, answer = turn.entities.get("field"), turn.entities.get("answer")
    if name not in FIELDS or not isinstance(answer, str):
        return Answers()
    if answer == "skip":
        return Answers(skip=turn.asked == name)
    if name == "credit_check_consent" and answer == "no":
        return Answers()
    return Answers(values=in_money({name: from_button(name, answer)}))
