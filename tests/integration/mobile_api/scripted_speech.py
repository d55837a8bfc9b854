"""A stand-in for the speech service whose streams hear what a test tells them."""

import asyncio
import json
from typing import Any

from fastapi import FastAPI, WebSocket


class ScriptedSpeech:
    """Speech's stream, told what to hear: `heard` are the frames and controls that reached it, in order. `recorded` is what
    it hears in every recording."""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.opened: asyncio.Queue[WebSocket] = asyncio.Queue()
        self.recorded = final("nothing")

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/engines")
        async def engines() -> dict[str, Any]:
            return {"languages": {"zh": {"engine": "whisper"}, "en": {"engine": None}}}

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


def final(text: str, answer_confidence: float | None = None) -> dict[str, Any]:
    return {"type": "final", "text": text, "confidence": 0.9, "answer_confidence": answer_confidence}
