"""What every recogniser does."""

from typing import Protocol

from speech.audio import Pcm
from speech.events import Transcript


class Engine(Protocol):
    """Made once per worker process; its model is loaded when it is made."""

    @property
    def name(self) -> str:
        """As published: which software and which model."""

    def transcribe(self, pcm: Pcm) -> Transcript:
        """One whole utterance, verbatim."""
