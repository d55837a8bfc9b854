"""How answers are heard: sentences of `answers.yml`, spoken by the product's own voices, written as a folder that
`python -m speech evaluate` measures.

`python -m bench.answers FOLDER` writes the recordings (16 kHz) and their `manifest.json`.
"""

import argparse
import json
import sys
import wave
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import yaml

from contract.texts import LANGUAGES
from speech.audio import Pcm
from speech.limits import SAMPLE_RATE
from speech.narrow import NARROW
from tests.e2e.mouth import TAKES, Mouth

SENTENCES = Path(__file__).with_suffix(".yml")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.answers")
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    manifest = list(spoken(folder))
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1))


def spoken(folder: Path) -> Iterator[dict[str, Any]]:
    """Each sentence's entry of the manifest, once its recording is written. The speakers take turns, at their own speed."""
    mouth = Mouth()
    for kind, of_language in yaml.safe_load(SENTENCES.read_text()).items():
        for language in LANGUAGES:
            speakers = cycle(take for take in TAKES[language] if take.speed == 1)
            for number, (text, take) in enumerate(zip(of_language[language], speakers, strict=False)):
                path = f"{language}-{kind}-{number:02d}.wav"
                write_wav(folder / path, mouth.say(text, language, take))
                sys.stderr.write(f"{path} {text}\n")
                narrow = {"narrow": kind} if kind in NARROW else {}
                yield {"path": path, "lang": language, "text": text, "kind": kind, **narrow}


def write_wav(path: Path, pcm: Pcm) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes(pcm.tobytes())


if __name__ == "__main__":
    main()
