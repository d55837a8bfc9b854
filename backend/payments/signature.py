"""The provider signs its callbacks: HMAC-SHA256 over `<unix time>.<body>`. Pure."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime

from backend.payments.errors import BadSignature

TIMESTAMP_HEADER = "X-Provider-Timestamp"
SIGNATURE_HEADER = "X-Provider-Signature"
# An older callback may be a recorded one played again.
MAX_AGE_SECONDS = 300


def sign(secret: bytes, timestamp: str, body: bytes) -> str:
    return hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def check_signature(secrets: Sequence[bytes], timestamp: str, signature: str, body: bytes, now: datetime) -> None:
    """Raises `BadSignature` when the signature is by none of our secrets, or not of these five minutes."""
    if not any(hmac.compare_digest(sign(one, timestamp, body).encode(), signature.encode()) for one in secrets):
        raise BadSignature()
    if not timestamp.isdecimal() or abs(now.timestamp() - int(timestamp)) > MAX_AGE_SECONDS:
        raise BadSignature()
