"""What can be set is written down, and what production may not make up has to be set."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic_settings import BaseSettings

from assistant.actions.settings import Settings as ActionsSettings
from backend.settings import Settings as BackendSettings
from backend.settings import WorkerSettings
from mobile_api.settings import Settings as MobileSettings
from speech.settings import Settings as SpeechSettings

DESIGN = (Path(__file__).parents[2] / "docs" / "design.md").read_text()
SECRETS: dict[str, Any] = {
    "service_keys": {"mobile_api": "key"},
    "signing_secret": "s" * 16,
    "provider_secret": "p" * 16,
    "identity_secret": "i" * 16,
    "documents_key": "d" * 16,
}


@pytest.mark.parametrize("settings", [ActionsSettings, WorkerSettings, MobileSettings, SpeechSettings])
def test_every_setting_stands_in_the_design(settings: type[BaseSettings]) -> None:
    prefix = settings.model_config["env_prefix"]
    names = [str(field.validation_alias or f"{prefix}{name.upper()}") for name, field in settings.model_fields.items()]
    assert [name for name in names if f"`{name}`" not in DESIGN] == []


def test_production_does_not_start_without_the_lenders_name() -> None:
    with pytest.raises(ValidationError, match="BACKEND_LENDER_NAME"):
        BackendSettings(environment="production", **SECRETS)
    named = BackendSettings(environment="production", lender_name={"zh": "某某小贷", "en": "Some Lender"}, **SECRETS)
    assert named.lender_name.zh == "某某小贷"


NAMED: dict[str, Any] = {"lender_name": {"zh": "某某小贷", "en": "Some Lender"}}


def test_production_does_not_start_without_what_proves_a_signature() -> None:
    with pytest.raises(ValidationError, match="BACKEND_SIGNING_SECRET"):
        BackendSettings(environment="production", **{**SECRETS, "signing_secret": None}, **NAMED)
    gateway = dict.fromkeys(("token_secret", "backend_key", "dialogue_key"), "s" * 40)
    with pytest.raises(ValidationError, match="MOBILE_SIGNING_SECRET"):
        MobileSettings.model_validate({"environment": "production", **gateway})


def test_production_does_not_start_with_a_caller_that_has_no_rights() -> None:
    keys = {"mobile_api": "key", "a-tool-of-mine": "key"}
    with pytest.raises(ValidationError, match="a-tool-of-mine"):
        BackendSettings(environment="production", **{**SECRETS, "service_keys": keys}, **NAMED)
    BackendSettings(environment="development", **{**SECRETS, "service_keys": keys})


def test_development_lends_in_a_made_up_name() -> None:
    assert BackendSettings(environment="development", **SECRETS).lender_name.zh
