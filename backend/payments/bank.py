"""A payment provider over signed HTTP, as banks and wallets have it (docs/adapters.md says what travels).

Nothing is tried again in here: the worker asks again, and an order under one id moves money once.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Literal

import httpx
from cryptography.hazmat.primitives.asymmetric import rsa
from pydantic import BaseModel, ValidationError, model_validator

from backend.payments.bank_signature import RequestSigner, check_signed
from backend.payments.errors import BadSignature
from backend.payments.provider import Fate, OrderNotTaken, ProviderUnavailable
from backend.payments.statement import sealed_statement
from contract.lending.payments import Callback, TransferOrder

# Answers to an order that say something of it, and nothing of the provider.
OF_THE_ORDER = frozenset({400, 404, 409, 413, 422})


class Answer(BaseModel):
    """What the provider says of an order: `outcome` where it has `ended`."""

    transfer_id: str
    fate: Literal["under_way", "not_known", "ended"]
    outcome: Callback | None = None

    @model_validator(mode="after")
    def an_end_is_told(self) -> "Answer":
        if (self.fate == "ended") != (self.outcome is not None):
            raise ValueError("an outcome is told of what has ended, and of nothing else")
        if self.outcome is not None and self.outcome.transfer_id != self.transfer_id:
            raise ValueError("the outcome is another order's")
        return self


class BankProvider:
    """`seal` is the secret under which its daily files are kept, once its own signature was found good."""

    def __init__(
        self,
        http: httpx.Client,
        signer: RequestSigner,
        keys: Sequence[rsa.RSAPublicKey],
        seal: bytes,
        clock: Callable[[], datetime],
    ) -> None:
        self._http, self._signer, self._keys, self._seal, self._clock = http, signer, keys, seal, clock

    def order(self, order: TransferOrder) -> None:
        answer = self._asked("PUT", f"/orders/{order.transfer_id}", order.model_dump_json().encode())
        if _read(answer, order.transfer_id).fate == "not_known":
            raise ProviderUnavailable("it does not know what it was given")

    def status(self, transfer_id: str) -> Fate:
        answer = _read(self._asked("GET", f"/orders/{transfer_id}"), transfer_id)
        return "under_way" if answer.fate == "under_way" else answer.outcome or "not_known"

    def statement(self, day: date) -> bytes:
        return sealed_statement(self._seal, self._asked("GET", f"/statements/{day}"))

    def _asked(self, method: str, path: str, body: bytes = b"") -> bytes:
        """The body of an answer that is signed for this request. Raises `ProviderUnavailable`."""
        nonce = secrets.token_hex(16)
        headers = self._signer.headers(method, path, nonce, body, self._clock())
        if body:
            headers["Content-Type"] = "application/json"
        try:
            response = self._http.request(method, path, content=body, headers=headers)
        except httpx.RequestError as error:
            raise ProviderUnavailable(type(error).__name__) from error
        if not response.is_success:
            of_the_order = method == "PUT" and response.status_code in OF_THE_ORDER
            raise (OrderNotTaken if of_the_order else ProviderUnavailable)(str(response.status_code))
        try:
            if check_signed(self._keys, response.headers, response.content, self._clock()) == nonce:
                return response.content
        except BadSignature:
            pass
        raise ProviderUnavailable("the answer is not signed for this request")


def _read(content: bytes, transfer_id: str) -> Answer:
    try:
        answer = Answer.model_validate_json(content)
    except ValidationError as error:
        raise ProviderUnavailable("the answer cannot be read") from error
    if answer.transfer_id != transfer_id:
        raise ProviderUnavailable("the answer is about another order")
    return answer
