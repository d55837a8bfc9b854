"""Who delivers codes: Aliyun's signature, the template of a request, and what a wrong setting is told."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from mobile_api.auth.outbox import NOTICES, WORDING, CodeMessage, text_of
from mobile_api.senders.acs3 import Key, headers_of, query_of
from mobile_api.senders.http import Template
from mobile_api.settings import Settings
from runner.settings import new_secrets
from servicekit.settings import SettingsInvalid, read_settings
from tests.fakes.code_vendors import KEY, TEMPLATE

GATEWAY = {**new_secrets(), "LOANTALK_ENV": "development"}
NAMED = {"templates": {purpose: {"zh": "SMS_1", "en": "SMS_2"} for purpose in (*WORDING, *NOTICES)}}


def test_aliyuns_published_example_is_signed_as_published() -> None:
    """https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature, "固定参数示例"."""
    query = query_of({"RegionId": "cn-shanghai", "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"})
    key, at = Key("YourAccessKeyId", "YourAccessKeySecret"), datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC)
    nonce = "3156853299f313e23d1673dc12e1703d"
    headers = headers_of(key, "ecs.cn-shanghai.aliyuncs.com", "RunInstances", "2014-05-26", query, nonce, at)
    assert headers["Authorization"] == (
        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,"
        "SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,"
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_a_call_reads_a_code_digit_by_digit() -> None:
    message = CodeMessage("+8613800138000", "482913", "sign_in", "zh")
    assert "：4, 8, 2, 9, 1, 3。" in text_of(message, "call")
    assert "482913" in text_of(message, "sms")


@pytest.mark.parametrize(
    "wrong",
    [
        {"body": {"to": "{phone.__class__}"}, "headers": {"X": "{phone}"}},
        {"body": {"to": "{number}"}},
        {"body": {"to": [{"deep": "{number}"}]}},
        {"headers": {"X-To": "{phone}"}},
    ],
)
def test_a_template_knows_its_fields_alone_and_tells_no_header_a_number(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="is not a field here"):
        Template.model_validate({**TEMPLATE, **wrong})


def test_a_request_with_an_id_of_ours_may_be_repeated() -> None:
    assert Template.model_validate(TEMPLATE).repeatable
    assert not Template.model_validate({"body": {"to": "{phone}", "text": "{text}"}}).repeatable


def refused(**settings: str) -> str:
    with pytest.raises(SettingsInvalid) as error:
        read_settings(Settings, {**GATEWAY, **settings})
    return str(error.value)


def test_what_a_sender_lacks_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = tmp_path / "templates.json"
    named.write_text(json.dumps(NAMED))
    aliyun = {"MOBILE_SMS_SENDER": "aliyun", "MOBILE_SMS_KEY_ID": KEY.id, "MOBILE_SMS_KEY": KEY.secret}
    assert refused(MOBILE_SMS_SENDER="aliyun") == ("Not set: MOBILE_SMS_TEMPLATE, MOBILE_SMS_KEY_ID, MOBILE_SMS_KEY.")
    assert refused(MOBILE_CALL_SENDER="http") == "Not set: MOBILE_CALL_URL, MOBILE_CALL_TEMPLATE."
    read_settings(Settings, {**GATEWAY, **aliyun, "MOBILE_SMS_TEMPLATE": str(named)})
    monkeypatch.setenv("LOANTALK_MAINLAND", "1")
    assert "dysmsapi.aliyuncs.com" in refused(**aliyun, MOBILE_SMS_TEMPLATE=str(named))
    monkeypatch.delenv("LOANTALK_MAINLAND")
    named.write_text(json.dumps({"templates": {"sign_in": {"zh": "SMS_1", "en": "SMS_2"}}}))
    assert refused(**aliyun, MOBILE_SMS_TEMPLATE=str(named)).startswith("MOBILE_SMS_TEMPLATE: templates: ")
