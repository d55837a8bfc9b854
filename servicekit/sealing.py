"""What is kept sealed: AES-256-GCM under the newest key of a ring, bound to the name of what it is, so that nothing kept can be
swapped for something else that is kept."""

import base64
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from servicekit.settings import CannotStart

KEY_BYTES = 32
NONCE_BYTES = 12
KEY_ID_LENGTH = 16
# Between the key's id and what it seals, in a text.
BETWEEN = "."


def bound(table: str, column: str, id_: str) -> str:
    """What a value of a table's column is bound to, in the row of that id."""
    return f"{table}.{column}:{id_}"


class BadSealingKey(CannotStart, ValueError):
    """The setting is not base64 of 32 bytes, or several such with commas between."""


class SealingKeyMissing(LookupError):
    """The key under which something was sealed is not in the ring."""

    def __init__(self, key_id: str) -> None:
        super().__init__(key_id)
        self.key_id = key_id


class SealBroken(ValueError):
    """What is kept was changed, or belongs to something else."""


@dataclass(frozen=True, slots=True)
class Sealed:
    key_id: str
    content: bytes


class Sealer:
    """Seals under the newest key, opens under any that it knows."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self._keys = keys
        self.newest = next(iter(keys))

    @property
    def keys(self) -> tuple[str, ...]:
        """The ids, the newest first."""
        return tuple(self._keys)

    @classmethod
    def from_setting(cls, name: str, setting: str) -> "Sealer":
        """`setting`: base64 keys with commas between, the newest first; `name` is the setting's. Raises `BadSealingKey`."""
        try:
            keys = [base64.b64decode(part, validate=True) for part in setting.split(",")]
        except ValueError as error:
            raise BadSealingKey(f"{name} is not base64.") from error
        if any(len(key) != KEY_BYTES for key in keys):
            raise BadSealingKey(f"{name} is not the base64 of {KEY_BYTES} bytes.")
        return cls({hashlib.sha256(key).hexdigest()[:KEY_ID_LENGTH]: key for key in keys})

    def seal(self, bound_to: str, content: bytes) -> Sealed:
        """`bound_to` names what this is, such as a paper's id, or a table's column and row: it opens under that name alone."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = AESGCM(self._keys[self.newest]).encrypt(nonce, content, bound_to.encode())
        return Sealed(self.newest, nonce + sealed)

    def open(self, bound_to: str, sealed: Sealed) -> bytes:
        """Raises `SealingKeyMissing` or `SealBroken`."""
        key = self._keys.get(sealed.key_id)
        if key is None:
            raise SealingKeyMissing(sealed.key_id)
        nonce, content = sealed.content[:NONCE_BYTES], sealed.content[NONCE_BYTES:]
        try:
            return AESGCM(key).decrypt(nonce, content, bound_to.encode())
        except (InvalidTag, ValueError) as error:
            raise SealBroken(bound_to) from error

    def seal_text(self, bound_to: str, text: str) -> str:
        """For a column: the key's id, a dot, base64."""
        sealed = self.seal(bound_to, text.encode())
        return f"{sealed.key_id}{BETWEEN}{base64.b64encode(sealed.content).decode()}"

    def open_text(self, bound_to: str, kept: str) -> str:
        """Raises `SealingKeyMissing` or `SealBroken`."""
        key_id, _, content = kept.partition(BETWEEN)
        try:
            sealed = Sealed(key_id, base64.b64decode(content, validate=True))
        except ValueError as error:
            raise SealBroken(bound_to) from error
        return self.open(bound_to, sealed).decode()

    def is_newest(self, kept: str) -> bool:
        """Whether a text was sealed under the newest key: else it is to be sealed anew."""
        return kept.partition(BETWEEN)[0] == self.newest
