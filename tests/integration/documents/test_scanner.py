"""ClamAV's protocol, spoken to a stand-in that knows one virus: the EICAR test string."""

import base64
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from backend.documents.errors import DocumentInfected, ScannerUnavailable
from backend.documents.inspection import Inspection
from backend.documents.scanner import Clamd, NoScanner
from backend.documents.service import Archive, check_file
from servicekit.sealing import Sealer
from tests import papers

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture
def sealer() -> Sealer:
    return Sealer.from_setting("A_KEY", base64.b64encode(bytes(32)).decode())


def find_eicar(content: bytes) -> bytes:
    return b"stream: Eicar-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


@contextmanager
def clamd(answer: Callable[[bytes], bytes] = find_eicar) -> Iterator[Clamd]:
    """Takes one connection and answers what `answer` makes of the stream."""

    def serve() -> None:
        connection, _ = listening.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            content = b""
            while length := struct.unpack(">I", stream.read(4))[0]:
                content += stream.read(length)
            connection.sendall(answer(content))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve)
        thread.start()
        yield Clamd.at(f"127.0.0.1:{listening.getsockname()[1]}")
        thread.join()


def test_a_clean_file_is_called_clean_also_in_many_chunks() -> None:
    with clamd() as scanner:
        assert scanner.scan(bytes(200_000)) == "clean"


def test_the_test_virus_is_found_across_chunks() -> None:
    with clamd() as scanner, pytest.raises(DocumentInfected):
        scanner.scan(bytes(65_500) + EICAR)


@pytest.mark.parametrize("word", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: "])
def test_an_answer_that_is_no_verdict_keeps_nothing(word: bytes) -> None:
    with clamd(lambda _: word) as scanner, pytest.raises(ScannerUnavailable):
        scanner.scan(b"content")


def test_a_scanner_that_is_away_keeps_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ScannerUnavailable):
        Clamd("127.0.0.1", port).scan(b"content")


def test_the_scanner_sees_the_file_as_it_came(sealer: Sealer) -> None:
    """The copy would no longer hold what the file hides behind its picture."""
    infected = papers.photo() + EICAR
    with clamd() as scanner, pytest.raises(DocumentInfected):
        check_file(Archive(Inspection(), scanner, sealer), "brw_1", infected)


def test_without_a_scanner_nobody_claims_a_scan() -> None:
    assert NoScanner().scan(EICAR) == "not_scanned"
