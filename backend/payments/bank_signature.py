"""RSA signatures of a bank-direct provider, over requests, answers and callbacks: RSA-SHA256 (PKCS#1 v1.5) in base64. Pure.

We sign `method`, `path`, `time`, `nonce` and body, a line each; the provider `time`, `nonce` and body. An answer repeats our nonce, so that no
older one can stand for it; of a callback it is the provider's own, and is taken once.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from backend.payments.errors import BadSignature
from backend.payments.signature import MAX_AGE_SECONDS, SIGNATURE_HEADER, TIMESTAMP_HEADER

NONCE_HEADER = "X-Provider-Nonce"
LENDER_HEADER = "X-Lender-Id"
LONGEST_NONCE = 64
LEAST_BITS = 2048


@dataclass(frozen=True, slots=True)
class RequestSigner:
    """`lender` is the id by which the provider knows our public key."""

    lender: str
    key: rsa.RSAPrivateKey

    def headers(self, method: str, path: str, nonce: str, body: bytes, at: datetime) -> dict[str, str]:
        timestamp = str(int(at.timestamp()))
        signed = b"\n".join([method.encode(), path.encode(), timestamp.encode(), nonce.encode(), body, b""])
        return {LENDER_HEADER: self.lender, **_signed_headers(self.key, timestamp, nonce, signed)}


def signed_headers(key: rsa.RSAPrivateKey, nonce: str, body: bytes, at: datetime) -> dict[str, str]:
    """As the provider signs what it says."""
    timestamp = str(int(at.timestamp()))
    return _signed_headers(key, timestamp, nonce, _said(timestamp, nonce, body))


def check_signed(keys: Sequence[rsa.RSAPublicKey], headers: Mapping[str, str], body: bytes, now: datetime) -> str:
    """The nonce of what the provider says. `headers` by lower-case names, or without case. Raises `BadSignature` unless one of its keys signed it
    within the last minutes."""
    timestamp, nonce = headers.get(TIMESTAMP_HEADER.lower(), ""), headers.get(NONCE_HEADER.lower(), "")
    signature = headers.get(SIGNATURE_HEADER.lower(), "")
    if not 0 < len(nonce) <= LONGEST_NONCE or not (timestamp.isascii() and timestamp.isdecimal()):
        raise BadSignature()
    if abs(now.timestamp() - int(timestamp)) > MAX_AGE_SECONDS:
        raise BadSignature()
    if not any(_is_signed(key, signature, _said(timestamp, nonce, body)) for key in keys):
        raise BadSignature()
    return nonce


def private_key(setting: str) -> rsa.RSAPrivateKey:
    """Of base64 of PKCS#8 in DER. Raises `ValueError`."""
    key = serialization.load_der_private_key(_decoded(setting), password=None)
    if not isinstance(key, rsa.RSAPrivateKey) or key.key_size < LEAST_BITS:
        raise ValueError(f"is not an RSA key of {LEAST_BITS} bits or more")
    return key


def public_keys(setting: str) -> tuple[rsa.RSAPublicKey, ...]:
    """Of base64 of SubjectPublicKeyInfo in DER, several with commas between. Raises `ValueError`."""
    keys = [serialization.load_der_public_key(_decoded(one)) for one in setting.split(",")]
    found = tuple(key for key in keys if isinstance(key, rsa.RSAPublicKey) and key.key_size >= LEAST_BITS)
    if len(found) != len(keys):
        raise ValueError(f"is not an RSA key of {LEAST_BITS} bits or more")
    return found


def _decoded(setting: str) -> bytes:
    try:
        return base64.b64decode(setting, validate=True)
    except binascii.Error as error:
        raise ValueError("is not base64") from error


def _said(timestamp: str, nonce: str, body: bytes) -> bytes:
    return b"\n".join([timestamp.encode(), nonce.encode(), body, b""])


def _signed_headers(key: rsa.RSAPrivateKey, timestamp: str, nonce: str, signed: bytes) -> dict[str, str]:
    signature = key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
    return {
        TIMESTAMP_HEADER: timestamp,
        NONCE_HEADER: nonce,
        SIGNATURE_HEADER: base64.b64encode(signature).decode(),
    }


def _is_signed(key: rsa.RSAPublicKey, signature: str, signed: bytes) -> bool:
    try:
        key.verify(base64.b64decode(signature, validate=True), signed, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True
