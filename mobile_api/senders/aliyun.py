"""Codes and notices by Aliyun: text messages (Dysmsapi, SendSms) and calls that read them out (Dyvmsapi, SingleCallByTts).

The words are templates that Aliyun has approved, those of codes with one variable, `code`. That of a call has to be of the kind that is read digit
by digit. Neither call takes an idempotency key: after a silence nothing is sent again.
"""

import json
import re
import uuid
from collections.abc import Mapping
from datetime import datetime

import httpx
from pydantic import BaseModel, Field

from contract.texts import LocalText
from mobile_api.auth.outbox import NOTICES, WORDING, CodeMessage, Notice
from mobile_api.auth.schemas import By, NoticeOf, Purpose
from mobile_api.senders.acs3 import Key, headers_of, query_of
from mobile_api.senders.posting import LIMITS, Limits, Poster

VERSION = "2017-05-25"
URLS: Mapping[By, str] = {"sms": "https://dysmsapi.aliyuncs.com", "call": "https://dyvmsapi.aliyuncs.com"}
ACTIONS: Mapping[By, str] = {"sms": "SendSms", "call": "SingleCallByTts"}
# Aliyun's codes, as `isv.BUSINESS_LIMIT_CONTROL`. Whatever else it may answer is not repeated.
CODE = re.compile(r"[A-Za-z0-9_.]{1,60}")


class Templates(BaseModel, extra="forbid"):
    """`sign_name` is the approved signature of text messages; `show_number` the number that calls come from, empty for one of Aliyun's.
    `templates` names a template for each purpose of a code, and each notice, in each language."""

    sign_name: str = ""
    show_number: str = ""
    templates: dict[Purpose | NoticeOf, LocalText] = Field(min_length=len(WORDING) + len(NOTICES))


class Aliyun:
    """`url` is Aliyun's own or, in a test, a stand-in's."""

    def __init__(self, by: By, url: str, key: Key, templates: Templates, limits: Limits = LIMITS) -> None:
        self._by, self._url, self._key, self._templates = by, httpx.URL(url), key, templates
        self._poster = Poster(f"aliyun_{by}", limits)

    async def carry(self, message: CodeMessage | Notice, at: datetime) -> None:
        query = query_of(self._parameters(message))

        def build() -> httpx.Request:
            host, nonce = self._url.netloc.decode(), uuid.uuid4().hex
            headers = headers_of(self._key, host, ACTIONS[self._by], VERSION, query, nonce, at)
            return httpx.Request("POST", self._url.copy_with(path="/", query=query.encode()), headers=headers)

        answer = await self._poster.post(build, repeatable=False)
        if (code := _code_of(answer)) != "OK":
            raise self._poster.refusal("refused", code)
        self._poster.accepted()

    async def close(self) -> None:
        await self._poster.close()

    def _parameters(self, message: CodeMessage | Notice) -> dict[str, str]:
        told = {"code": message.code} if isinstance(message, CodeMessage) else {}
        what = message.purpose if isinstance(message, CodeMessage) else message.what
        template = self._templates.templates[what].in_language(message.language)
        # Aliyun knows numbers of the mainland without +86, others without the plus.
        number, variables = message.phone.removeprefix("+86").removeprefix("+"), json.dumps(told)
        if self._by == "sms":
            sign = self._templates.sign_name
            return {"PhoneNumbers": number, "SignName": sign, "TemplateCode": template, "TemplateParam": variables}
        shown = self._templates.show_number
        called = {"CalledNumber": number, "TtsCode": template, "TtsParam": variables}
        return {**called, "CalledShowNumber": shown} if shown else called


def _code_of(answer: httpx.Response) -> str:
    try:
        code = answer.json()["Code"]
    except (ValueError, KeyError, TypeError):
        return "unreadable"
    return code if isinstance(code, str) and CODE.fullmatch(code) else "unreadable"
