"""Runs the inspector apart: a process of its own for each file, without settings, ended when it takes too long."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path

from backend.documents.errors import DocumentLocked, DocumentTooComplex, DocumentTypeNotAllowed, DocumentUnreadable
from backend.documents.inspector import LOCKED, UNREADABLE
from backend.documents.rules import FileType, file_type
from backend.documents.schemas import MediaType
from servicekit.problems import TooManyRequests

INSPECTOR = Path(__file__).with_name("inspector.py")
SECONDS = 20
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
    command = [sys.executable, "-P", str(INSPECTOR), kind]
    try:
        done = subprocess.run(command, input=content, capture_output=True, env={}, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise DocumentTooComplex() from error
    if done.returncode == UNREADABLE:
        raise DocumentUnreadable()
    if done.returncode == LOCKED:
        raise DocumentLocked()
    if done.returncode != 0:
        # Its own word for it, or ended by the system at one of its limits.
        raise DocumentTooComplex()
    head, _, copy = done.stdout.partition(b"\n")
    return SafeCopy(content=copy, **json.loads(head))
