"""What is done about a concern: a refusal that explains itself, a warning, a person, or a kind word before what was asked for."""

from collections.abc import Mapping
from contextlib import suppress

from rasa_sdk.events import ActiveLoop, EventType, SlotSet

from assistant.actions.articles import likely_warning, say_article
from assistant.actions.concerns import Concern, read_concern, tells_of_own_study
from assistant.actions.follow_ups import listen
from assistant.actions.handing_over import hand_over, hotlines
from assistant.actions.intents import HEARD_BY_A_PERSON
from assistant.actions.offers import open_offer
from assistant.actions.settings import Hotlines
from assistant.actions.turn import ASKED, NOT_SURE, Notice, Speech, Turn
from contract.lending.applications import OPEN_OFFER
from contract.lending.client import BackendClient, BackendProblem, BackendUnavailable
from language.wishes.ages import Minor, is_for_another, told_minor
from language.wishes.scams import asks_whether_to_trust

NO_LOAN_FOR = frozenset({Concern.MINOR, Concern.STUDENT})
DANGER = frozenset({Concern.SCAM, Concern.DIRECTED})
# What a person hears of at once, with the reason that the desk shows.
CALLS_A_PERSON = {
    Concern.DISTRESS: ("distress", "utter_hand_off_distress"),
    Concern.GAMBLING_LOSSES: ("distress", "utter_concern_gambling_losses"),
    Concern.DEATH: ("death", "utter_hand_off_death"),
}
# What the words are not needed for.
NOTICED: Mapping[Notice, Concern] = {
    "self_harm": Concern.DISTRESS,
    "coerced": Concern.DIRECTED,
    "despair": Concern.DESPAIR,
    "pressed": Concern.PRESSED,
    "death": Concern.DEATH,
    "gambling": Concern.GAMBLING_LOSSES,
    "illness": Concern.ILLNESS,
    "job_loss": Concern.JOB_LOSS,
    "debt": Concern.DEBT,
}
ALARMS = frozenset({Concern.DISTRESS, *DANGER})
# A kind word, once a conversation; what was asked for is done all the same.
CARES = frozenset(
    {
        Concern.DEATH, Concern.GAMBLING_LOSSES, Concern.DESPAIR, Concern.PRESSED, Concern.ILLNESS, Concern.JOB_LOSS, Concern.DEBT,
    }
)  # fmt: skip
# Beside these nothing is asked for: a person is called.
NOTHING_WISHED = frozenset({NOT_SURE, "distress", "bereavement", "out_of_scope", "abuse", "talk_to_human"})
# They call a person in kind words of their own.
OWN_WORDS = frozenset({"distress", "bereavement"})
# The slot that keeps what a kind word was said about.
CARED_FOR = "cared_for"
# The slot that keeps who was said to be under eighteen, for the rest of the conversation.
UNDER_AGE = "under_age"
SIGNED = "accepted"


def heard_concern(turn: Turn) -> Concern | None:
    """The concern that this turn raises; a button of ours raises none, nor does what only calls for a kind word."""
    concern, noticed = _told(turn)
    if noticed in ALARMS and concern not in ALARMS:
        concern = noticed
    concern = concern or (noticed if noticed in CALLS_A_PERSON else None)
    if concern in CARES and _wishes_something(turn):
        concern = None
    if turn.intent == "distress":
        # Its own words, and its own number.
        return concern if concern is Concern.GAMBLING_LOSSES else None
    if turn.intent not in HEARD_BY_A_PERSON or concern in CALLS_A_PERSON:
        return concern
    # Whoever is being directed right now is stopped before any person comes.
    scam_now = concern is Concern.SCAM and (turn.intent == "talk_to_human" or turn.awaits_code)
    return concern if concern is Concern.DIRECTED or scam_now else None


def care_for(turn: Turn, speech: Speech, lines: Hotlines) -> list[EventType]:
    """A kind word before whatever is done for the turn, the first time that somebody tells of a death, an illness…"""
    concern, noticed = _told(turn)
    told = concern if concern in CARES else noticed
    calls_a_person = turn.intent in OWN_WORDS or (told in CALLS_A_PERSON and not _wishes_something(turn))
    if told not in CARES or calls_a_person or heard_concern(turn) is not None:
        return []
    speech.notes.guard = told.value
    before: list[str] = turn.slots.get(CARED_FOR) or []
    if told.value in before:
        return []
    speech.say(f"utter_care_{told}", hotlines(lines, turn.language))
    return [SlotSet(CARED_FOR, [*before, told.value])]


def _told(turn: Turn) -> tuple[Concern | None, Concern | None]:
    """By the words, and by what was noticed."""
    if turn.pressed:
        return None, None
    noticed = NOTICED.get(turn.noticed) if turn.noticed else None
    return read_concern(turn.text, turn.asked, code_asked=turn.awaits_code), noticed


def _wishes_something(turn: Turn) -> bool:
    return turn.in_form or turn.intent not in NOTHING_WISHED


async def answer_concern(
    concern: Concern, turn: Turn, speech: Speech, backend: BackendClient, lines: Hotlines
) -> list[EventType]:
    """Speaks `utter_concern_<name>`. Who may not borrow leaves the form; a danger holds the offer and calls a person."""
    speech.notes.guard = concern.value
    if concern in DANGER:
        if asks_whether_to_trust(turn.text) and (warning := await likely_warning(backend, turn)) is not None:
            say_article(warning, speech, turn.language, "report_fraud/warned")
        return await hold_for_safety(turn, speech, backend, lines, f"utter_concern_{concern}")
    if concern in CALLS_A_PERSON:
        reason, response = CALLS_A_PERSON[concern]
        return hand_over(turn, speech, reason, response, hotlines(lines, turn.language))
    if concern is Concern.STUDENT and tells_of_own_study(turn.text, turn.asked):
        # The answer does not wait for it: whoever says so in the form says it there again.
        with suppress(BackendUnavailable, BackendProblem):
            await backend.note_study(turn.borrower_id)
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
