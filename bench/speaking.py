"""What speaking costs: the service's own voice beside its bare engine on the same sentences, and how well it is heard back."""

import os
import secrets
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from bench.voice import cpu_seconds, free_port, wait_until_ready
from contract.texts import LANGUAGES, Language
from speech.audio import decode
from speech.evaluate import edits, units
from speech.limits import SAMPLE_RATE
from speech.voices.kokoro import KokoroVoice
from speech.voices.kokoro_files import FOLDER, are_installed
from tests.stack import ROOT

MODELS = ROOT / "var" / "speech-models"
NAMES: dict[Language, str] = {"zh": "Chinese", "en": "English"}
# As the product says them, with figures, so that none is kept and said from memory.
SENTENCES: dict[Language, tuple[str, ...]] = {
    "zh": (
        "您好，您的第一期还款是一千二百三十四元。",
        "三月十五日到期。",
        "您要借三万五千元，分十二个月还，对吗？",
        "年化利率是百分之十二点五。",
        "还有六期没有还清，一共九千八百元。",
        "提前还完可以省利息三百二十元。",
    ),
    "en": (
        "Hello, your first payment is one thousand two hundred thirty four yuan.",
        "It is due on March fifteenth.",
        "You want to borrow thirty five thousand yuan over twelve months, right?",
        "The annual rate is twelve point five percent.",
        "Six payments are left, nine thousand eight hundred yuan in all.",
        "Settling today saves three hundred twenty yuan of interest.",
    ),
}
KEPT: dict[Language, str] = {"zh": "请稍等，我在为您查看。", "en": "Please wait, I am looking it up."}


@dataclass(frozen=True, slots=True)
class Figures:
    """CPU seconds per second of sound, bare and of the service; seconds to the sound of a sentence, new (median) and kept;
    errors per unit when Whisper hears it."""

    bare: float
    service: float
    wait: float
    kept: float
    heard_wrong: float


@dataclass(frozen=True, slots=True)
class Service:
    http: httpx.Client
    process: psutil.Process

    def voice(self) -> psutil.Process:
        return next(child for child in self.process.children() if "speech.voices.worker" in child.cmdline())

    def cpu_seconds(self) -> float:
        return sum(cpu_seconds(process) for process in (self.process, self.voice()))

    def say(self, text: str, language: Language) -> tuple[bytes, float]:
        """The sound, and how long it took."""
        began = time.perf_counter()
        answer = self.http.post("/speech", json={"text": text, "language": language}).raise_for_status()
        return answer.content, time.perf_counter() - began

    def heard(self, sound: bytes, language: Language) -> str:
        answer = self.http.post("/transcriptions", params={"lang": language}, files={"file": ("a.mp3", sound)})
        return str(answer.raise_for_status().json()["text"])


def section() -> str:
    title = "## Speaking\n\n"
    if not are_installed(MODELS / FOLDER):
        return title + "Left out: the voices are not installed (`python -m speech install voices`).\n"
    bare = KokoroVoice(MODELS / FOLDER, threads=1)
    with serving() as service:
        found = {language: measure(service, bare, language) for language in LANGUAGES}
        memory = service.voice().memory_full_info().pss / 2**20
        peak = peak_memory(service.voice().pid)
    rows = [
        ("what", *(NAMES[language] for language in found)),
        ("---", *("---" for _ in found)),
        ("bare voice: CPU seconds a second of sound", *(f"{f.bare:.2f}" for f in found.values())),
        ("the service: the same", *(f"{f.service:.2f}" for f in found.values())),
        ("a new sentence, seconds (median)", *(f"{f.wait:.1f}" for f in found.values())),
        ("a sentence said before, seconds", *(f"{f.kept:.3f}" for f in found.values())),
        ("heard wrong by Whisper base (CER, WER)", *(f"{f.heard_wrong:.1%}" for f in found.values())),
    ]
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return f"{title}{table}\nKokoro-82M, int8, one thread. Memory of the voice's worker: {memory:.0f} MiB (PSS), {peak:.0f} at most.\n"


def measure(service: Service, bare: KokoroVoice, language: Language) -> Figures:
    sentences = SENTENCES[language]
    bare.speak(KEPT[language], language, 1.0)
    before = time.process_time()
    seconds = sum(bare.speak(sentence, language, 1.0).seconds for sentence in sentences)
    bare_cpu = time.process_time() - before
    service.say(KEPT[language], language)
    before = service.cpu_seconds()
    spoken = [service.say(sentence, language) for sentence in sentences]
    service_cpu = service.cpu_seconds() - before
    _, kept = service.say(KEPT[language], language)
    return Figures(
        bare=bare_cpu / seconds,
        service=service_cpu / sum(seconds_of(sound) for sound, _ in spoken),
        wait=statistics.median(wait for _, wait in spoken),
        kept=kept,
        heard_wrong=heard_wrong(service, [sound for sound, _ in spoken], language),
    )


def heard_wrong(service: Service, sounds: list[bytes], language: Language) -> float:
    said = [units(sentence, language) for sentence in SENTENCES[language]]
    heard = [units(service.heard(sound, language), language) for sound in sounds]
    return sum(map(edits, said, heard)) / sum(map(len, said))


def seconds_of(sound: bytes) -> float:
    return len(decode(sound)) / SAMPLE_RATE


def peak_memory(pid: int) -> float:
    """MiB that the process ever held at once; as Linux counts it."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024


@contextmanager
def serving() -> Iterator[Service]:
    port, key = free_port(), secrets.token_hex(8)
    settings = {
        "SPEECH_PORT": str(port), "SPEECH_SERVICE_KEY": key, "SPEECH_MODELS_DIR": str(MODELS), "SPEECH_CPU_THREADS": "1",
        "SPEECH_VOICES": "kokoro",
    }  # fmt: skip
    started = subprocess.Popen([sys.executable, "-m", "speech", "serve"], cwd=ROOT, env={**os.environ, **settings})
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(url)
        with httpx.Client(base_url=url, headers={"X-Service-Key": key}, timeout=120, trust_env=False) as http:
            yield Service(http, psutil.Process(started.pid))
    finally:
        started.terminate()
        started.wait(30)


if __name__ == "__main__":
    sys.stdout.write(section())
