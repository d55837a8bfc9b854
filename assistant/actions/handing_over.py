"""Asking the gateway to queue the conversation for a person."""

from collections.abc import Mapping

from rasa_sdk.events import EventType

from assistant.actions.follow_ups import listen
from assistant.actions.notes import summary
from assistant.actions.settings import Hotlines
from assistant.actions.spoken import spoken_digits
from assistant.actions.turn import Speech, Turn
from contract.texts import Language


def hand_over(
    turn: Turn,
    speech: Speech,
    reason: str,
    response: str | None = None,
    values: Mapping[str, str] | None = None,
    *,
    note: str | None = None,
    case: str | None = None,
) -> list[EventType]:
    """Say `response`, else the reason's own words, and wait for the person, who finds `note`, else a summary. `case`: the number of
    the case that was opened for it."""
    handoff = {"reason": reason, "summary": note or summary(turn), "case": case}
    speech.say(response or f"utter_hand_off_{reason}", values, handoff=handoff)
    return wait(turn)


def wait(turn: Turn) -> list[EventType]:
    """Leaves the form's question unasked, since another question, or a person, comes first; the form stays as it is."""
    return [listen()] if turn.in_form else []


def hotlines(lines: Hotlines, language: Language) -> dict[str, str]:
    """Each number as it is written, and as it is said: `police`, `police_spoken`…"""
    said = {f"{name}_spoken": spoken_digits(number, language) for name, number in lines.model_dump().items()}
    return lines.model_dump() | said
