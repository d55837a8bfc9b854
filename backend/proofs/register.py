"""The port to whoever confirms identities, and the sandbox that stands in for it."""

from typing import Protocol

from backend.identity.errors import IdentityCheckUnavailable, IdentityNotConfirmed

# In the sandbox nobody is registered under a number whose sequence is 000.
UNKNOWN_SEQUENCE = "000"


class IdentityChecker(Protocol):
    """`kind` is what it is called where ports are listed."""

    @property
    def kind(self) -> str: ...

    def check(self, name: str, id_number: str) -> None:
        """Raises `IdentityNotConfirmed` when the register does not hold this name with this number."""


class SandboxChecker:
    kind = "sandbox"

    def check(self, name: str, id_number: str) -> None:  # noqa: ARG002
        if id_number[14:17] == UNKNOWN_SEQUENCE:
            raise IdentityNotConfirmed()


class NoChecker:
    """Outside development, until a real register is connected."""

    kind = "none"

    def check(self, name: str, id_number: str) -> None:  # noqa: ARG002
        raise IdentityCheckUnavailable()
