"""Speaking: the worker process of the voices, its queue, and what need not be said anew."""

import base64

from contract.texts import Language
from speech.errors import VoiceFailed, VoiceUnavailable
from speech.settings import EngineSettings
from speech.voices.choice import VoiceSpec, voice_spec
from speech.voices.memory import Memory
from speech.voices.words import speakable
from speech.workers import WorkerProcess, counted


class Voices:
    """None of them where voices are off or none can run: then every text is refused as `VoiceUnavailable`."""

    def __init__(self, settings: EngineSettings) -> None:
        self._limit = settings.voice_queue_limit
        self._memory = Memory(settings.voice_memory_bytes)
        self._waiting: set[str] = set()
        self.spec = voice_spec(settings)
        self.worker = _worker(self.spec, settings) if self.spec else None

    def start(self) -> None:
        if self.worker:
            self.worker.start()

    async def stop(self) -> None:
        if self.worker:
            await self.worker.stop()

    async def speak(self, text: str, language: Language, speed: float) -> bytes:
        """An MP3. Raises `VoiceUnavailable`, `TextTooLong`, `NothingToSay`, `SpeechBusy`, `VoiceFailed`."""
        if self.spec is None or self.worker is None or language not in self.spec.languages:
            raise VoiceUnavailable(language=language)
        words = speakable(text)
        if (kept := self._memory.find(words, language, speed)) is not None:
            return kept
        with counted(self._waiting, self._limit):
            answer = await self.worker.ask({"language": language, "speed": speed}, words.encode())
        audio = base64.b64decode(answer["audio"])
        self._memory.keep(words, language, speed, audio)
        return audio


def _worker(spec: VoiceSpec, settings: EngineSettings) -> WorkerProcess:
    command = ("-m", "speech.voices.worker", spec.to_json(), str(settings.cpu_threads))
    return WorkerProcess(command, settings, VoiceFailed)
