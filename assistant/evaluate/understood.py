"""What the assistant did for a message, as staff see it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# What is done under this name serves no wish: asking back, offering a person, saying that something failed.
REPAIR = "repair"
OFFERED, HANDED_OVER = "repair/offered_person", "handed_over"


@dataclass(frozen=True, slots=True)
class Understood:
    acts: tuple[str, ...]
    values: Mapping[str, Any]
    asked_back: bool
    article: str | None

    @property
    def capabilities(self) -> frozenset[str]:
        """Those that were acted for."""
        return frozenset(act.partition("/")[0] for act in self.acts) - {REPAIR}

    @property
    def called_for(self) -> frozenset[str]:
        """The capabilities for which a person was called."""
        calls = (act.partition("/") for act in self.acts)
        return frozenset(capability for capability, _, what in calls if what == HANDED_OVER)


def understood(view: Mapping[str, Any] | None) -> Understood | None:
    """From a message's `understanding`; None where no acts are given at all."""
    if view is None or "acts" not in view:
        return None
    return Understood(
        tuple(view["acts"]), view.get("values") or {}, bool(view.get("asked_back")), view.get("article") or None
    )
