"""Keyed hashes by which an identity is found exactly and never read. Pure."""

import hashlib
import hmac
from dataclasses import dataclass

from backend.identity.rules import normal_name, normal_name_v1


@dataclass(frozen=True, slots=True)
class Indexes:
    """`secrets`: the one that keys what is written now, then the one before it. Rows of both are found."""

    secrets: tuple[bytes, ...]

    def number(self, id_number: str) -> str:
        return _hash(self.secrets[0], "id_number", id_number)

    def name(self, name: str) -> str:
        return _hash(self.secrets[0], "name", normal_name(name))

    def marks(self, kind: str, value: str) -> frozenset[str]:
        """Of what several borrowers may have in common, such as a device; under every secret."""
        return frozenset(_hash(secret, kind, value) for secret in self.secrets)

    def numbers(self, id_number: str) -> frozenset[str]:
        """Under every secret."""
        return frozenset(_hash(secret, "id_number", id_number) for secret in self.secrets)

    def names(self, name: str) -> frozenset[str]:
        """Under every secret, and as names were compared before."""
        forms = {normal_name(name), normal_name_v1(name)}
        return frozenset(_hash(secret, "name", form) for secret in self.secrets for form in forms)


def _hash(secret: bytes, what: str, value: str) -> str:
    return hmac.new(secret, f"{what}:{value}".encode(), hashlib.sha256).hexdigest()
