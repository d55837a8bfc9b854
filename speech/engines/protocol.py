"""What every recogniser does."""

from typing import Protocol

from contract.speech import Narrow
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

    def listen(self, narrow: Narrow | None = None) -> Listener:
        """`narrow`: the kind of answer that the open question asks for; an engine may listen for it, beside all else."""


def transcribe(engine: Engine, pcm: Pcm, narrow: Narrow | None = None) -> Transcript:
    """One whole utterance, verbatim."""
    listener = engine.listen(narrow)
    listener.accept(pcm)
    return listener.finish()
