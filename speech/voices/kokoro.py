"""Kokoro-82M by ONNX Runtime: Chinese and English, about as fast as speech on one core."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from contract.texts import Language
from speech.voices.espeak_library import EspeakLibrary
from speech.voices.kokoro_files import MODEL, SPEAKERS
from speech.voices.phonemes import load_dictionary, phonemes
from speech.voices.pronunciations import figures_in_words
from speech.voices.protocol import Sound
from speech.voices.words import pieces

RATE = 24_000
# The model takes 510 signs; cost in memory grows with their square, and a character is at most some eight signs.
LONGEST: Mapping[Language, int] = {"zh": 30, "en": 120}
MOST_SIGNS = 510
PAUSE_SECONDS = 0.25
# The model begins and ends with breath below a hundredth of full scale, which a listener waits for in vain.
BREATH, MARGIN = 0.01, RATE // 20
Style = npt.NDArray[np.float32]


class KokoroVoice:
    """`folder` holds the model, and a file `<speaker>.bin` for each speaker."""

    def __init__(self, folder: Path, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        # An arena keeps the most that any sentence ever took.
        options.enable_cpu_mem_arena = False
        self._session = onnxruntime.InferenceSession(str(folder / MODEL), options, providers=["CPUExecutionProvider"])
        self._styles = {file.stem: _styles(file) for file in folder.glob("*.bin")}
        self._pronounce = EspeakLibrary().phonemes
        load_dictionary(folder)

    @property
    def name(self) -> str:
        return "kokoro-82m-v1.0-int8"

    def speak(self, text: str, language: Language, speed: float, /, speaker: str | None = None) -> Sound:
        """`speaker`: another than the language's own."""
        styles = self._styles[speaker or SPEAKERS[language]]
        pause = np.zeros(int(PAUSE_SECONDS * RATE), np.int16)
        spoken = []
        # Figures first: cut before, the halves of an amount would be read as two.
        for piece in pieces(figures_in_words(text, language), LONGEST[language]):
            spoken += [self._say(signs(phonemes(piece, self._pronounce)), styles, speed), pause]
        return Sound(np.concatenate(spoken[:-1]), RATE)

    def _say(self, chosen: list[int], styles: Style, speed: float) -> npt.NDArray[np.int16]:
        if not chosen:
            return np.empty(0, np.int16)
        # The makers' own rule: the style is that of the number of signs; a null sign stands at either end.
        inputs = {
            "tokens": np.array([[0, *chosen, 0]], np.int64),
            "style": styles[len(chosen) - 1],
            "speed": np.array([speed], np.float32),
        }
        [sound] = self._session.run(None, inputs)
        loudness: npt.NDArray[np.float32] = np.asarray(sound, np.float32).ravel()
        return (np.clip(_without_breath(loudness), -1, 1) * np.iinfo(np.int16).max).astype(np.int16)


def signs(sounds: str) -> list[int]:
    """The model's numbers of these sounds; it knows no others."""
    known = symbols()
    return [known[sound] for sound in sounds if sound in known][:MOST_SIGNS]


@cache
def symbols() -> dict[str, int]:
    """The model's alphabet, from the `config.json` it is published with."""
    found: dict[str, int] = json.loads((Path(__file__).parent / "kokoro_symbols.json").read_text(encoding="utf-8"))
    return found


def _without_breath(sound: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    loud = np.flatnonzero(np.abs(sound) > BREATH)
    return sound[max(0, loud[0] - MARGIN) : loud[-1] + MARGIN] if loud.size else sound[:0]


def _styles(file: Path) -> Style:
    """By the number of signs, from 1 on."""
    return np.fromfile(file, np.float32).reshape(MOST_SIGNS, 1, 256)
