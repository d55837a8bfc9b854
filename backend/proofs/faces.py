"""The port to whoever compares faces with the register's photos, and the sandbox that stands in for it."""

from typing import Protocol

from backend.identity.errors import IdentityCheckUnavailable
from backend.proofs.errors import FaceNotMatched

# In the sandbox nobody's face matches the photo of a number whose sequence is 001.
OTHER_FACE_SEQUENCE = "001"


class FaceChecker(Protocol):
    """`kind` is what it is called where ports are listed."""

    @property
    def kind(self) -> str: ...

    def check(self, name: str, id_number: str, face_session: str | None) -> None:
        """`face_session` is what the provider gave the app. Raises `FaceNotMatched`."""


class SandboxFaces:
    """Matches at once."""

    kind = "sandbox"

    def check(self, name: str, id_number: str, face_session: str | None) -> None:  # noqa: ARG002
        if id_number[14:17] == OTHER_FACE_SEQUENCE:
            raise FaceNotMatched()


class NoFaces:
    """Outside development, until a real provider is connected."""

    kind = "none"

    def check(self, name: str, id_number: str, face_session: str | None) -> None:  # noqa: ARG002
        raise IdentityCheckUnavailable()
