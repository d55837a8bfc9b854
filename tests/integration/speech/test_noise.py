"""The real Whisper, where nobody speaks: what it was shown as a manner of writing must not come back as an amount."""

import numpy as np
import numpy.typing as npt
import pytest

from contract.texts import Language
from speech.engines.whisper import WhisperEngine, load_model
from speech.engines.whisper_files import MODEL_FOLDER, put_together
from speech.limits import SAMPLE_RATE
from speech.numbers import numbers_in
from tests.conftest import ROOT
from tests.marks import slow

NOISE = np.random.default_rng(1)
SECONDS = 3


def white(loudness: int) -> npt.NDArray[np.int16]:
    return NOISE.normal(0, loudness, SECONDS * SAMPLE_RATE).astype(np.int16)


def hum() -> npt.NDArray[np.int16]:
    turns = np.arange(SECONDS * SAMPLE_RATE) * 2 * np.pi * 50 / SAMPLE_RATE
    return (3000 * np.sin(turns)).astype(np.int16)


# In English the same sounds are listened to once more.
@pytest.mark.parametrize("language", ["zh", *slow("en")])
def test_no_amount_is_heard_where_nobody_speaks(language: Language) -> None:
    folder = ROOT / "var" / "speech-models" / MODEL_FOLDER
    put_together(folder)
    engine = WhisperEngine(load_model(folder, threads=1), language)
    for sound in (white(0), white(30), white(3000), hum()):
        heard = engine.transcribe(sound, None).text
        assert numbers_in(heard, language, expected=False) == (), heard
