"""What stands open after a turn, read from the conversation's slots in one place: a question outside the form goes before the form's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# What `awaiting` holds while a contract waits for its one-time code, which the gateway takes.
ACCEPTANCE_CODE = "acceptance_code"
# What is expected while a step outside the form waits for its yes.
CONFIRMATION = "confirmation"
NOTHING, WHICH = "nothing_asked", "asks_which"


@dataclass(frozen=True)
class OpenQuestion:
    """At most one is there: `step` waits for its yes; `value` is asked for, by the form or by a step; `which` of several
    loans is meant."""

    step: str | None = None
    value: str | None = None
    which: bool = False

    @property
    def expects(self) -> str | None:
        """What the gateway is told to listen for."""
        return CONFIRMATION if self.step else self.value

    @property
    def situation(self) -> str:
        """Its name in `contract/situation.py`."""
        if self.step:
            return f"confirms_{self.step}"
        if self.value:
            return f"asked_{self.value}"
        return WHICH if self.which else NOTHING


def open_question(slots: Mapping[str, Any], asked: str | None) -> OpenQuestion:
    """`asked`: the form's question, while the form is open."""
    awaiting = slots.get("awaiting")
    if awaiting == ACCEPTANCE_CODE:
        return OpenQuestion(value=ACCEPTANCE_CODE)
    if step := slots.get("to_confirm"):
        return OpenQuestion(step=step)
    if awaiting:
        value = (slots.get("pending") or {}).get("value")
        return OpenQuestion(value=value, which=value is None)
    return OpenQuestion(value=asked)
