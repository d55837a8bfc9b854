"""How Rasa reads a stored conversation, mended: it lists all classes of events anew for each event, a tenth of a long turn."""

import os
from functools import cache

from rasa.shared.core.events import Event


def install() -> None:
    """Each kind of event is looked up once; `DIALOGUE_STOCK=1` leaves Rasa as it comes, for the benchmark."""
    if os.environ.get("DIALOGUE_STOCK") != "1":
        Event.resolve_by_type = staticmethod(cache(Event.resolve_by_type))
