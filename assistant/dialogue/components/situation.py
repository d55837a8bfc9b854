"""The state in which something is said: what the bot asked last, and how the account stands.

The names are those of `contract/situation.py`. What the bot asked is in the conversation; how the account stands, the actions are
asked, who know the backend. While they do not answer, the words alone must do.
"""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp
import numpy as np
from rasa.core.agent import Agent
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.trackers import DialogueStateTracker

from components import tracing
from components.open_question import open_question

CONTRACT = json.loads((Path(__file__).parents[1] / "contract.json").read_text())
SITUATIONS: list[str] = CONTRACT["situations"]
# In a message's metadata, and in that of a training example.
SITUATION = "situation"
ASKED, WAITS = "asked_", "waits"
# In a message's metadata: an answer to what the form asked is all that was said. Nothing else can be meant, so it is not encoded.
PLAIN_ANSWER = "plain_answer"
SECONDS = 1.0
# Of the examples without a state, those that are given one when the head is fitted: one in which somebody wanted the same, or any.
LIKE_ITS_OWN, ANY = 0.4, 0.4
SEED = 42

log = logging.getLogger(__name__)


def asked_in(tracker: DialogueStateTracker, metadata: dict[str, Any]) -> str:
    """The question that stands open; none while a person is waited for."""
    if "waits_for" in metadata:
        return WAITS
    slots = tracker.current_slot_values()
    return open_question(slots, slots.get(REQUESTED_SLOT) if tracker.active_loop else None).situation


def is_answered(held: list[str], fields: list[str]) -> bool:
    """Whether the form's open question is for one of the fields."""
    return not {f"{ASKED}{name}" for name in fields}.isdisjoint(held)


def made_up(states: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """States for most of the texts that have none. One row a text, one column a name.

    Some are like those in which somebody wanted the same, so that the state tells something; others are any, so that it never
    tells more than plain words do.
    """
    chance = np.random.default_rng(SEED)
    told = np.flatnonzero(states.any(axis=1))
    filled = states.copy()
    for row in np.flatnonzero(~states.any(axis=1)) if len(told) else ():
        drawn = chance.random()
        alike = told[labels[told] == labels[row]] if drawn < LIKE_ITS_OWN else told
        if drawn < LIKE_ITS_OWN + ANY and len(alike):
            filled[row] = states[chance.choice(alike)]
    return filled


async def situation(agent: Agent, tracker: DialogueStateTracker, metadata: dict[str, Any]) -> list[str]:
    """In the form its question tells enough, and no account is asked for."""
    asked = asked_in(tracker, metadata)
    account = [] if tracker.active_loop else await _standing(agent, metadata["borrower_id"])
    return [asked, *account]


async def _standing(agent: Agent, borrower_id: str) -> list[str]:
    endpoint = agent.action_endpoint
    url = f"{endpoint.url.rsplit('/', 1)[0]}/situations/{quote(borrower_id, safe='')}"
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    headers = {**endpoint.headers, tracing.HEADER: tracing.request_id()}
    try:
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(url, headers=headers) as response:
            response.raise_for_status()
            return list(await response.json())
    except (aiohttp.ClientError, asyncio.TimeoutError) as error:  # noqa: UP041 - not yet the built-in one in Python 3.10
        log.warning("understood without the account: %s", type(error).__name__)
        return []
