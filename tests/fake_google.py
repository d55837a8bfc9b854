"""A stand-in for what cannot run here: Google's push service."""

import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse


class FakeGoogle:
    """The token endpoint and the send endpoint of Firebase Cloud Messaging.

    `sent` are the messages as the library sent them; `outcomes` maps a device's token to a status and an error code.
    """

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.outcomes: dict[str, tuple[int, str]] = {}

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/token")
        async def token() -> dict[str, Any]:
            return {"access_token": "t", "expires_in": 3600, "token_type": "Bearer"}

        @app.post("/v1/projects/{project}/messages:send")
        async def send(project: str, request: Request) -> JSONResponse:
            message = (await request.json())["message"]
            self.sent.append(message)
            if message["token"] in self.outcomes:
                status, code = self.outcomes[message["token"]]
                details = [{"@type": "type.googleapis.com/google.firebase.fcm.v1.FcmError", "errorCode": code}]
                return JSONResponse({"error": {"code": status, "status": code, "details": details}}, status)
            return JSONResponse({"name": f"projects/{project}/messages/1"})

        return app


def service_account(file: Path, url: str) -> Path:
    """A service-account file whose token endpoint is the fake at `url`."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    facts = {"type": "service_account", "project_id": "test", "client_email": "a@b.c", "private_key_id": "1"}
    file.write_text(json.dumps({**facts, "private_key": pem.decode(), "token_uri": f"{url}/token"}))
    return file
