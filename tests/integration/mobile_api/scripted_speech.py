"""A stand-in for the speech service whose streams hear what a test tells them."""

import asyncio
import json
from typing import Any

from fastapi import FastAPI, Request, Response, WebSocket

from servicekit.problems import problem_response


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
        self.voices: dict[str, str | None] = {"zh": None, "en": None}
        self.opened: asyncio.Queue[WebSocket] = asyncio.Queue()
        self.recorded = final("nothing")

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/engines")
        async def engines() -> dict[str, Any]:
            heard_by = {"zh": "whisper", "en": None}
            return {"languages": {name: {"engine": heard_by[name], "voice": self.voices[name]} for name in heard_by}}

        @app.post("/speech")
        async def speak(request: Request) -> Response:
            self.said.append(await request.json())
            await self.gate.wait()
            if not self.can_speak:
                return problem_response(503, "voice_unavailable", "No voice.", {})
            return Response(self.sound, media_type="audio/mpeg")

        @app.post("/transcriptions")
        async def transcribe() -> dict[str, Any]:
            return self.recorded

        @app.websocket("/streams")
        async def stream(socket: WebSocket) -> None:
            await socket.accept()
            await self.opened.put(socket)
            while (message := await socket.receive())["type"] != "websocket.disconnect":
                text = message.get("text")
                self.heard.append(message["bytes"] if text is None else json.loads(text))

        return app

    def controls(self) -> list[Any]:
        return [heard for heard in self.heard if isinstance(heard, dict)]


def final(text: str, answer_confidence: float | None = None, confidence: float = 0.9) -> dict[str, Any]:
    return {"type": "final", "text": text, "confidence": confidence, "answer_confidence": answer_confidence}
