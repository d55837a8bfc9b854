"""The port to a payment provider, and the sandbox that stands in for one."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

import httpx

from backend.payments.schemas import Callback, TransferOrder
from backend.payments.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, sign

# In the sandbox a debit of an amount that ends in .13 finds too little on the card.
FAILING_CENTS = 13


class ProviderUnavailable(Exception):
    """The provider did not take the order; it may be given again."""


class Provider(Protocol):
    def order(self, order: TransferOrder) -> None:
        """Hand over an order; its end is told by a signed callback. Repeating an order is harmless."""


class SandboxProvider:
    """Moves no money: ends every order at once with a signed callback over HTTP."""

    def __init__(self, http: httpx.Client, secret: bytes, clock: Callable[[], datetime]) -> None:
        self._http, self._secret, self._clock = http, secret, clock

    def order(self, order: TransferOrder) -> None:
        body = self._outcome(order).model_dump_json().encode()
        timestamp = str(int(self._clock().timestamp()))
        headers = {
            "Content-Type": "application/json",
            TIMESTAMP_HEADER: timestamp,
            SIGNATURE_HEADER: sign(self._secret, timestamp, body),
        }
        try:
            self._http.post("/provider/callbacks", content=body, headers=headers).raise_for_status()
        except httpx.HTTPError as error:
            raise ProviderUnavailable(type(error).__name__) from error

    def _outcome(self, order: TransferOrder) -> Callback:
        if order.direction == "debit" and order.amount.minor % 100 == FAILING_CENTS:
            return Callback(
                transfer_id=order.transfer_id, status="failed", amount=order.amount, failure="insufficient_funds"
            )
        return Callback(transfer_id=order.transfer_id, status="succeeded", amount=order.amount)
