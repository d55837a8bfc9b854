"""Ed25519 keys of the ledger's seals. A key is named by its fingerprint: the SHA-256 of the raw public key, in hex."""

import base64
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from servicekit.settings import CannotStart

SEED_BYTES = 32
# Keeps a seal's signature from being taken for one of anything else.
PURPOSE = b"loantalk ledger seal v1\n"


class BadSigningKey(CannotStart, ValueError):
    """The setting is not the base64 of a 32-byte Ed25519 key."""


@dataclass(frozen=True, slots=True)
class Signer:
    """The key that seals now. Another key may seal tomorrow: old seals name theirs."""

    key_id: str
    public_key: str
    _private: Ed25519PrivateKey

    @classmethod
    def from_setting(cls, text: str) -> "Signer":
        """`text` is 32 random bytes in base64, of either alphabet, padded or not. Raises `BadSigningKey`."""
        private = Ed25519PrivateKey.from_private_bytes(_seed(text))
        public = private.public_key()
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        return cls(fingerprint(public), pem, private)

    def sign(self, statement: bytes) -> str:
        return base64.b64encode(self._private.sign(PURPOSE + statement)).decode()


def fingerprint(public: Ed25519PublicKey) -> str:
    return hashlib.sha256(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()


def is_key(public_key: str, key_id: str) -> bool:
    """Whether the PEM holds the Ed25519 key of that fingerprint."""
    try:
        public = load_pem_public_key(public_key.encode())
    except ValueError:
        return False
    return isinstance(public, Ed25519PublicKey) and fingerprint(public) == key_id


def is_signed(public_key: str, statement: bytes, signature: str) -> bool:
    """Whether the key of this PEM signed the statement as a seal."""
    try:
        public = load_pem_public_key(public_key.encode())
        assert isinstance(public, Ed25519PublicKey)  # noqa: S101 - `is_key` was asked first
        public.verify(base64.b64decode(signature, validate=True), PURPOSE + statement)
    except (ValueError, InvalidSignature):
        return False
    return True


def _seed(text: str) -> bytes:
    plain = text.strip().rstrip("=").replace("-", "+").replace("_", "/")
    try:
        seed = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except ValueError as error:
        raise BadSigningKey("BACKEND_LEDGER_SIGNING_KEY is not base64.") from error
    if len(seed) != SEED_BYTES:
        raise BadSigningKey(f"BACKEND_LEDGER_SIGNING_KEY has {len(seed)} bytes instead of {SEED_BYTES}.")
    return seed
