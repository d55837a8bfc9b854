"""What is done about a concern: a refusal that explains itself, a warning, or a person."""

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet

from assistant.actions.concerns import Concern, read_concern
from assistant.actions.handing_over import hand_over, hotlines
from assistant.actions.intents import HEARD_BY_A_PERSON
from assistant.actions.settings import Hotlines
from assistant.actions.turn import ASKED, Speech, Turn
from backend.client import Application, BackendClient

NO_LOAN_FOR = frozenset({Concern.MINOR, Concern.STUDENT})
DANGER = frozenset({Concern.SCAM, Concern.DIRECTED})
OFFERED = ("approved", "counter_offered")
SIGNED = "accepted"


def heard_concern(turn: Turn) -> Concern | None:
    """The concern that this turn raises; a button of ours raises none."""
    concern = None if turn.pressed else read_concern(turn.text, turn.asked, code_asked=turn.awaits_code)
    if turn.intent not in HEARD_BY_A_PERSON:
        return concern
    # Whoever is being directed right now is stopped before any person comes.
    scam_now = concern is Concern.SCAM and (turn.intent == "talk_to_human" or turn.awaits_code)
    urgent = concern is Concern.DIRECTED or scam_now
    return concern if urgent and turn.intent != "distress" else None


async def answer_concern(
    concern: Concern, turn: Turn, speech: Speech, backend: BackendClient, lines: Hotlines
) -> list[EventType]:
    """Speaks `utter_concern_<name>`. Who may not borrow leaves the form; a danger holds the offer and calls a person."""
    if concern in DANGER:
        return await hold_for_safety(turn, speech, backend, lines, f"utter_concern_{concern}")
    speech.say(f"utter_concern_{concern}")
    if concern in NO_LOAN_FOR and turn.in_form:
        # Nothing of the form comes after this, whatever the words were taken for.
        return [ActiveLoop(None), SlotSet(ASKED, None), FollowupAction("action_listen")]
    return []


async def hold_for_safety(
    turn: Turn, speech: Speech, backend: BackendClient, lines: Hotlines, response: str
) -> list[EventType]:
    """An open offer goes back to a reviewer, so that nobody can sign it meanwhile, and a person is called."""
    if (application := await open_offer(backend, turn.borrower_id)) is not None:
        await backend.review_application(turn.borrower_id, application.id)
    # Nothing is signed any more.
    dropped = no_code_awaited() if turn.awaits_code else []
    return [*dropped, *hand_over(turn, speech, "report_fraud", response, hotlines(lines, turn.language))]


async def open_offer(backend: BackendClient, borrower_id: str) -> Application | None:
    applications = await backend.applications(borrower_id)
    return next((item for item in applications if item.status in OFFERED), None)


async def why_no_code(backend: BackendClient, turn: Turn) -> str | None:
    """The response that says why the contract read out waits for no code any more: its card may have been signed, its
    offer be gone. None while it waits."""
    applications = await backend.applications(turn.borrower_id)
    read_out = next((item for item in applications if item.id == turn.pending.get("application")), None)
    if read_out is not None and read_out.status in OFFERED:
        return None
    return "utter_already_signed" if read_out is not None and read_out.status == SIGNED else "utter_no_offer"


def no_code_awaited() -> list[EventType]:
    return [SlotSet("awaiting", None), SlotSet("pending", None)]
