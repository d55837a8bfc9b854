"""The ways to a phone that are connected, put together into what sends codes."""

from datetime import datetime
from typing import Protocol

from mobile_api.auth.errors import MessagesCannotBeSent
from mobile_api.auth.outbox import CodeMessage, Notice


class Carrier(Protocol):
    """One way to a phone."""

    async def carry(self, message: CodeMessage | Notice, at: datetime) -> None:
        """Raises `MessagesCannotBeSent`."""

    async def close(self) -> None: ...


class Senders:
    """A `CodeSender` of one carrier for each way; a way without one is not connected."""

    def __init__(self, sms: Carrier | None = None, call: Carrier | None = None) -> None:
        self._sms, self._call = sms, call

    async def send(self, message: CodeMessage, at: datetime) -> None:
        await _carry(self._sms, message, at)

    async def call(self, message: CodeMessage, at: datetime) -> None:
        await _carry(self._call, message, at)

    async def notify(self, notice: Notice, at: datetime) -> None:
        await _carry(self._sms, notice, at)

    async def close(self) -> None:
        for carrier in (self._sms, self._call):
            if carrier is not None:
                await carrier.close()


async def _carry(carrier: Carrier | None, message: CodeMessage | Notice, at: datetime) -> None:
    if carrier is None:
        raise MessagesCannotBeSent()
    await carrier.carry(message, at)
