"""Alarms fire on a swindler's demands, and not on plain questions about paying and codes."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.actions.concerns import Concern, read_concern

SENTENCES: dict[str, dict[str, list[str]]] = yaml.safe_load(
    Path(__file__).with_name("scam_sentences.yml").read_text(encoding="utf-8")
)


def of_kind(kind: str) -> list[Any]:
    return [text for table in SENTENCES.values() for text in table[kind]]


@pytest.mark.parametrize("text", of_kind("alarm"))
def test_a_swindlers_demand_is_recognised(text: str) -> None:
    assert read_concern(text) in (Concern.SCAM, Concern.DIRECTED)


@pytest.mark.parametrize(
    "text",
    [
        "有个人打电话说“您好，我是贷话客服，您的额度已批5万，请先转1000元认证金到指定账户”，是你们吗",
        "对方发我：‘为保护您的征信，请立即把钱转入银监会监管账户’，我该转吗",
        'the guy said "just share your screen and I will unlock the loan for you, fee is 800"',
        "短信说：【贷话】您的账户异常，点 http://xx.cn 输入身份证和卡号解冻。真的假的？",
        "客服小王加我QQ，说内部渠道交会员费就放款，我已经给他转了两千",
        "a caller from 'Loantalk risk dept' wants the code I just received, is that normal?",
    ],
)
def test_a_swindler_who_is_quoted_is_recognised(text: str) -> None:
    assert read_concern(text) in (Concern.SCAM, Concern.DIRECTED)


@pytest.mark.parametrize("text", of_kind("ordinary"))
def test_a_plain_question_about_paying_or_codes_raises_nothing(text: str) -> None:
    assert read_concern(text) is None
