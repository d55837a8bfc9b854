"""Settings of speech, from `SPEECH_…` in the environment."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from servicekit.strength import Key

VoicesSetting = Literal["off", "kokoro", "espeak"]


class EngineSettings(BaseSettings):
    """What recognising needs, with or without the service."""

    model_config = SettingsConfigDict(env_prefix="SPEECH_")

    models_dir: Path = Path("var/speech-models")
    """Holds `vosk-<lang>/` once installed, and `whisper-base/` once put together."""
    cpu_threads: int = Field(default=2, ge=1)
    """Threads of one Whisper worker."""
    queue_limit: int = Field(default=4, ge=1)
    """Recordings one worker may hold, the running one included, before others hear `speech_busy`."""
    stream_limit: int = Field(default=8, ge=1)
    """Streams one worker may listen to before others hear `busy`."""
    utterance_seconds: float = Field(default=60, gt=0)
    """How long one recording may keep a worker before the worker is ended."""
    start_seconds: float = Field(default=120, gt=0)
    """How long a worker may take to load its model."""
    voices: VoicesSetting = "off"
    """Which software speaks to apps whose device has no voice. `kokoro` gives way to `espeak` (English) where it can't run."""
    voice_queue_limit: int = Field(default=8, ge=1)
    """Sentences the voices' worker may hold, the running one included, before others hear `speech_busy`."""
    voice_memory_bytes: int = Field(default=16 * 1024 * 1024, ge=0)
    """Sentences without figures are kept spoken, in memory, up to so many bytes: some 45 minutes."""


class Settings(EngineSettings):
    host: str = "127.0.0.1"
    port: int = 8002
    service_key: Key
    service_key_previous: Key | None = None
    """The one before, while it is replaced: taken, too."""
