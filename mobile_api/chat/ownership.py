"""Who answers in a conversation. Every change is a compare-and-set that raises the version."""

from mobile_api.chat.models import Conversation
from mobile_api.chat.schemas import Owner


def may_answer(conversation: Conversation, version: int) -> bool:
    """Whether a reply of the bot, computed under `version`, may still be shown. In the queue it speaks, too: until somebody claims."""
    return conversation.owner != "staff" and conversation.version == version


def change_owner(conversation: Conversation, to: Owner, staff_id: str | None = None) -> None:
    """Change a locked conversation's owner. Turns queued under the old version are thereby void."""
    conversation.owner = to
    conversation.staff_id = staff_id
    conversation.version += 1
