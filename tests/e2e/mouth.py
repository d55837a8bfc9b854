"""Sentences spoken for tests, in both languages, by the product's own voices. What was spoken once is kept on the disk."""

import hashlib
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import NamedTemporaryFile

import numpy as np

from contract.texts import Language
from speech.audio import Pcm, decode
from speech.voices.kokoro import KokoroVoice
from speech.voices.kokoro_files import FOLDER, are_installed
from speech.voices.worker import mp3
from tests.stack import ROOT

MODELS = ROOT / "var" / "speech-models"
KEPT = ROOT / "var" / "test-speech"


@dataclass(frozen=True, slots=True)
class Take:
    """Who says it, and how fast; 1 is the speaker's own speed."""

    speaker: str
    speed: float


# Whoever is not understood says it again, a little differently.
TAKES: dict[Language, tuple[Take, ...]] = {
    "zh": (Take("zf_xiaoxiao", 1.0), Take("zm_yunxi", 1.0), Take("zf_xiaoxiao", 0.8), Take("zm_yunxi", 0.8)),
    "en": (Take("af_heart", 1.0), Take("am_michael", 1.0), Take("af_heart", 0.8), Take("am_michael", 0.8)),
}


def can_speak() -> bool:
    """In CI always: there what can't speak fails instead of being left out."""
    return "CI" in os.environ or are_installed(MODELS / FOLDER)


class Mouth:
    """The voice is loaded at the first sentence that was not spoken before."""

    def say(self, sentence: str, language: Language, take: Take) -> Pcm:
        """At the rate that recognisers hear."""
        said = f"{sentence} {language} {take.speaker} {take.speed}"
        file = KEPT / f"{hashlib.sha256(said.encode()).hexdigest()[:32]}.npy"
        if not file.exists():
            KEPT.mkdir(parents=True, exist_ok=True)
            _write(file, self._spoken(sentence, language, take))
        return np.asarray(np.load(file), np.int16)

    def _spoken(self, sentence: str, language: Language, take: Take) -> Pcm:
        return decode(mp3(self._voice.speak(sentence, language, take.speed, speaker=take.speaker)))

    @cached_property
    def _voice(self) -> KokoroVoice:
        return KokoroVoice(MODELS / FOLDER, threads=1)


def _write(file: Path, pcm: Pcm) -> None:
    """Never seen half done: other runs read the same folder."""
    with NamedTemporaryFile(dir=KEPT, delete=False) as scratch:
        np.save(scratch, pcm)
    Path(scratch.name).rename(file)
