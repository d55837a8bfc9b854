"""What becomes of each thing heard, in a stream or a recording: it is posted, asked about, or meant for the voice itself.

A number, or a yes or no that was asked for, is never posted unasked when it was heard with little confidence, nor anything that was
hardly heard at all. Asking needs nothing of the dialogue, so it works alike with every engine and while a colleague answers. Pure.
"""

from dataclasses import dataclass

from contract.dialogue import LONGEST_TEXT
from contract.speech import Heard
from mobile_api.settings import Settings
from mobile_api.voice.phrases import Command, answer_in, command_in


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing said. `client_id` is its message's; `uncertain`: it waits for a yes before it is posted."""

    client_id: str
    text: str
    confidence: float
    uncertain: bool


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is heard with less is asked about: `answer` of the answer confidence, `whole` of the whole utterance's."""

    answer: float
    whole: float


def bounds_of(settings: Settings) -> Bounds:
    return Bounds(settings.voice_least_confidence, settings.voice_lowest_confidence)


def is_doubtful(heard: Heard, bounds: Bounds) -> bool:
    """A no that was asked for does no harm, however it was heard: nothing comes of it."""
    sure = heard.answer_confidence
    if sure is not None and sure < bounds.answer:
        return True
    is_no = sure is not None and answer_in(heard.text) is False
    return heard.confidence < bounds.whole and not is_no


def utterance(client_id: str, heard: Heard, bounds: Bounds, *, ask: bool = True) -> Utterance:
    """Without `ask` it is taken as heard."""
    return Utterance(
        client_id, heard.text[:LONGEST_TEXT], heard.confidence, uncertain=ask and is_doubtful(heard, bounds)
    )


def certain(client_id: str, text: str) -> Utterance:
    """Words that were confirmed, or taken before."""
    return Utterance(client_id, text, 1.0, uncertain=False)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A yes: the words that waited are posted."""

    utterance: Utterance


@dataclass(frozen=True, slots=True)
class Dropped:
    """A no: the words that waited are forgotten, and said anew."""

    utterance: Utterance


Outcome = Utterance | Confirmed | Dropped | Command


class Utterances:
    """Those of one stream, numbered; `waiting` is the one that was asked about."""

    def __init__(self, stream: str, bounds: Bounds) -> None:
        self._stream, self._bounds = stream, bounds
        self._count = 0
        self.waiting: Utterance | None = None

    def hear(self, heard: Heard, *, ask: bool = True) -> Outcome:
        """`ask` as for `utterance`. While one waits, another utterance than yes, no or a command takes its place: people
        correct by saying it anew."""
        if command := command_in(heard.text):
            return command
        said = utterance(f"voice-{self._stream}-{self._count + 1}", heard, self._bounds, ask=ask)
        if self.waiting is not None and (yes := answer_in(heard.text)) is not None:
            # A yes that may have been a no settles nothing: the question stands, and is asked again.
            return self.waiting if said.uncertain else self._settle(self.waiting, yes=yes)
        self._count += 1
        self.waiting = said if said.uncertain else None
        return said

    def settle(self, client_id: str, *, yes: bool) -> Outcome | None:
        """A pressed yes or no; None when that utterance waits no more."""
        if self.waiting is None or self.waiting.client_id != client_id:
            return None
        return self._settle(self.waiting, yes=yes)

    def _settle(self, utterance: Utterance, *, yes: bool) -> Outcome:
        self.waiting = None
        return Confirmed(utterance) if yes else Dropped(utterance)
