"""A stand-in for the speech service whose streams hear what a test tells them."""

import asyncio
import json
from typing import Any

from fastapi import FastAPI, Response, WebSocket

from contract.speech import EngineKind, Engines, Heard, LanguageEngines, ToSay, Transcription, VoiceKind
from contract.texts import Language
from servicekit import problems
from speech.errors import STATUSES, VoiceUnavailable

HEARD_BY: dict[Language, EngineKind | None] = {"zh": "whisper", "en": None}


class ScriptedSpeech:
    """Speech's stream, told what to hear: `heard` are the frames and controls that reached it, in order; `recorded` is what
    it hears in every recording; `said` what it was to read out, which it does while `can_speak`, and after `gate` opens."""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.said: list[dict[str, Any]] = []
        self.can_speak = True
        self.gate = asyncio.Event()
        self.gate.set()
        self.sound = b"the sound"
        self.voices: dict[Language, VoiceKind | None] = {"zh": None, "en": None}
        self.opened: asyncio.Queue[WebSocket] = asyncio.Queue()
        self.recorded = heard("nothing")

    def app(self) -> FastAPI:
        app = FastAPI()
        problems.install(app, STATUSES)

        @app.get("/engines")
        async def engines() -> Engines:
            return Engines(languages={language: self._serves(language) for language in HEARD_BY})

        @app.post("/speech")
        async def speak(body: ToSay) -> Response:
            self.said.append(body.model_dump())
            await self.gate.wait()
            if not self.can_speak:
                raise VoiceUnavailable
            return Response(self.sound, media_type="audio/mpeg")

        @app.post("/transcriptions")
        async def transcribe(lang: Language) -> Transcription:
            return transcription(self.recorded, lang)

        @app.websocket("/streams")
        async def stream(socket: WebSocket) -> None:
            await socket.accept()
            await self.opened.put(socket)
            while (message := await socket.receive())["type"] != "websocket.disconnect":
                text = message.get("text")
                self.heard.append(message["bytes"] if text is None else json.loads(text))

        return app

    def _serves(self, language: Language) -> LanguageEngines:
        return LanguageEngines(engine=HEARD_BY[language], candidates=[], voice=self.voices[language], voices=[])

    def controls(self) -> list[Any]:
        return [heard for heard in self.heard if isinstance(heard, dict)]


def heard(text: str, answer_confidence: float | None = None, confidence: float = 0.9) -> Heard:
    return Heard(text=text, answer_confidence=answer_confidence, confidence=confidence)


def final(text: str, answer_confidence: float | None = None, confidence: float = 0.9) -> dict[str, Any]:
    """The event at an utterance's end."""
    return {"type": "final", **heard(text, answer_confidence, confidence).model_dump()}


def transcription(utterance: Heard, language: Language) -> Transcription:
    """A recording of this utterance alone."""
    return Transcription(
        **dict(utterance), alternatives=[], engine="whisper", language=language, audio_seconds=1, cpu_seconds=1, words=[]
    )  # fmt: skip
