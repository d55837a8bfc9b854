"""Acts that a restored backup must not undo: erasures, withdrawals, disablings. They stand in a file outside the databases, to which
lines are only added, and are done again when a backup from before them was restored.

A line is `{"at", "kind", "id"}`. The id names a row of ours; nothing personal is written.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from servicekit.settings import CannotStart

# Done again in each service's database.
ACCOUNT_ERASED = "account_erased"

# Neither a phone nor a number of identity begins with a letter.
AN_ID = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]{0,99}")


class ActsUnreadable(CannotStart):
    """A line of the file was changed."""


@dataclass(frozen=True, slots=True)
class LastingAct:
    at: datetime
    kind: str
    id: str


class LastingActs:
    """Processes may share the file: each line is written at once."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def note(self, kind: str, id_: str, at: datetime) -> None:
        """Call it before the transaction commits: what was asked for may be done again, but not be forgotten."""
        if not AN_ID.fullmatch(id_):
            raise ValueError(f"not an id of ours, for an act of kind {kind}")
        line = json.dumps({"at": at.isoformat(), "kind": kind, "id": id_}) + "\n"
        self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        written = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(written, line.encode())
            os.fsync(written)
        finally:
            os.close(written)

    def since(self, moment: datetime) -> Iterator[LastingAct]:
        """In their order. Raises `ActsUnreadable`."""
        if not self.file.exists():
            return
        for number, line in enumerate(self.file.read_text().splitlines(), 1):
            try:
                found = json.loads(line)
                act = LastingAct(datetime.fromisoformat(found["at"]), found["kind"], found["id"])
            except (ValueError, KeyError, TypeError) as error:
                raise ActsUnreadable(f"Line {number} of {self.file} cannot be read.") from error
            if act.at >= moment:
                yield act
