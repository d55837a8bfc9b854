"""What the borrower also hears in the open conversation: each step of a review, and a plan to agree to, with its card."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from contract.lending.events import Event
from mobile_api.chat.log import Entry, append, lock
from mobile_api.chat.service import current_conversation
from mobile_api.push.wording import Words


def is_said_in_chat(event: Event) -> bool:
    """A decision of the model is told by the assistant at once; a person's comes when nobody is talking."""
    if event.kind == "application.decided":
        return event.payload.get("decided_by") == "person"
    return event.kind in ("application.review_started", "application.document_requested", "loan.plan_proposed")


async def say_in_conversation(session: AsyncSession, event: Event, words: Words, now: datetime) -> None:
    """Without an open conversation the notification alone tells."""
    current = await current_conversation(session, event.borrower_id)
    if current is None:
        return
    conversation = await lock(session, current.id)
    # A deadline is worth saying; "open the app" is not, to one who has it open.
    said = words.title if event.kind in ("application.decided", "loan.plan_proposed") else words.body
    text = said.in_language(conversation.language)
    await append(session, conversation, Entry("system", text, text, blocks=cards(event)), now)


def cards(event: Event) -> list[dict[str, Any]]:
    """The plan, or the review as it stands when it is looked at and, with an offer, its contract."""
    if event.kind == "loan.plan_proposed":
        return [{"type": "plan", "loan_id": event.payload["loan_id"]}]
    application = event.payload["application_id"]
    shown: list[dict[str, Any]] = [{"type": "review", "application_id": application}]
    if event.payload.get("outcome") in ("approve", "counter"):
        shown.append({"type": "contract", "application_id": application})
    return shown
