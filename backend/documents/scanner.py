"""The virus scanner: a port, and ClamAV's daemon behind it.

`INSTREAM` as in clamd(8): `zINSTREAM\\0`, chunks of a 4-byte big-endian length and that many bytes, a zero length; the
answer is `stream: OK` or `stream: NAME FOUND`, ended by a zero byte.
"""

import socket
import struct
from dataclasses import dataclass
from typing import ClassVar, Protocol

from backend.documents.errors import DocumentInfected, ScannerUnavailable
from contract.lending.documents import Scan

CHUNK_BYTES = 64 * 1024
TIMEOUT_SECONDS = 20.0
LONGEST_ANSWER = 4096


class Scanner(Protocol):
    """`kind` is what it is called where ports are listed."""

    @property
    def kind(self) -> str: ...

    def scan(self, content: bytes) -> Scan:
        """Raises `DocumentInfected` or `ScannerUnavailable`."""


class NoScanner:
    """None is configured: each paper says that it was not scanned."""

    kind = "none"

    def scan(self, content: bytes) -> Scan:  # noqa: ARG002 - the port's shape
        return "not_scanned"


@dataclass(frozen=True, slots=True)
class Clamd:
    host: str
    port: int
    kind: ClassVar[str] = "clamd"

    @classmethod
    def at(cls, address: str) -> "Clamd":
        """`address` is `host:port`."""
        host, _, port = address.rpartition(":")
        return cls(host, int(port))

    def scan(self, content: bytes) -> Scan:
        answer = self._ask(content)
        if answer.endswith("FOUND"):
            raise DocumentInfected()
        if not answer.endswith("OK"):
            raise ScannerUnavailable()
        return "clean"

    def _ask(self, content: bytes) -> str:
        try:
            with socket.create_connection((self.host, self.port), TIMEOUT_SECONDS) as connection:
                connection.sendall(b"zINSTREAM\0")
                for start in range(0, len(content), CHUNK_BYTES):
                    chunk = content[start : start + CHUNK_BYTES]
                    connection.sendall(struct.pack(">I", len(chunk)) + chunk)
                connection.sendall(struct.pack(">I", 0))
                return _read_answer(connection)
        except OSError as error:
            raise ScannerUnavailable() from error


def _read_answer(connection: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        part = connection.recv(LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.rstrip(b"\0").decode(errors="replace").strip()
