"""Runs the inspector apart: a process of its own for each file, without settings, ended when it takes too long."""

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from backend.documents.errors import DocumentLocked, DocumentTooComplex, DocumentTypeNotAllowed, DocumentUnreadable
from backend.documents.inspector import LOCKED, UNREADABLE
from backend.documents.rules import MAX_BYTES, FileType, file_type
from contract.lending.documents import MediaType
from servicekit.problems import TooManyRequests

INSPECTOR = Path(__file__).with_name("inspector.py")
SECONDS = 20
# A copy is seldom larger than its file; what writes more has been taken over, or would fill our memory.
MOST_COPY_BYTES = 2 * MAX_BYTES
AT_ONCE, WAITING = 2, 6
RETRY_SECONDS = 5
ALLOWED = ["image/jpeg", "image/png", "image/webp", "application/pdf"]


@dataclass(frozen=True, slots=True)
class SafeCopy:
    """What is kept of a file."""

    media_type: MediaType
    pages: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Inspection:
    """At most `AT_ONCE` files are open at a time, as each may take a gigabyte for a moment; few more may wait, as each that
    waits holds a thread that others need."""

    at_work: threading.Semaphore = field(default_factory=lambda: threading.BoundedSemaphore(AT_ONCE))
    inside: threading.Semaphore = field(default_factory=lambda: threading.BoundedSemaphore(AT_ONCE + WAITING))

    def copy(self, content: bytes) -> SafeCopy:
        """Raises `DocumentTypeNotAllowed`, `DocumentUnreadable`, `DocumentLocked`, `DocumentTooComplex` or
        `TooManyRequests`."""
        kind = file_type(content)
        if kind is None:
            raise DocumentTypeNotAllowed(allowed=ALLOWED)
        if not self.inside.acquire(blocking=False):
            raise TooManyRequests(retry_after=RETRY_SECONDS)
        try:
            with self.at_work:
                return _run(kind, content)
        finally:
            self.inside.release()


def _run(kind: FileType, content: bytes) -> SafeCopy:
    # -P: the script's own folder must not stand in for libraries.
    code, output = run_apart([sys.executable, "-P", str(INSPECTOR), kind], content)
    if code == UNREADABLE:
        raise DocumentUnreadable()
    if code == LOCKED:
        raise DocumentLocked()
    if code != 0:
        # Its own word for it, or ended by us or the system at one of its limits.
        raise DocumentTooComplex()
    head, _, copy = output.partition(b"\n")
    return SafeCopy(content=copy, **json.loads(head))


def run_apart(command: Sequence[str], content: bytes) -> tuple[int, bytes]:
    """The exit code, and what was written for `content`. Ended after `SECONDS` or more than `MOST_COPY_BYTES`."""
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={}
    ) as child:
        assert child.stdin is not None  # noqa: S101 - a pipe
        assert child.stdout is not None  # noqa: S101 - a pipe
        overtime = threading.Timer(SECONDS, child.kill)
        overtime.start()
        try:
            # It may end before it has read all.
            with contextlib.suppress(BrokenPipeError), child.stdin as file:
                file.write(content)
            output = child.stdout.read(MOST_COPY_BYTES + 1)
            if len(output) > MOST_COPY_BYTES:
                child.kill()
            return child.wait(), output
        finally:
            overtime.cancel()
