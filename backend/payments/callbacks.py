"""Whether a callback is the provider's, and new: by an HMAC as the sandbox has it, or by the keys of a bank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric import rsa
from sqlalchemy.orm import Session

from backend.db import insert_if_absent
from backend.payments.bank_signature import check_signed
from backend.payments.errors import CallbackReplayed
from backend.payments.models import ProviderNonceRow
from backend.payments.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, check_signature


class CallbackCheck(Protocol):
    def check(self, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
        """The nonce that it came with, "" where its kind has none. Raises `BadSignature`."""


@dataclass(frozen=True, slots=True)
class ByHmac:
    secrets: Sequence[bytes]

    def check(self, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
        timestamp, signature = headers.get(TIMESTAMP_HEADER.lower(), ""), headers.get(SIGNATURE_HEADER.lower(), "")
        check_signature(self.secrets, timestamp, signature, body, now)
        return ""


@dataclass(frozen=True, slots=True)
class ByRsa:
    keys: Sequence[rsa.RSAPublicKey]

    def check(self, headers: Mapping[str, str], body: bytes, now: datetime) -> str:
        return check_signed(self.keys, headers, body, now)


def spend(session: Session, nonce: str, now: datetime) -> None:
    """In the transaction that does what the callback says. Raises `CallbackReplayed`."""
    if nonce and not insert_if_absent(session, ProviderNonceRow, nonce=nonce, seen_at=now):
        raise CallbackReplayed()
