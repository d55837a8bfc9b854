"""How a code reaches a phone: as a text message, or read out in a call for who can't read one. In development it stays
here, to be read; production needs a sender."""

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
CALL_WORDING = LocalText(
    zh="您好，这里是贷话。您的验证码是：{code}。再说一遍：{code}。请勿告诉他人。",
    en="Hello, this is Loantalk. Your code is: {code}. Once more: {code}. Never tell it to anyone.",
)


class CodeSender(Protocol):
    async def send(self, phone: str, code: str, at: datetime) -> None:
        """Raises `MessagesCannotBeSent`."""

    async def call(self, phone: str, code: str, at: datetime) -> None:
        """Ring the phone and read the code out. Raises `MessagesCannotBeSent`."""


class DevelopmentOutbox:
    """Keeps the last few messages of each phone in memory."""

    def __init__(self) -> None:
        self._messages: dict[str, deque[OutboxMessage]] = defaultdict(lambda: deque(maxlen=5))

    async def send(self, phone: str, code: str, at: datetime) -> None:
        text = wording_for(phone, WORDING).format(code=code)
        self._messages[phone].append(OutboxMessage(text=text, code=code, at=at))

    async def call(self, phone: str, code: str, at: datetime) -> None:
        # Digit by digit: a voice would read six digits as one number.
        text = wording_for(phone, CALL_WORDING).format(code=", ".join(code))
        self._messages[phone].append(OutboxMessage(text=text, code=code, at=at, by="call"))

    def sent_to(self, phone: str) -> list[OutboxMessage]:
        return list(self._messages.get(phone, ()))


def wording_for(phone: str, wording: LocalText) -> str:
    return wording.in_language("zh" if phone.startswith("+86") else "en")


class NoSender:
    """Where no sender is configured."""

    async def send(self, phone: str, code: str, at: datetime) -> None:  # noqa: ARG002 - the protocol's shape
        raise MessagesCannotBeSent()

    async def call(self, phone: str, code: str, at: datetime) -> None:  # noqa: ARG002 - the protocol's shape
        raise MessagesCannotBeSent()
