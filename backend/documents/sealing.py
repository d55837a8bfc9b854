"""Papers are kept sealed: AES-256-GCM, bound to the paper's id, so that contents cannot be swapped."""

import base64
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend.documents.errors import DocumentKeyMissing, DocumentUnreadable
from servicekit.settings import CannotStart

KEY_BYTES = 32
NONCE_BYTES = 12


class BadDocumentsKey(CannotStart, ValueError):
    """The setting is not base64 of 32 bytes, or several such with commas between."""


@dataclass(frozen=True, slots=True)
class Sealed:
    key_id: str
    content: bytes


class Sealer:
    """Seals under the newest key, opens under any that it knows."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = keys
        self._newest = next(iter(keys))

    @classmethod
    def from_setting(cls, setting: str) -> "Sealer":
        """`setting`: base64 keys with commas between, the newest first. Raises `BadDocumentsKey`."""
        try:
            keys = [base64.b64decode(part, validate=True) for part in setting.split(",")]
        except ValueError as error:
            raise BadDocumentsKey("BACKEND_DOCUMENTS_KEY is not base64.") from error
        if any(len(key) != KEY_BYTES for key in keys):
            raise BadDocumentsKey(f"BACKEND_DOCUMENTS_KEY is not the base64 of {KEY_BYTES} bytes.")
        return cls({hashlib.sha256(key).hexdigest()[:16]: key for key in keys})

    def seal(self, document_id: str, content: bytes) -> Sealed:
        nonce = os.urandom(NONCE_BYTES)
        sealed = AESGCM(self._keys[self._newest]).encrypt(nonce, content, document_id.encode())
        return Sealed(self._newest, nonce + sealed)

    def open(self, document_id: str, sealed: Sealed) -> bytes:
        """Raises `DocumentKeyMissing`, or `DocumentUnreadable` when what is kept was tampered with."""
        key = self._keys.get(sealed.key_id)
        if key is None:
            raise DocumentKeyMissing(key_id=sealed.key_id)
        nonce, content = sealed.content[:NONCE_BYTES], sealed.content[NONCE_BYTES:]
        try:
            return AESGCM(key).decrypt(nonce, content, document_id.encode())
        except InvalidTag as error:
            raise DocumentUnreadable() from error
