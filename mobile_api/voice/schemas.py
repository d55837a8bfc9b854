"""A spoken message, as it travels."""

from mobile_api.chat.schemas import Posted


class Spoken(Posted):
    """What was heard, and what was answered to it."""

    transcript: str
