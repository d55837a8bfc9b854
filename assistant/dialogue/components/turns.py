"""A turn as the gateway sees it, rebuilt from a conversation's events; the same for a fresh turn and a repeated call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.shared.core.constants import REQUESTED_SLOT, SESSION_START_METADATA_SLOT
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from components.acts import noted
from components.open_question import open_question


def stored_turn(events: Iterable[Event], message_id: str, domain: Domain) -> dict[str, Any] | None:
    """`{replies, understanding, expects}` of the message, or None when it was never handled."""
    events = list(events)
    start = next(
        (i for i, event in enumerate(events) if isinstance(event, UserUttered) and event.message_id == message_id), None
    )
    if start is None:
        return None
    end = next((i for i in range(start + 1, len(events)) if isinstance(events[i], UserUttered)), len(events))
    then = DialogueStateTracker.from_events("", events[:end], slots=domain.slots)
    slots = {name: value for name, value in then.current_slot_values().items() if value is not None}
    slots.pop(SESSION_START_METADATA_SLOT, None)
    asked = slots.pop(REQUESTED_SLOT, None)
    intent = events[start].intent or {}
    found = {"intent": intent.get("name"), "confidence": intent.get("confidence", 0.0), "slots": slots}
    return {
        "replies": _replies(events, start, end),
        "understanding": {**found, **noted(events[start:end])},
        "expects": open_question(slots, asked).expects,
    }


def _replies(events: list[Event], start: int, end: int) -> list[dict[str, Any]]:
    """What the bot said between two places, each in the language that was spoken then."""
    replies, language = [], "zh"
    for place, event in enumerate(events[:end]):
        if isinstance(event, SlotSet) and event.key == "language":
            language = event.value
        elif place >= start and isinstance(event, BotUttered):
            replies.append(_reply(event, language))
    return replies


def _reply(event: BotUttered, language: str) -> dict[str, Any]:
    """What was said is in the event's data, what the action added (blocks, handoff, language) in its metadata."""
    added, text = event.metadata, event.text or ""
    buttons = [{"title": button["title"], "payload": button["payload"]} for button in event.data.get("buttons") or []]
    return {
        "text": text,
        "speak": (event.data.get("custom") or {}).get("speak") or text,
        "language": added.get("language", language),
        "buttons": buttons,
        "blocks": added.get("blocks", []),
        "handoff": added.get("handoff"),
        "settings": added.get("settings"),
    }
