"""A borrower's app as a native one would be written: the terminal's chat, and the calls that are not talk."""

import secrets
import uuid
from typing import Any

import httpx

from assistant.chat import Chat, Message


def new_phone() -> str:
    return f"+8613{secrets.randbelow(10**9):09d}"


class BorrowerApp:
    """Signed in with a conversation open."""

    def __init__(self, chat: Chat, phone: str) -> None:
        self.phone = phone
        self.chat = chat
        self.http = chat.http

    @classmethod
    def sign_up(cls, url: str, phone: str, language: str) -> "BorrowerApp":
        return cls(Chat.sign_in(url, language, phone), phone)

    @property
    def messages(self) -> list[Message]:
        return self.chat.transcript

    def code_for(self, contract_hash: str) -> str:
        """A one-time code that accepts this contract, read from the development outbox."""
        self.post("/me/codes", {"purpose": "contract", "about": contract_hash}, expected=202)
        return self.newest_code()

    def newest_code(self) -> str:
        """The one sent last, by whoever asked for it."""
        return str(self.http.get("/dev/outbox", params={"to": self.phone}).raise_for_status().json()["code"])

    def say(self, text: str) -> list[Message]:
        return self.chat.say(text)

    def post_message(self, *, client_id: str | None = None, **body: str) -> httpx.Response:
        """One call, as it is: `text` or `action`."""
        body["client_id"] = client_id or uuid.uuid4().hex
        return self.http.post(f"/v1/conversations/{self.chat.id}/messages", json=body)

    def log(self) -> list[Message]:
        """The conversation as the server keeps it."""
        return list(self.get(f"/conversations/{self.chat.id}/messages", after=0)["messages"])

    def get(self, path: str, **params: Any) -> Any:
        return self.http.get(f"/v1{path}", params=params).raise_for_status().json()

    def post(self, path: str, body: Any = None, *, key: str | None = None, expected: int | None = None) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        response = self.http.post(f"/v1{path}", json=body, headers=headers)
        assert response.status_code == expected if expected else response.is_success, response.text
        return response.json() if response.content else None

    def block(self, kind: str) -> dict[str, Any]:
        """The newest block of that type."""
        for message in reversed(self.messages):
            for block in message["blocks"]:
                if block["type"] == kind:
                    return dict(block)
        raise LookupError(f"no block {kind!r}")


def said(replies: list[Message]) -> str:
    return "\n".join(reply["text"] for reply in replies)
