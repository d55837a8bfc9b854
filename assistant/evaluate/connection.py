"""Clients of the public API that wait where the system asks them to, and staff's view of what was understood."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import pyotp

TIMEOUT_SECONDS = 60
# A one-time code of staff works once: where somebody else has used it, the next one is waited for.
SIGN_IN_TRIES = 4
CODE_USED = "code_used"


class Patient(httpx.BaseTransport):
    """Sends a request again when it was told to come back later, as long as `Retry-After` says."""

    def __init__(self, inner: httpx.BaseTransport, sleep: Callable[[float], None] = time.sleep) -> None:
        self._inner, self._sleep = inner, sleep

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        while (response := self._inner.handle_request(request)).status_code == httpx.codes.TOO_MANY_REQUESTS:
            response.close()
            self._sleep(float(response.headers.get("Retry-After", 1)))
        return response

    def close(self) -> None:
        self._inner.close()


def client(url: str) -> httpx.Client:
    return httpx.Client(
        base_url=url, timeout=TIMEOUT_SECONDS, trust_env=False, transport=Patient(httpx.HTTPTransport())
    )


class Desk:
    """A member of staff, signed in when first needed and again when the token has run out. Threads may share it."""

    def __init__(self, url: str, staff: Mapping[str, str]) -> None:
        self._http, self._staff, self._signing_in = client(url), staff, threading.Lock()

    def close(self) -> None:
        self._http.close()

    def conversation(self, conversation_id: str) -> dict[str, Any] | None:
        """None where no person was ever asked for: then it is not staff's to read."""
        answer = self._call("GET", f"/desk/conversations/{conversation_id}")
        return None if answer.status_code == httpx.codes.NOT_FOUND else dict(answer.raise_for_status().json())

    def holds(self, borrower_id: str) -> list[dict[str, Any]]:
        return list(self._call("GET", f"/desk/borrowers/{borrower_id}/holds").raise_for_status().json())

    def claim(self, conversation_id: str) -> None:
        """Raises `LookupError` where nobody waits."""
        conversation = self.conversation(conversation_id)
        if conversation is None:
            raise LookupError(conversation_id)
        self._call("POST", f"/desk/handoffs/{conversation['handoff']['id']}/claim").raise_for_status()

    def close_conversation(self, conversation_id: str) -> None:
        """The desk of the system that was played on is left as it was found. Who else took the conversation meanwhile keeps it."""
        conversation = self.conversation(conversation_id)
        if conversation is None or conversation["owner"] == "bot":
            return
        handoff = f"/desk/handoffs/{conversation['handoff']['id']}"
        if conversation["owner"] == "queue":
            self._call("POST", f"{handoff}/claim")
        self._call("POST", f"{handoff}/resolve", {"return_to_bot": False})

    def _call(self, method: str, path: str, body: object = None) -> httpx.Response:
        token = self._http.headers.get("Authorization")
        answer = self._http.request(method, f"/v1{path}", json=body)
        if answer.status_code != httpx.codes.UNAUTHORIZED:
            return answer
        with self._signing_in:
            if self._http.headers.get("Authorization") == token:
                self._sign_in()
        return self._http.request(method, f"/v1{path}", json=body)

    def _sign_in(self) -> None:
        codes = pyotp.TOTP(self._staff["totp_secret"])
        known = {name: self._staff[name] for name in ("username", "password")}
        for tries_left in reversed(range(SIGN_IN_TRIES)):
            form = {"grant_type": "password", **known, "totp": codes.now()}
            answer = self._http.post("/v1/auth/token", data=form)
            if answer.is_error and tries_left and answer.json().get("data", {}).get("reason") == CODE_USED:
                time.sleep(codes.interval - time.time() % codes.interval)
                continue
            self._http.headers["Authorization"] = f"Bearer {answer.raise_for_status().json()['access_token']}"
            return
