"""Questions of ours that stand open outside the form: a yes or no to a step, or a value that was asked for."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import SlotSet

from assistant.actions.account import DeleteMyData, GetDocument, RemindersSettings
from assistant.actions.base import Events, LoantalkAction
from assistant.actions.confirming import Step
from assistant.actions.due_day import ChangeDueDate
from assistant.actions.late import OverdueHelp, PaymentFailed
from assistant.actions.loans import AboutLoan, LoanBalance, NextPaymentDue, RepaymentSchedule
from assistant.actions.payments import EarlyPayoff, MakePayment
from assistant.actions.turn import Speech, Turn
from backend.client import BackendClient

STEPS: Mapping[str, type[Step]] = {
    step.step: step for step in (MakePayment, EarlyPayoff, ChangeDueDate, RemindersSettings, DeleteMyData)
}
ASKING: Mapping[str, type[AboutLoan]] = {
    action.intent: action
    for action in (
        NextPaymentDue, RepaymentSchedule, LoanBalance, MakePayment, EarlyPayoff, ChangeDueDate, OverdueHelp,
        PaymentFailed, GetDocument,
    )
}  # fmt: skip


class Confirm(LoantalkAction):
    """A pressed yes or no to a step. A button of an older question does nothing."""

    action_name = "action_confirm"

    async def act(self, turn: Turn, speech: Speech) -> Events:
        pending = turn.slots.get("pending") or {}
        if pending.get("step") not in STEPS or turn.entities.get("token") != pending["token"]:
            speech.say("utter_question_over")
            return []
        if turn.entities.get("answer") != "no":
            return await carry_out(self.backend, pending, turn, speech)
        speech.say("utter_left_as_is")
        return [SlotSet("pending", None)]


async def carry_out(backend: BackendClient, pending: Mapping[str, Any], turn: Turn, speech: Speech) -> Events:
    events = await STEPS[pending["step"]](backend).carry_out(turn, speech, pending)
    return [*events, SlotSet("pending", None)]


async def answer_value(backend: BackendClient, turn: Turn, speech: Speech) -> Events | None:
    """Go on with what was asked for if the words answer it; None when they do not, or nothing was asked for."""
    asking = ASKING.get(turn.slots.get("awaiting") or "")
    if asking is None or turn.pressed:
        return None
    action = asking(backend)
    return await action.act(turn, speech) if await action.is_answered(turn) else None
