"""What can be set is written down, and what production may not make up has to be set."""

import json
import os
import secrets
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError
from pydantic_settings import BaseSettings

from assistant.actions.settings import Settings as ActionsSettings
from assistant.settings import DialogueSettings
from backend.settings import EverySetting
from backend.settings import Settings as BackendSettings
from mobile_api.settings import Settings as MobileSettings
from runner.__main__ import lasting_acts
from runner.ports import addresses, free_addresses
from runner.processes import processes
from runner.settings import KINDS, PREFIXES, alike, all_settings, new_secrets, settings_at
from servicekit.development import adopt_settings, held_settings
from servicekit.settings import SettingsInvalid, names_of, read_settings, unknown_settings
from speech.settings import Settings as SpeechSettings
from tests.lender import IN_ENVIRONMENT, TOLD

DESIGN = (Path(__file__).parents[2] / "docs" / "design.md").read_text()
MADE = new_secrets()
SECRET_NAMES = tuple(MADE)
GATEWAYS = {name for name in SECRET_NAMES if name.startswith("MOBILE_")}
SECRETS: dict[str, Any] = {
    "service_keys": {"mobile_api": MADE["MOBILE_BACKEND_KEY"]},
    "signing_secret": MADE["BACKEND_SIGNING_SECRET"],
    "provider_secret": MADE["BACKEND_PROVIDER_SECRET"],
    "identity_secret": MADE["BACKEND_IDENTITY_SECRET"],
    "documents_key": MADE["BACKEND_DOCUMENTS_KEY"],
    "fields_key": MADE["BACKEND_FIELDS_KEY"],
}


@pytest.mark.parametrize("settings", [ActionsSettings, DialogueSettings, EverySetting, MobileSettings, SpeechSettings])
def test_every_setting_stands_in_the_design(settings: type[BaseSettings]) -> None:
    assert [name for name in names_of(settings).values() if f"`{name}`" not in DESIGN] == []


@pytest.mark.parametrize("left_out", TOLD)
def test_production_does_not_start_before_the_lender_says_who_it_is(left_out: str) -> None:
    told = {name: value for name, value in TOLD.items() if name != left_out}
    with pytest.raises(ValidationError, match=f"BACKEND_{left_out.upper()}"):
        BackendSettings(environment="production", **told, **SECRETS)
    named = BackendSettings(environment="production", **TOLD, **SECRETS)
    assert named.lender_name.zh == "某某小贷"


def test_production_does_not_start_without_what_proves_a_signature() -> None:
    with pytest.raises(ValidationError, match="BACKEND_SIGNING_SECRET"):
        BackendSettings(environment="production", **{**SECRETS, "signing_secret": None}, **TOLD)
    gateway = dict.fromkeys(("token_secret", "backend_key", "dialogue_key"), MADE["MOBILE_TOKEN_SECRET"])
    gateway["fields_key"] = MADE["MOBILE_FIELDS_KEY"]
    with pytest.raises(ValidationError, match="MOBILE_SIGNING_SECRET"):
        MobileSettings.model_validate({"environment": "production", **gateway})


def test_production_does_not_start_with_a_caller_that_has_no_rights() -> None:
    keys = {"mobile_api": MADE["MOBILE_BACKEND_KEY"], "a-tool-of-mine": MADE["ACTIONS_BACKEND_KEY"]}
    with pytest.raises(ValidationError, match="a-tool-of-mine"):
        BackendSettings(environment="production", **{**SECRETS, "service_keys": keys}, **TOLD)
    BackendSettings(environment="development", **{**SECRETS, "service_keys": keys})


def test_development_lends_in_a_made_up_name() -> None:
    assert BackendSettings(environment="development", **SECRETS).lender_name.zh


NAMES = ("MOBILE_TOKEN_SECRET", "MOBILE_BACKEND_KEY", "MOBILE_DIALOGUE_KEY", "MOBILE_FIELDS_KEY")
GATEWAY = {name: MADE[name] for name in NAMES}


@pytest.fixture
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith(PREFIXES)]:
        monkeypatch.delenv(name)


@pytest.mark.usefixtures("bare_environment")
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"LOANTALK_ENV": "prod"}, "LOANTALK_ENV: input should be 'development' or 'production'."),
        ({"MOBILE_FIELDS_KEY": "bm8gMzIgYnl0ZXMgYXQgYWxs"}, "MOBILE_FIELDS_KEY is not the base64 of 32 bytes."),
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


@pytest.mark.usefixtures("bare_environment")
def test_both_services_note_lasting_acts_in_the_file_that_the_backend_is_told(tmp_path: Path) -> None:
    elsewhere = {"LOANTALK_ENV": "development", "BACKEND_LASTING_ACTS": "/mnt/other/acts.jsonl"}
    started = all_settings(tmp_path, addresses(None, {}), elsewhere)
    for settings in (started, settings_at(tmp_path, elsewhere)):
        assert settings["MOBILE_LASTING_ACTS"] == "/mnt/other/acts.jsonl"
        assert lasting_acts(settings) == Path("/mnt/other/acts.jsonl")


def test_lasting_acts_in_two_files_are_refused_by_name() -> None:
    split = {"BACKEND_LASTING_ACTS": "/mnt/one.jsonl", "MOBILE_LASTING_ACTS": "/mnt/other.jsonl"}
    with pytest.raises(SettingsInvalid, match="BACKEND_LASTING_ACTS is /mnt/one.jsonl and MOBILE_LASTING_ACTS is"):
        lasting_acts(split)


@pytest.mark.usefixtures("bare_environment")
class TestSecrets:
    """Refused in one sentence, which repeats none of them."""

    PRODUCTION: ClassVar = {
        **new_secrets(),
        "LOANTALK_ENV": "production",
        **IN_ENVIRONMENT,
    }

    def refused(self, var: Path, **wrong: str) -> str:
        with pytest.raises(SettingsInvalid) as refused:
            all_settings(var, addresses(None, {}), {**self.PRODUCTION, **wrong})
        assert not any(secret and secret in str(refused.value) for secret in wrong.values())
        return str(refused.value)

    def test_strong_and_different_ones_are_taken_and_written_nowhere(self, tmp_path: Path) -> None:
        assert all_settings(tmp_path, addresses(None, {}), self.PRODUCTION)["LOANTALK_ENV"] == "production"
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        "name", [name for name in PRODUCTION if name in SECRET_NAMES and name != "BACKEND_SERVICE_KEYS"]
    )
    def test_a_weak_one_is_named(self, name: str, tmp_path: Path) -> None:
        assert (
            self.refused(tmp_path, **{name: ""})
            == f"{name}: has fewer than {32 if name == 'MOBILE_TOKEN_SECRET' else 16} characters."
        )
        assert self.refused(tmp_path, **{name: "a" * 43 + "="}).startswith(f"{name}: has fewer than 10 different")

    def test_service_keys_are_neither_absent_nor_weak(self, tmp_path: Path) -> None:
        assert self.refused(tmp_path, BACKEND_SERVICE_KEYS="{}").startswith("BACKEND_SERVICE_KEYS: ")
        weak = json.dumps({"mobile_api": "a" * 32, "actions": secrets.token_urlsafe(32)})
        assert (
            self.refused(tmp_path, BACKEND_SERVICE_KEYS=weak) == "BACKEND_SERVICE_KEYS.mobile_api: repeats one pattern."
        )

    def test_two_doors_have_two_keys(self, tmp_path: Path) -> None:
        said = self.refused(tmp_path, MOBILE_TOKEN_SECRET=self.PRODUCTION["BACKEND_IDENTITY_SECRET"])
        assert said == "Equal, though each needs a secret of its own: BACKEND_IDENTITY_SECRET and MOBILE_TOKEN_SECRET."
        one_for_all = json.dumps(dict.fromkeys(("mobile_api", "actions"), secrets.token_urlsafe(32)))
        said = self.refused(tmp_path, BACKEND_SERVICE_KEYS=one_for_all)
        assert "BACKEND_SERVICE_KEYS.actions and BACKEND_SERVICE_KEYS.mobile_api" in said

    def test_production_takes_no_secret_of_development(self, tmp_path: Path) -> None:
        made = all_settings(tmp_path, addresses(None, {}), {})
        said = self.refused(tmp_path, BACKEND_PROVIDER_SECRET=made["BACKEND_PROVIDER_SECRET"])
        assert said.startswith("Production takes no secret of development: BACKEND_PROVIDER_SECRET stands in ")
        assert "BACKEND_SERVICE_KEYS" in self.refused(tmp_path, BACKEND_SERVICE_KEYS=made["BACKEND_SERVICE_KEYS"])


@pytest.mark.usefixtures("bare_environment")
def test_each_process_is_given_what_it_reads_and_no_more(tmp_path: Path) -> None:
    at = addresses(None, {})
    given = {one.name: one.env.keys() & set(SECRET_NAMES) for one in processes(all_settings(tmp_path, at, {}), at)}
    assert given == {
        "backend": {
            "BACKEND_SERVICE_KEYS",
            "BACKEND_PROVIDER_SECRET",
            "BACKEND_IDENTITY_SECRET",
            "BACKEND_SIGNING_SECRET",
            "BACKEND_DOCUMENTS_KEY",
            "BACKEND_FIELDS_KEY",
        },
        "backend-worker": {"BACKEND_PROVIDER_SECRET", "BACKEND_LEDGER_SIGNING_KEY"},
        "speech": {"SPEECH_SERVICE_KEY"},
        "actions": {"ACTIONS_BACKEND_KEY", "ACTIONS_SERVICE_KEY"},
        "dialogue": {"DIALOGUE_CHANNEL_KEY", "ACTIONS_SERVICE_KEY"},
        "mobile-api": GATEWAYS,
        "mobile-worker": GATEWAYS,
    }
