"""espeak-ng, the last resort for English, where it is installed."""

from pathlib import Path

import numpy as np
import pytest

from contract.texts import Language
from speech.settings import EngineSettings
from speech.voices.choice import voice_spec
from speech.voices.espeak import EspeakVoice, installed
from speech.voices.protocol import Sound
from speech.voices.worker import answer

pytestmark = pytest.mark.skipif(not installed(), reason="espeak-ng is not installed")


def test_it_speaks_and_slower_speech_lasts_longer() -> None:
    usual, slow = [EspeakVoice().speak("Please say that again.", "en", speed) for speed in (1.0, 0.5)]
    assert 0.5 < usual.seconds < slow.seconds
    assert usual.samples.any()


@pytest.mark.parametrize("text", ["-h", "--help", "$(id)", "; ls", "<speak>hi</speak>"])
def test_a_text_is_never_an_option_or_a_command(text: str) -> None:
    assert EspeakVoice().speak(text, "en", 1.0).seconds > 0.1


def test_it_is_left_where_kokoro_cannot_run(tmp_path: Path) -> None:
    spec = voice_spec(EngineSettings(models_dir=tmp_path, voices="kokoro"))
    assert spec is not None
    assert (spec.voice, spec.languages) == ("espeak", ("en",))


def test_a_sound_travels_as_mp3_in_base64() -> None:
    answered = answer(EspeakVoice(), {"language": "en", "speed": 1.0}, "hello")
    assert answered["audio_seconds"] > 0.2
    assert len(answered["audio"]) > 1000


class Speechless:
    """A voice whose software fails, quoting the text as it does."""

    name = "speechless"

    def speak(self, text: str, _: Language, speed: float, /) -> Sound:
        raise RuntimeError(text, speed)


def test_a_voice_that_fails_answers_a_code_and_logs_no_words(caplog: pytest.LogCaptureFixture) -> None:
    answered = answer(Speechless(), {"language": "en", "speed": 1.0}, "my secret")
    assert answered == {"problem": "voice_failed", "data": {"reason": "failed"}}
    assert "secret" not in caplog.text


class Mumbling(Speechless):
    """A voice that knows none of the letters."""

    def speak(self, _: str, __: Language, ___: float, /) -> Sound:
        return Sound(np.empty(0, np.int16), 24_000)


def test_letters_that_a_voice_does_not_know_are_nothing_to_say() -> None:
    assert answer(Mumbling(), {"language": "en", "speed": 1.0}, "ሀ") == {"problem": "nothing_to_say", "data": {}}
