"""A bank by setting: what it lacks is named, and its keys are those that sign."""

from typing import Any

import httpx
import pytest

from backend.__main__ import provider_of
from backend.payments.bank import BankProvider
from backend.payments.provider import NoProvider
from backend.settings import WorkerSettings
from runner.settings import new_secrets
from servicekit.settings import SettingsInvalid, read_settings
from tests.fakes.bank import LENDER, key_of, private_setting, public_setting

MADE = {**new_secrets(), "LOANTALK_ENV": "production"}
BANK = {"BACKEND_PROVIDER": "http", "BACKEND_PROVIDER_URL": "http://127.0.0.1:9", "BACKEND_PROVIDER_LENDER": LENDER}
KEYS = {
    "BACKEND_PROVIDER_SIGNING_KEY": private_setting("lender"),
    "BACKEND_PROVIDER_PUBLIC_KEY": public_setting("bank"),
}


def worker(**settings: str) -> WorkerSettings:
    return read_settings(WorkerSettings, {**MADE, **settings})


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({}, "BACKEND_PROVIDER_PUBLIC_KEY holds no RSA key of 2048 bits or more."),
        ({**KEYS, "BACKEND_PROVIDER_URL": ""}, "Not set: BACKEND_PROVIDER_URL."),
        ({**KEYS, "BACKEND_PROVIDER_SIGNING_KEY": MADE["BACKEND_PROVIDER_SECRET"]}, "BACKEND_PROVIDER_SIGNING_KEY holds no RSA key of 2048 bits or more."),
        ({**KEYS, "BACKEND_PROVIDER_PUBLIC_KEY": private_setting("bank")}, "BACKEND_PROVIDER_PUBLIC_KEY holds no RSA key of 2048 bits or more."),
    ],
)  # fmt: skip
def test_what_a_bank_lacks_is_named(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsInvalid) as refused:
        worker(**{**BANK, **wrong})
    assert str(refused.value) == said


def test_the_worker_orders_from_the_bank_that_is_set_and_in_production_from_no_sandbox() -> None:
    with httpx.Client() as http:
        assert isinstance(provider_of(worker(**BANK, **KEYS), http), BankProvider)
        assert isinstance(provider_of(worker(), http), NoProvider)
    settings = worker(**BANK, **KEYS)
    assert settings.signer.key.public_key() == key_of("lender").public_key()
    assert list(settings.provider_keys) == [key_of("bank").public_key()]
