"""Ways to speak with the service and to hear its events: a voice socket, or the page with a microphone in front of it."""

import base64
import json
import time
from collections import deque
from typing import Any, Protocol

from playwright.sync_api import Page, WebSocket
from websockets.sync.client import ClientConnection, connect

from assistant.chat import Message
from speech.audio import Pcm

PIECE = 1600
ANSWER_SECONDS = 120.0
# As often a page is given time to hear.
LOOK_MS = 50

# What is given to `sayInto` comes out of this microphone, as a person's voice would who speaks in front of it.
MICROPHONE = """
  navigator.mediaDevices.getUserMedia = async () => {
    const context = new AudioContext({ sampleRate: 16000 });
    const heard = context.createMediaStreamDestination();
    await context.resume();
    window.sayInto = (samples) => new Promise((done) => {
      const pcm = new Int16Array(Uint8Array.from(atob(samples), (byte) => byte.charCodeAt(0)).buffer);
      const sound = context.createBuffer(1, pcm.length, 16000);
      sound.copyToChannel(Float32Array.from(pcm, (sample) => sample / 32768), 0);
      const mouth = new AudioBufferSourceNode(context, { buffer: sound });
      mouth.connect(heard);
      mouth.onended = () => done();
      mouth.start();
    });
    return heard.stream;
  };
"""


class Line(Protocol):
    def utter(self, pcm: Pcm) -> None:
        """Say it, and have said all."""

    def hear(self, *kinds: str, seconds: float = ANSWER_SECONDS) -> dict[str, Any]:
        """The next event of these kinds. Raises `TimeoutError`."""


class SocketLine:
    """A voice socket, as an app of another's would use it. Sound goes up as fast as it is taken."""

    def __init__(self, url: str, path: str) -> None:
        address = f"{url.replace('http', 'ws', 1)}/v1{path}"
        self._socket: ClientConnection = connect(address, proxy=None, close_timeout=1)
        self.hear("listening")

    def close(self) -> None:
        self._socket.close()

    def utter(self, pcm: Pcm) -> None:
        for start in range(0, len(pcm), PIECE):
            self._socket.send(pcm[start : start + PIECE].tobytes())
        self._socket.send(json.dumps({"type": "finish"}))

    def hear(self, *kinds: str, seconds: float = ANSWER_SECONDS) -> dict[str, Any]:
        while True:
            event: dict[str, Any] = json.loads(self._socket.recv(timeout=seconds))
            assert event["type"] != "error", event
            if event["type"] in kinds:
                return event


class PageLine:
    """The page's own voice line, whichever is open: its microphone hears in real time, and a pause ends what is said. `replies`
    are those that came by it."""

    def __init__(self, page: Page) -> None:
        """`MICROPHONE` is the page's, and none of its sockets is open yet."""
        self._page = page
        self.replies: list[Message] = []
        self._events: deque[dict[str, Any]] = deque()
        page.on("websocket", self._listen)

    def utter(self, pcm: Pcm) -> None:
        self._page.evaluate("(samples) => window.sayInto(samples)", base64.b64encode(pcm.tobytes()).decode())

    def hear(self, *kinds: str, seconds: float = ANSWER_SECONDS) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            while self._events:
                event = self._events.popleft()
                assert event["type"] != "error", event
                if event["type"] in kinds:
                    return event
            self._page.wait_for_timeout(LOOK_MS)
        raise TimeoutError(f"none of {kinds} in {seconds} s")

    def _listen(self, socket: WebSocket) -> None:
        if "/voice" in socket.url:
            socket.on("framereceived", self._note)

    def _note(self, frame: str | bytes) -> None:
        event = json.loads(frame)
        self._events.append(event)
        if event["type"] == "reply":
            self.replies.append(event["message"])
