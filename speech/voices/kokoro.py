"""Kokoro-82M by ONNX Runtime: Chinese and English, about as fast as speech on one core."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from speech.events import Language
from speech.voices.espeak_library import EspeakLibrary
from speech.voices.kokoro_files import MODEL, SPEAKERS
from speech.voices.phonemes import phonemes
from speech.voices.protocol import Sound
from speech.voices.words import pieces

RATE = 24_000
# The model takes 510 signs; cost in memory grows with their square, and a character is at most some eight signs.
LONGEST: Mapping[Language, int] = {"zh": 50, "en": 200}
MOST_SIGNS = 510
PAUSE_SECONDS = 0.25
Style = npt.NDArray[np.float32]


class KokoroVoice:
    """`speakers`: who speaks each language; a file `<speaker>.bin` of the model's folder."""

    def __init__(self, folder: Path, threads: int, speakers: Mapping[Language, str] | None = None) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # An arena keeps the most that any sentence ever took.
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(str(folder / MODEL), options, providers=["CPUExecutionProvider"])
        self._styles = {lang: _styles(folder, name) for lang, name in (speakers or SPEAKERS).items()}
        self._pronounce = EspeakLibrary().phonemes

    @property
    def name(self) -> str:
        return "kokoro-82m-v1.0-int8"

    def speak(self, text: str, language: Language, speed: float, /) -> Sound:
        pause = np.zeros(int(PAUSE_SECONDS * RATE), np.int16)
        spoken = []
        for piece in pieces(text, LONGEST[language]):
            spoken += [self._say(signs(phonemes(piece, language, self._pronounce)), language, speed), pause]
        return Sound(np.concatenate(spoken[:-1]), RATE)

    def _say(self, chosen: list[int], language: Language, speed: float) -> npt.NDArray[np.int16]:
        if not chosen:
            return np.empty(0, np.int16)
        # The makers' own rule: the style is that of the number of signs; a null sign stands at either end.
        style = self._styles[language][len(chosen) - 1]
        inputs = {
            "tokens": np.array([[0, *chosen, 0]], np.int64),
            "style": style,
            "speed": np.array([speed], np.float32),
        }
        [sound] = self._session.run(None, inputs)
        loudness: npt.NDArray[np.float32] = np.asarray(sound, np.float32).ravel()
        return (np.clip(loudness, -1, 1) * np.iinfo(np.int16).max).astype(np.int16)


def signs(sounds: str) -> list[int]:
    """The model's numbers of these sounds; it knows no others."""
    known = symbols()
    return [known[sound] for sound in sounds if sound in known][:MOST_SIGNS]


@cache
def symbols() -> dict[str, int]:
    """The model's alphabet, from the `config.json` it is published with."""
    found: dict[str, int] = json.loads((Path(__file__).parent / "kokoro_symbols.json").read_text(encoding="utf-8"))
    return found


def _styles(folder: Path, speaker: str) -> Style:
    """By the number of signs, from 1 on."""
    return np.fromfile(folder / f"{speaker}.bin", np.float32).reshape(MOST_SIGNS, 1, 256)
