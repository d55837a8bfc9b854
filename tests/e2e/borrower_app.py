"""A borrower's app as a native one would be written: the public API and nothing else."""

import uuid
from typing import Any, Self

import httpx

Message = dict[str, Any]


class BorrowerApp:
    """Signed in with a conversation open. `messages` are all replies so far, oldest first."""

    def __init__(self, url: str, phone: str, language: str) -> None:
        self.http = httpx.Client(base_url=f"{url}/v1", timeout=60, trust_env=False)
        self.phone = phone
        self.http.headers["Authorization"] = f"Bearer {self._token(self.code())}"
        self.conversation = self.post("/conversations", {"language": language})
        self.messages: list[Message] = self.log()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def code(self) -> str:
        """A fresh one-time code, read from the development outbox."""
        self.http.post("/auth/otp", json={"phone": self.phone}).raise_for_status()
        return str(self.http.get("/dev/outbox", params={"to": self.phone}).raise_for_status().json()["code"])

    def _token(self, code: str) -> str:
        form = {"grant_type": "otp", "phone": self.phone, "code": code}
        return str(self.http.post("/auth/token", data=form).raise_for_status().json()["access_token"])

    def say(self, text: str, client_id: str | None = None) -> list[Message]:
        return self._send({"client_id": client_id or uuid.uuid4().hex, "text": text})

    def press(self, title: str) -> list[Message]:
        """Press the newest button whose title contains `title`."""
        for message in reversed(self.messages):
            for button in message["buttons"]:
                if title in button["title"]:
                    return self._send({"client_id": uuid.uuid4().hex, "action": button["action"]})
        raise LookupError(f"no button {title!r} in {[m['buttons'] for m in self.messages[-2:]]}")

    def _send(self, body: dict[str, str]) -> list[Message]:
        answer = self.post(f"/conversations/{self.conversation['id']}/messages", body)
        self.messages += answer["replies"]
        return list(answer["replies"])

    def log(self, after: int = 0) -> list[Message]:
        """The conversation as the server keeps it, from `after` on."""
        messages = self.get(f"/conversations/{self.conversation['id']}/messages", after=after)
        return list(messages["messages"] if isinstance(messages, dict) else messages)

    def get(self, path: str, **params: Any) -> Any:
        return self.http.get(path, params=params).raise_for_status().json()

    def post(self, path: str, body: Any = None, *, key: str | None = None) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        response = self.http.post(path, json=body, headers=headers)
        assert response.is_success, response.text
        return response.json()

    def block(self, kind: str) -> dict[str, Any]:
        """The newest block of that type."""
        for message in reversed(self.messages):
            for block in message["blocks"]:
                if block["type"] == kind:
                    return dict(block)
        raise LookupError(f"no block {kind!r}")


def said(replies: list[Message]) -> str:
    return "\n".join(reply["text"] for reply in replies)
