"""What a turn answers in the application form: from a button, or from words whose intent allows it."""

from typing import Any

from assistant.actions.field_vocabulary import MAY_BE_NONE, MONEY_FIELDS
from assistant.actions.field_words import (
    Answers,
    asks_something,
    corrects_something,
    from_button,
    named_field,
    named_values,
    plainly_answers,
    read_answers,
    says_yes,
    tells_of_hardship,
)
from assistant.actions.intents import ANSWERING, NEVER_AN_ANSWER
from assistant.actions.money_words import is_mostly_number
from assistant.actions.turn import CONFIRM, RECENT, RESTART, WHICH, Turn
from backend.client import FIELDS, ApplicationFields, ChangeApplication, FieldName, Money


def read_turn(turn: Turn) -> Answers:
    if turn.pressed:
        return _pressed(turn)
    if turn.asked == WHICH and (answers := _chosen(turn)):
        return answers
    asked = turn.asked if turn.asked in FIELDS else None
    if turn.asked is not None and turn.intent not in ANSWERING and not _reads_as_an_answer(turn, asked):
        return Answers()
    if asked == "credit_check_consent" and agrees(turn):
        return Answers(values={asked: True})
    answers = read_answers(turn.text, asked, turn.slots.get(RECENT) or (), _given(turn))
    if turn.asked == CONFIRM and agrees(turn) and not answers.unclear:
        return Answers()
    if not answers and asked and turn.intent == "deny":
        return _none_of(asked)
    return answers


def agrees(turn: Turn) -> bool:
    """Words that say yes, or the button of the very question: nobody consents or submits by a classifier's guess alone.

    The read-back's button carries the hash of what was read back, that of starting again the draft it would clear.
    """
    if not turn.pressed:
        return turn.intent == "affirm" and says_yes(turn.text)
    shown = {CONFIRM: turn.slots.get("proposal_hash"), RESTART: turn.slots.get("application_id")}.get(turn.asked or "")
    return turn.intent == "affirm" and shown is not None and turn.entities.get("token") == shown


def changes(turn: Turn, answers: Answers) -> list[ChangeApplication]:
    """One change for each value, so that one refusal leaves the others standing."""
    found = [ChangeApplication(fields=ApplicationFields(**{name: value})) for name, value in answers.values.items()]
    if answers.skip and turn.asked in FIELDS:
        found.append(ChangeApplication(skip=[turn.asked]))
    return found


def _reads_as_an_answer(turn: Turn, asked: FieldName | None) -> bool:
    """「没有欠款」 is an answer where debts were asked for, though by itself it sounds like the balance of a loan."""
    if turn.intent in NEVER_AN_ANSWER:
        # 「月薪八千，没有欠款」 sounds like trouble with paying to a classifier.
        return turn.intent == "hardship" and not tells_of_hardship(turn.text) and bool(named_values(turn.text))
    if is_mostly_number(turn.text) and not asks_something(turn.text):
        return True
    if turn.intent == "quote_repayment" and not asks_something(turn.text) and read_answers(turn.text, asked).values:
        # "Um, maybe like five thousand" asks for no figures.
        return True
    corrected = corrects_something(turn.text) and not asks_something(turn.text)
    return corrected or plainly_answers(turn.text, asked)


def _given(turn: Turn) -> set[FieldName]:
    return {name for name in FIELDS if turn.slots.get(name) is not None}


def _chosen(turn: Turn) -> Answers:
    """「金额」 after being asked which of two values was meant."""
    meant: dict[FieldName, Any] = turn.slots.get(WHICH) or {}
    name = named_field(turn.text, list(meant))
    if name is None:
        return Answers()
    return Answers(values={name: getattr(ApplicationFields.model_validate({name: meant[name]}), name)})


def _none_of(asked: FieldName) -> Answers:
    """A bare "no" to how much is spent, owned or owed is nothing."""
    return Answers(values={asked: Money(0)}) if asked in MAY_BE_NONE & MONEY_FIELDS else Answers()


def _pressed(turn: Turn) -> Answers:
    name, answer = turn.entities.get("field"), turn.entities.get("answer")
    if name not in FIELDS or not isinstance(answer, str):
        return Answers()
    if answer == "skip":
        return Answers(skip=turn.asked == name)
    if name == "credit_check_consent" and answer == "no":
        return Answers()
    return Answers(values={name: from_button(name, answer)})
