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
    "service_keys": {"gateway": "key"},
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


def test_development_lends_in_a_made_up_name() -> None:
    assert BackendSettings(environment="development", **SECRETS).lender_name.zh
