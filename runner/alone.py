"""One run in a folder at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from servicekit.settings import CannotStart


@contextmanager
def alone_in(var: Path) -> Iterator[None]:
    """Raises `CannotStart` while another run works in this folder; the lock ends with its process."""
    var.mkdir(parents=True, exist_ok=True)
    with (var / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CannotStart(f"Another run works in {var}; `PORT=8100 make run` runs beside it.") from error
        yield
