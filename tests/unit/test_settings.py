"""What can be set is written down, and what production may not make up has to be set."""

import base64
import os
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic_settings import BaseSettings

from assistant.actions.settings import Settings as ActionsSettings
from assistant.settings import DialogueSettings
from backend.settings import Settings as BackendSettings
from backend.settings import WorkerSettings
from mobile_api.settings import Settings as MobileSettings
from runner.ports import addresses, free_addresses
from runner.settings import KINDS, PREFIXES, alike, all_settings
from servicekit.development import adopt_settings, held_settings
from servicekit.settings import SettingsInvalid, names_of, read_settings, unknown_settings
from speech.settings import Settings as SpeechSettings

DESIGN = (Path(__file__).parents[2] / "docs" / "design.md").read_text()
SECRETS: dict[str, Any] = {
    "service_keys": {"mobile_api": "key"},
    "signing_secret": "s" * 16,
    "provider_secret": "p" * 16,
    "identity_secret": "i" * 16,
    "documents_key": "d" * 16,
    "fields_key": "f" * 16,
}


@pytest.mark.parametrize(
    "settings", [ActionsSettings, DialogueSettings, WorkerSettings, MobileSettings, SpeechSettings]
)
def test_every_setting_stands_in_the_design(settings: type[BaseSettings]) -> None:
    assert [name for name in names_of(settings).values() if f"`{name}`" not in DESIGN] == []


def test_production_does_not_start_without_the_lenders_name() -> None:
    with pytest.raises(ValidationError, match="BACKEND_LENDER_NAME"):
        BackendSettings(environment="production", **SECRETS)
    named = BackendSettings(environment="production", lender_name={"zh": "某某小贷", "en": "Some Lender"}, **SECRETS)
    assert named.lender_name.zh == "某某小贷"


FIELDS_KEY = base64.b64encode(b"k" * 32).decode()
NAMED: dict[str, Any] = {"lender_name": {"zh": "某某小贷", "en": "Some Lender"}}


def test_production_does_not_start_without_what_proves_a_signature() -> None:
    with pytest.raises(ValidationError, match="BACKEND_SIGNING_SECRET"):
        BackendSettings(environment="production", **{**SECRETS, "signing_secret": None}, **NAMED)
    gateway = {**dict.fromkeys(("token_secret", "backend_key", "dialogue_key"), "s" * 40), "fields_key": FIELDS_KEY}
    with pytest.raises(ValidationError, match="MOBILE_SIGNING_SECRET"):
        MobileSettings.model_validate({"environment": "production", **gateway})


def test_production_does_not_start_with_a_caller_that_has_no_rights() -> None:
    keys = {"mobile_api": "key", "a-tool-of-mine": "key"}
    with pytest.raises(ValidationError, match="a-tool-of-mine"):
        BackendSettings(environment="production", **{**SECRETS, "service_keys": keys}, **NAMED)
    BackendSettings(environment="development", **{**SECRETS, "service_keys": keys})


def test_development_lends_in_a_made_up_name() -> None:
    assert BackendSettings(environment="development", **SECRETS).lender_name.zh


GATEWAY = {
    **dict.fromkeys(("MOBILE_TOKEN_SECRET", "MOBILE_BACKEND_KEY", "MOBILE_DIALOGUE_KEY"), "s" * 40),
    "MOBILE_FIELDS_KEY": FIELDS_KEY,
}


@pytest.fixture
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIXES)]:
        monkeypatch.delenv(name)


@pytest.mark.usefixtures("bare_environment")
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"LOANTALK_ENV": "prod"}, "LOANTALK_ENV: input should be 'development' or 'production'."),
        ({"MOBILE_FIELDS_KEY": "eA=="}, "MOBILE_FIELDS_KEY is not the base64 of 32 bytes."),
        (
            {"MOBILE_TRUSTED_PROXIES": "10.0.0.0/8, *"},
            "MOBILE_TRUSTED_PROXIES: '*' does not appear to be an IPv4 or IPv6 network",
        ),
        ({"MOBILE_PORT": "eighty"}, "MOBILE_PORT: input should be a valid integer"),
        ({"MOBILE_STAFF_HOURS": "late"}, "MOBILE_STAFF_HOURS: is not JSON."),
        ({"MOBILE_STAFF_HOURS": '{"opens": "25:00"}'}, "MOBILE_STAFF_HOURS.opens: "),
        ({"LOANTALK_ENV": "production"}, "MOBILE_SIGNING_SECRET is not set."),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsInvalid) as refused:
        read_settings(MobileSettings, {"LOANTALK_ENV": "development", **GATEWAY, **wrong})
    assert str(refused.value).startswith(said)
    assert "\n" not in str(refused.value)


@pytest.mark.usefixtures("bare_environment")
def test_what_is_missing_is_named_and_no_secret_is_repeated() -> None:
    with pytest.raises(SettingsInvalid) as refused:
        read_settings(MobileSettings, {"MOBILE_TOKEN_SECRET": "too-short", "LOANTALK_ENV": "development"})
    assert str(refused.value).startswith(
        "Not set: MOBILE_FIELDS_KEY, MOBILE_BACKEND_KEY, MOBILE_DIALOGUE_KEY; MOBILE_TOKEN_SECRET: "
    )
    assert "too-short" not in str(refused.value)


def test_a_name_that_nobody_reads_is_named_with_what_may_be_meant() -> None:
    environment = {*(name for kind in KINDS for name in names_of(kind).values()), "PATH", "LOANTALK_ENV"}
    assert unknown_settings(environment, KINDS) is None
    said = unknown_settings({*environment, "MOBILE_OTP_PER_FONE", "BACKEND_COLOUR"}, KINDS)
    assert said == (
        "Not a setting of ours, and not read: BACKEND_COLOUR, MOBILE_OTP_PER_FONE (meant: MOBILE_OTP_PER_PHONE?)."
    )


@pytest.mark.usefixtures("bare_environment")
def test_all_that_is_wrong_is_said_before_anything_starts(tmp_path: Path) -> None:
    wrong = {"BACKEND_LICENCE": "foo", "DIALOGUE_CONFIG": "none.yml", "LOANTALK_ENV": "development"}
    with pytest.raises(SettingsInvalid, match=r"BACKEND_LICENCE: .*'private'.*DIALOGUE_CONFIG: there is no such file"):
        all_settings(tmp_path, addresses(None, {}), wrong)
    with pytest.raises(SettingsInvalid, match="it may be development or production"):
        all_settings(tmp_path, addresses(None, {}), {"LOANTALK_ENV": "prod"})


@pytest.mark.usefixtures("bare_environment")
def test_the_processes_are_told_where_the_others_really_listen(tmp_path: Path) -> None:
    """Ports that were chosen on the command line hold, whatever the environment says of them."""
    environment = {"BACKEND_PORT": "9001", "SPEECH_VOICES": "espeak"}
    settings = all_settings(tmp_path, addresses(None, environment), environment)
    assert (settings["BACKEND_PORT"], settings["MOBILE_BACKEND_URL"]) == ("9001", "http://127.0.0.1:9001")
    free = free_addresses()
    settings = all_settings(tmp_path, free, environment)
    assert settings["BACKEND_PORT"] == str(free["backend"].port)
    assert settings["SPEECH_VOICES"] == "espeak"
    held = held_settings(tmp_path)
    assert all(settings[name] == value for name, value in held.items())


@pytest.mark.usefixtures("bare_environment")
class TestDevelopmentsSettings:
    NAMES = ("MOBILE_TOKEN_SECRET", "MOBILE_PORT", "MOBILE_DATABASE_URL")

    @pytest.fixture
    def made(self, tmp_path: Path) -> dict[str, str]:
        return all_settings(tmp_path, addresses(8100, {}), {})

    def adopted(self, made: dict[str, str], **given: str) -> dict[str, str]:
        environment = {"LOANTALK_VAR": made["LOANTALK_VAR"], **given}
        adopt_settings(self.NAMES, environment)
        return {name: value for name, value in environment.items() if name != "LOANTALK_VAR"}

    def test_a_command_takes_what_it_needs_and_no_more(self, made: dict[str, str]) -> None:
        wanted = {name: made[name] for name in self.NAMES}
        assert self.adopted(made) == {**wanted, "LOANTALK_ENV": "development"}
        assert self.adopted(made, MOBILE_PORT="9000")["MOBILE_PORT"] == "9000"

    def test_production_never_takes_them(self, made: dict[str, str]) -> None:
        assert self.adopted(made, LOANTALK_ENV="production") == {"LOANTALK_ENV": "production"}
        for name in ("MOBILE_TOKEN_SECRET", "MOBILE_DATABASE_URL"):
            assert self.adopted(made, **{name: "another's"}) == {name: "another's"}

    def test_without_a_development_system_there_is_nothing_to_take(self, tmp_path: Path) -> None:
        assert self.adopted({"LOANTALK_VAR": str(tmp_path)}) == {}


def test_help_answers_tell_the_hours_that_the_gateway_keeps() -> None:
    hours = '{"opens": "08:00", "closes": "20:00"}'
    assert alike({"MOBILE_STAFF_HOURS": hours}) == {"BACKEND_STAFF_HOURS": hours}
    assert alike({}) == {}
