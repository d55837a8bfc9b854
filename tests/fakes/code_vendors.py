"""Stand-ins for those who deliver codes. They keep what they took, and check who asks as the real ones do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from mobile_api.senders.acs3 import Key, headers_of
from tests.fakes.misbehaving import How, Misbehaving

KEY = Key("LTAI5tTestsOnlyTestsOnly", "the-access-key-secret-of-tests")


@dataclass(frozen=True)
class Taken:
    """`phone` as we write numbers; `words` is the template's name, or the text. `id` is the caller's own, where it gives one."""

    phone: str
    code: str
    words: str
    id: str = ""


@dataclass
class Vendor(Misbehaving):
    taken: list[Taken] = field(default_factory=list)

    def __post_init__(self) -> None:
        Misbehaving.__init__(self)


class FakeAliyun(Vendor):
    """Both its services, which differ in their parameters."""

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/")
        async def call(request: Request) -> Response:
            if not _is_signed(request):
                return JSONResponse({"Code": "SignatureDoesNotMatch", "Message": "…"}, 400)
            asked = dict(parse_qsl(request.url.query, keep_blank_values=True))

            def act() -> Response:
                self.taken.append(_taken(request.headers["x-acs-action"], asked))
                return JSONResponse({"Code": "OK", "Message": "OK", "RequestId": "1", "BizId": "2"})

            return await self.handle(request, act, self._other)

        return app

    @staticmethod
    def _other(_how: How, _good: Response | None) -> Response:
        return JSONResponse({"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发号码天级流控 13800138000"})


class FakeVendor(Vendor):
    """Takes JSON with a bearer token, and does once what comes twice with one id."""

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.post("/messages")
        async def message(request: Request) -> Response:
            if request.headers.get("Authorization") != f"Bearer {KEY.secret}":
                return JSONResponse({"code": "401"}, 401)
            asked, own_id = await request.json(), request.headers["Idempotency-Key"]

            def act() -> Response:
                if own_id not in {one.id for one in self.taken}:
                    self.taken.append(Taken(asked["to"], asked["with"][0]["code"], asked["text"], own_id))
                return JSONResponse({"code": "0"})

            return await self.handle(request, act, self._other)

        return app

    @staticmethod
    def _other(_how: How, _good: Response | None) -> Response:
        return JSONResponse({"code": "13", "message": "blacklisted: 13800138000"})


TEMPLATE: Mapping[str, Any] = {
    "headers": {"Authorization": "Bearer {key}", "Idempotency-Key": "{id}"},
    "body": {"to": "{phone}", "text": "{text}", "with": [{"code": "{code}"}], "priority": 1},
    "accepted": {"code": "0"},
}


def _is_signed(request: Request) -> bool:
    sent, query = request.headers, request.scope["query_string"].decode()
    at = datetime.fromisoformat(sent["x-acs-date"])
    wanted = headers_of(
        KEY, sent["host"], sent["x-acs-action"], sent["x-acs-version"], query, sent["x-acs-signature-nonce"], at
    )
    return sent["Authorization"] == wanted["Authorization"]


def _taken(action: str, asked: Mapping[str, str]) -> Taken:
    names = {"SendSms": ("PhoneNumbers", "TemplateParam", "TemplateCode"), "SingleCallByTts": ("CalledNumber", "TtsParam", "TtsCode")}  # fmt: skip
    number, variables, template = (asked[name] for name in names[action])
    phone = f"+86{number}" if len(number) == 11 and number.startswith("1") else f"+{number}"
    return Taken(phone, json.loads(variables)["code"], template)
