"""What the actions noted of a message (`contract/acts.py`): an event of its own in the conversation, which changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.shared.core.events import Event, SkipEventInMDStoryMixin
from rasa.shared.utils.schemas.events import EVENT_SCHEMA


class Noted(SkipEventInMDStoryMixin):
    """Rasa finds it by its name when an action answers it, and when a stored conversation is read."""

    type_name = "noted"

    def __init__(
        self, notes: dict[str, Any], timestamp: float | None = None, metadata: dict[str, Any] | None = None
    ) -> None:
        self.notes = notes
        super().__init__(timestamp, metadata)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Noted) and self.notes == other.notes

    def __hash__(self) -> int:
        return hash(repr(self.notes))

    def __str__(self) -> str:
        # Values are the borrower's own: they must not reach a log.
        return f"Noted({self.notes.get('acts', [])})"

    def as_dict(self) -> dict[str, Any]:
        return {**super().as_dict(), "notes": self.notes}

    @classmethod
    def _from_parameters(cls, parameters: dict[str, Any]) -> Noted:
        return cls(parameters["notes"], parameters.get("timestamp"), parameters.get("metadata"))


def install() -> None:
    """Let Rasa take the event from the actions, whose answers it checks against a list of its own events."""
    ours = {"properties": {"event": {"const": Noted.type_name}, "notes": {"type": "object"}}}
    if ours not in EVENT_SCHEMA["oneOf"]:
        EVENT_SCHEMA["oneOf"].append(ours)


def noted(events: Iterable[Event]) -> dict[str, Any]:
    """All that the actions of one turn noted; of an intent, an article or a guard the last word counts."""
    notes = [event.notes for event in events if isinstance(event, Noted)]
    last = {name: note[name] for note in notes for name in ("intent", "article", "guard") if name in note}
    acts = dict.fromkeys(act for note in notes for act in note.get("acts", []))
    values = {name: value for note in notes for name, value in note.get("values", {}).items()}
    return {**last, "acts": list(acts), "values": values}
