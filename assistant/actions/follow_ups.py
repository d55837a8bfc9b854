"""What comes after an action, where it is not the form's open question (`Course` in `conversation.py` heeds it)."""

from rasa_sdk.events import EventType, FollowupAction

LISTEN, OPENING = "action_listen", "action_open_application"


def listen() -> EventType:
    """Nothing: the borrower speaks next."""
    return FollowupAction(LISTEN)


def open_application() -> EventType:
    """What was said means the application, which is opened."""
    return FollowupAction(OPENING)
