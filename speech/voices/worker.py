"""The voices' worker process: it loads the voice, then speaks one text after another.

Started as `python -m speech.voices.worker SPEC THREADS`, it keeps to the protocol of `speech.worker`. A request is `{language,
speed, bytes}` and the text; the answer `{audio, audio_seconds}`, where `audio` is an MP3 in base64.
"""

import base64
import json
import logging
import sys
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import av

from servicekit.logs import configure_logging
from servicekit.problems import Problem
from speech.errors import NothingToSay, VoiceFailed
from speech.voices.choice import VoiceSpec, load_voice
from speech.voices.protocol import Sound, Voice
from speech.worker import own_standard_output, say

logger = logging.getLogger("speech.voices.worker")

# Of one voice; six kilobytes a second.
BITS_A_SECOND = 48_000


def main(text: str, threads: str) -> None:
    configure_logging("WARNING")
    answers = own_standard_output()
    spec = VoiceSpec.from_json(text)
    voice = load_voice(spec, int(threads))
    for language in spec.languages:
        # The first text of a language pays for what is loaded late.
        voice.speak("好" if language == "zh" else "yes", language, 1.0)
    say(answers, {"ready": True})
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        say(answers, answer(voice, request, sys.stdin.buffer.read(request["bytes"]).decode()))


def answer(voice: Voice, request: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The sound asked for, or its problem."""
    try:
        sound = voice.speak(text, request["language"], request["speed"])
        if not sound.samples.size:
            # Letters of a script that the voice does not know.
            raise NothingToSay()
    except Problem as problem:
        return {"problem": problem.code, "data": problem.data}
    except Exception as error:
        # The message may quote the text.
        logger.error("failed on a text: %s", type(error).__name__)
        return {"problem": VoiceFailed.code, "data": {"reason": "failed"}}
    return {"audio": base64.b64encode(mp3(sound)).decode(), "audio_seconds": round(sound.seconds, 3)}


def mp3(sound: Sound) -> bytes:
    """Which every browser and phone plays."""
    out = BytesIO()
    with av.open(out, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=sound.rate, layout="mono")
        stream.bit_rate = BITS_A_SECOND
        frame = av.AudioFrame.from_ndarray(sound.samples.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = sound.rate
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


if __name__ == "__main__":
    main(*sys.argv[1:])
