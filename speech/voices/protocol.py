"""What every voice does."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from contract.texts import Language


@dataclass(frozen=True)
class Sound:
    """One channel of int16 samples, and how many of them are a second."""

    samples: npt.NDArray[np.int16]
    rate: int

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


class Voice(Protocol):
    """Made once per worker process; its model is loaded when it is made."""

    @property
    def name(self) -> str:
        """As published: which software and which speaker."""

    def speak(self, text: str, language: Language, speed: float, /) -> Sound:
        """`text` as `speech.voices.words.speakable` answers it; `speed` 1 is the voice's own."""
