"""The typed client of the speech service."""

import httpx

from mobile_api.upstreams.schemas import Transcript
from servicekit.problems import Problem


class SpeechUnavailable(Problem):
    """No answer in time, or none that can be used."""

    code = "speech_unavailable"
    title = "Speech is not available; type instead."


class SpeechProblem(Exception):
    """Speech refused the recording: `code` as in its problem+json."""

    def __init__(self, status: int, code: str, title: str) -> None:
        super().__init__(code)
        self.status, self.code, self.title = status, code, title


class SpeechClient:
    """One per process; holds a connection pool."""

    def __init__(self, url: str, key: str, *, timeout: float = 60.0) -> None:
        self._http = httpx.AsyncClient(base_url=url, headers={"X-Service-Key": key}, timeout=timeout)

    async def close(self) -> None:
        await self._http.aclose()

    async def ready(self) -> str:
        try:
            response = await self._http.get("/readyz", timeout=2)
        except httpx.TransportError as error:
            return type(error).__name__
        return "ready" if response.status_code == 200 else f"answered {response.status_code}"

    async def transcribe(self, recording: bytes, content_type: str, language: str) -> Transcript:
        """Raises `SpeechProblem` or `SpeechUnavailable`."""
        files = {"file": ("recording", recording, content_type)}
        try:
            response = await self._http.post("/transcriptions", params={"lang": language}, files=files)
        except httpx.TransportError as error:
            raise SpeechUnavailable() from error
        if response.is_success:
            return Transcript.model_validate_json(response.content)
        if "problem+json" not in response.headers.get("content-type", ""):
            raise SpeechUnavailable()
        problem = response.json()
        raise SpeechProblem(response.status_code, problem["code"], problem["title"])
