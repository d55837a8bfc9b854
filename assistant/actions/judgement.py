"""What is done about a concern: a refusal that explains itself, a warning, or a person."""

from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from assistant.actions.concerns import Concern, read_concern
from assistant.actions.follow_ups import listen
from assistant.actions.handing_over import hand_over, hotlines
from assistant.actions.intents import HEARD_BY_A_PERSON
from assistant.actions.offers import open_offer
from assistant.actions.settings import Hotlines
from assistant.actions.turn import ASKED, Speech, Turn
from contract.lending.applications import OPEN_OFFER
from contract.lending.client import BackendClient, BackendProblem, BackendUnavailable
from language.wishes.ages import Minor, is_for_another, told_minor

NO_LOAN_FOR = frozenset({Concern.MINOR, Concern.STUDENT})
DANGER = frozenset({Concern.SCAM, Concern.DIRECTED})
# What a person hears of at once, with the reason that the desk shows.
CALLS_A_PERSON = {
    Concern.DISTRESS: ("distress", "utter_hand_off_distress"),
    Concern.GAMBLING_LOSSES: ("distress", "utter_concern_gambling_losses"),
    Concern.DEATH: ("death", "utter_hand_off_death"),
}
# The slot that keeps who was said to be under eighteen, for the rest of the conversation.
UNDER_AGE = "under_age"
SIGNED = "accepted"


def heard_concern(turn: Turn) -> Concern | None:
    """The concern that this turn raises; a button of ours raises none."""
    concern = None if turn.pressed else read_concern(turn.text, turn.asked, code_asked=turn.awaits_code)
    if turn.intent == "distress":
        # Its own words, and its own number.
        return concern if concern is Concern.GAMBLING_LOSSES else None
    if turn.intent not in HEARD_BY_A_PERSON or concern in CALLS_A_PERSON:
        return concern
    # Whoever is being directed right now is stopped before any person comes.
    scam_now = concern is Concern.SCAM and (turn.intent == "talk_to_human" or turn.awaits_code)
    return concern if concern is Concern.DIRECTED or scam_now else None


async def answer_concern(
    concern: Concern, turn: Turn, speech: Speech, backend: BackendClient, lines: Hotlines
) -> list[EventType]:
    """Speaks `utter_concern_<name>`. Who may not borrow leaves the form; a danger holds the offer and calls a person."""
    speech.notes.guard = concern.value
    if concern in DANGER:
        return await hold_for_safety(turn, speech, backend, lines, f"utter_concern_{concern}")
    if concern in CALLS_A_PERSON:
        reason, response = CALLS_A_PERSON[concern]
        return hand_over(turn, speech, reason, response, hotlines(lines, turn.language))
    speech.say(f"utter_concern_{concern}")
    told = [SlotSet(UNDER_AGE, minor)] if (minor := told_minor(turn.text)) in (Minor.SELF, Minor.OTHER) else []
    return [*told, *leave_form(turn)] if concern in NO_LOAN_FOR else told


def refuse_minor(turn: Turn, speech: Speech) -> list[EventType] | None:
    """No loan for somebody who was said to be under eighteen earlier in the conversation; None where nobody was."""
    minor = turn.slots.get(UNDER_AGE)
    if minor is None or (minor == Minor.OTHER and not is_for_another(turn.text)):
        return None
    speech.say("utter_still_minor" if minor == Minor.SELF else "utter_concern_other_minor")
    speech.notes.guard = "minor" if minor == Minor.SELF else "other_minor"
    return [*leave_form(turn), listen()]


def leave_form(turn: Turn) -> list[EventType]:
    """Nothing of the form comes after this, whatever the words were taken for; no contract waits for its code either."""
    dropped = no_code_awaited() if turn.awaits_code else []
    if not turn.in_form:
        return dropped
    return [*dropped, ActiveLoop(None), SlotSet(ASKED, None), listen()]


async def hold_for_safety(
    turn: Turn, speech: Speech, backend: BackendClient, lines: Hotlines, response: str
) -> list[EventType]:
    """An open offer goes back to a reviewer, so that nobody can sign it meanwhile, and a person is called, who is called all
    the same where the backend cannot: then nothing is said to be on hold."""
    try:
        if (offered := await open_offer(backend, turn.borrower_id)) is not None:
            application, _ = offered
            await backend.review_application(turn.borrower_id, application.id)
            speech.notes.did("report_fraud/offer_held")
    except (BackendUnavailable, BackendProblem):
        response = "utter_money_gone"
    # Nothing is signed any more.
    dropped = no_code_awaited() if turn.awaits_code else []
    return [*dropped, *hand_over(turn, speech, "report_fraud", response, hotlines(lines, turn.language))]


async def why_no_code(backend: BackendClient, turn: Turn) -> str | None:
    """The response that says why the contract read out waits for no code any more: its card may have been signed, its
    offer be gone. None while it waits."""
    applications = await backend.applications(turn.borrower_id)
    read_out = next((item for item in applications if item.id == turn.pending.get("application")), None)
    if read_out is not None and read_out.status in OPEN_OFFER:
        return None
    return "utter_already_signed" if read_out is not None and read_out.status == SIGNED else "utter_no_offer"


def no_code_awaited() -> list[EventType]:
    return [SlotSet("awaiting", None), SlotSet("pending", None)]
