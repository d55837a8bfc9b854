"""What may be said, and when to try again. Pure."""

import re
import unicodedata
from datetime import timedelta

from contract.dialogue import LONGEST_TEXT
from mobile_api.auth.rules import SKEW, keyed_hash
from mobile_api.chat.errors import TextEmpty, TextTooLong

# The kind of turn in which staff, or the borrower who waited for them, give a conversation back to the bot.
HANDBACK = "handback"
# The kind of turn for what is said while a person is waited for.
WAITING = "waiting"
ACTION_LIFETIME = timedelta(hours=24)
RATE_WINDOW = timedelta(minutes=1)
LONGEST_BACKOFF = timedelta(seconds=30)
# Marks that turn the direction of text around: they can make a text read otherwise than it is.
DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean_text(typed: str) -> str:
    """The text without control characters and outer blanks. Raises `TextEmpty` or `TextTooLong` (in characters)."""
    visible = "".join(c for c in typed if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs"))
    text = DIRECTION_MARKS.sub("", visible).strip()
    if not text:
        raise TextEmpty()
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(limit=LONGEST_TEXT)
    return text


def backoff(attempts: int) -> timedelta:
    """How long to wait after the given number of failed attempts: 1, 2, 4 … 30 seconds."""
    return min(timedelta(seconds=2 ** (min(attempts, 10) - 1)), LONGEST_BACKOFF)


def longest_wait(lease: timedelta) -> timedelta:
    """Beyond it no turn is put off or leased, whichever of two gateways' clocks is ahead."""
    return max(lease, LONGEST_BACKOFF) + SKEW


def sender_of(secret: str, conversation_id: str) -> str:
    """The name under which the dialogue knows a conversation of a release that kept none."""
    return keyed_hash(secret, "sender", conversation_id)[:32]
