"""What every recogniser does."""

from collections.abc import Sequence
from typing import Protocol

from speech.audio import Pcm
from speech.events import Transcript


class Listener(Protocol):
    """Hears one utterance, piece by piece."""

    def accept(self, pcm: Pcm) -> str:
        """Hear more. Answers the words so far; always empty from an engine that understands whole utterances only."""

    def finish(self) -> Transcript:
        """The whole utterance, verbatim. Called once."""


class Engine(Protocol):
    """Made once per worker process; its model is loaded when it is made."""

    @property
    def name(self) -> str:
        """As published: which software and which model."""

    @property
    def has_partials(self) -> bool:
        """Whether its listeners tell words before the utterance ends."""

    def listen(self, likely: Sequence[str] = ()) -> Listener:
        """`likely`: the words that answer a narrow question; an engine may listen for them beside all others."""


def transcribe(engine: Engine, pcm: Pcm) -> Transcript:
    """One whole utterance, verbatim."""
    listener = engine.listen()
    listener.accept(pcm)
    return listener.finish()
