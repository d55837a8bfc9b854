"""How a code reaches a phone. In development it stays here, to be read; production needs a sender of text messages."""

from collections import defaultdict, deque
from datetime import datetime
from typing import Protocol

from backend.client import LocalText
from mobile_api.auth.errors import MessagesCannotBeSent
from mobile_api.auth.schemas import OutboxMessage

WORDING = LocalText(
    zh="【贷话】您的验证码是 {code}，5 分钟内有效。请勿告诉他人。",
    en="[Loantalk] Your code is {code}. It works for 5 minutes. Never tell it to anyone.",
)


class CodeSender(Protocol):
    async def send(self, phone: str, code: str, at: datetime) -> None:
        """Raises `MessagesCannotBeSent`."""


class DevelopmentOutbox:
    """Keeps the last few messages of each phone in memory."""

    def __init__(self) -> None:
        self._messages: dict[str, deque[OutboxMessage]] = defaultdict(lambda: deque(maxlen=5))

    async def send(self, phone: str, code: str, at: datetime) -> None:
        wording = WORDING.in_language("zh" if phone.startswith("+86") else "en")
        self._messages[phone].append(OutboxMessage(text=wording.format(code=code), code=code, at=at))

    def sent_to(self, phone: str) -> list[OutboxMessage]:
        return list(self._messages.get(phone, ()))


class NoSender:
    """Where no sender of text messages is configured."""

    async def send(self, phone: str, code: str, at: datetime) -> None:  # noqa: ARG002 - the protocol's shape
        raise MessagesCannotBeSent()
