"""espeak-ng, the command, where it is installed: English that can be understood, and no Chinese."""

import shutil
import subprocess
from io import BytesIO
from wave import open as open_wave

import numpy as np

from contract.texts import Language
from speech.errors import VoiceFailed
from speech.voices.protocol import Sound

COMMAND = "espeak-ng"
# Words a minute at speed 1, espeak's own.
WORDS_A_MINUTE = 160
HEADER = 44


def installed() -> bool:
    return shutil.which(COMMAND) is not None


class EspeakVoice:
    @property
    def name(self) -> str:
        return COMMAND

    def speak(self, text: str, _: Language, speed: float, /) -> Sound:
        """Raises `VoiceFailed`."""
        command = [COMMAND, "-v", "en-us", "-s", str(round(WORDS_A_MINUTE * speed)), "--stdin", "--stdout"]
        # Words on standard input: on the command line they could be options, and everybody on the machine sees them.
        done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)  # noqa: S603
        if done.returncode != 0 or len(done.stdout) <= HEADER:
            raise VoiceFailed(reason="espeak")
        return _sound(done.stdout)


def _sound(wav: bytes) -> Sound:
    """Its header announces the longest possible length: what is written to a pipe can't be measured before."""
    with open_wave(BytesIO(wav)) as file:
        rate = file.getframerate()
    return Sound(np.frombuffer(wav, "<i2", offset=HEADER).astype(np.int16), rate)
