"""A spoken message, as it travels."""

from mobile_api.chat.schemas import Posted
from mobile_api.upstreams.schemas import Transcript


class Spoken(Posted):
    """What was heard, and what was answered to it."""

    transcript: Transcript
