"""Settings from the environment, prefix `BACKEND_`. Secrets have no defaults."""

from decimal import Decimal
from pathlib import Path
from typing import Literal, Self

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from pydantic import Field, FilePath, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from backend.callers import CALLERS
from backend.help_centre.sources import PACKAGED, check_source
from backend.payments.bank_signature import RequestSigner, private_key, public_keys
from backend.payments.callbacks import ByHmac, ByRsa, CallbackCheck
from backend.products.quotes import DEFAULT_LENDER_NAME
from contract.lending.products import Licence
from contract.texts import LocalText
from servicekit.outgoing import Url
from servicekit.staffed_hours import StaffedHours
from servicekit.strength import Key, Secret, SecretRing, secrets_of

# What a lender has to tell everybody of itself.
TOLD = ("lender_name", "licence_number", "supervisor", "service_phone", "complaints")


class DatabaseSettings(BaseSettings):
    """All that a command on the database needs. `lasting_acts`: the file of what a restored backup must not undo."""

    model_config = SettingsConfigDict(env_prefix="BACKEND_", populate_by_name=True)

    database_url: Url = "sqlite:///var/backend.db"
    lasting_acts: Path = Path("var/lasting-acts.jsonl")


class LenderSettings(DatabaseSettings):
    """Which rules hold, and how much of what is lent is set aside for losses. `policy`: the lender's own rules; `retention`: its own
    periods, days by their names in `contract/retention/table.json`."""

    licence: Licence = "microlender"
    policy: FilePath | None = None
    retention: FilePath | None = None
    risk_reserve_percent: Decimal = Field(Decimal("1.5"), ge=0, le=100)


class ProviderSettings(LenderSettings):
    """All that a command on the payment provider's files needs. `provider_secret` signs its callbacks and files.

    Of every `…_previous` what was made under the secret before is taken too, while a secret is replaced (docs/operations.md).
    """

    provider_secret: Secret
    provider_secret_previous: Secret | None = None

    @property
    def provider_secrets(self) -> tuple[bytes, ...]:
        """The newest first."""
        return secrets_of(self.provider_secret, self.provider_secret_previous)


class SealingSettings(DatabaseSettings):
    """All that a command on what is sealed needs. `documents_key` seals papers, `fields_key` identities: base64 of 32 random bytes; older
    keys may follow after commas."""

    documents_key: SecretRing
    fields_key: SecretRing


class IdentitySettings(DatabaseSettings):
    """All that finds people. `identity_secret` keys the hashes by which names and identity numbers are found: without it they could be
    guessed. What the secret before it keyed is found by `identity_secret_previous`."""

    identity_secret: Secret
    identity_secret_previous: Secret | None = None

    @property
    def identity_secrets(self) -> tuple[bytes, ...]:
        """The newest first."""
        return secrets_of(self.identity_secret, self.identity_secret_previous)


class CommonSettings(ProviderSettings):
    """Of the serving process and the worker. `provider`: the sandbox, which plays in development alone and keeps what it did in
    `sandbox_book`, or one over signed HTTP, whose RSA key is `provider_public_key`; several may stand there after commas."""

    environment: Literal["development", "production"] = Field("production", validation_alias="LOANTALK_ENV")
    provider: Literal["sandbox", "http"] = "sandbox"
    provider_public_key: str = ""
    sandbox_book: Path = Path("var/sandbox-provider.db")

    @model_validator(mode="after")
    def callbacks_can_be_checked(self) -> Self:
        self.callbacks  # noqa: B018 - raises
        return self

    @property
    def callbacks(self) -> CallbackCheck:
        """Raises `ValueError`, which names the setting."""
        return ByHmac(self.provider_secrets) if self.provider == "sandbox" else ByRsa(self.provider_keys)

    @property
    def provider_keys(self) -> tuple[RSAPublicKey, ...]:
        try:
            return public_keys(self.provider_public_key)
        except (ValueError, UnsupportedAlgorithm) as error:
            raise ValueError("BACKEND_PROVIDER_PUBLIC_KEY holds no RSA key of 2048 bits or more") from error


class Settings(CommonSettings, SealingSettings, IdentitySettings):
    """The serving process's. `service_keys`: caller's name → key.

    `signing_secret` is the gateway's and ours alone: with it the gateway proves that a borrower signed. Development may do
    without; then no proof is asked for.

    `clamd` is `host:port` of a virus scanner; without one papers are marked as not scanned.

    `service_phone`, `regulator_phone` (complaints about lenders) and `help_line` (support in distress) are named by help
    answers; an empty one is left out of them.

    `staff_hours` are told by help answers; the gateway's, where `run.py` starts both.

    `lender_name` stands in every contract. It, `licence_number`, `supervisor`, `service_phone` and `complaints` (the ways to
    complain) are told to everybody: outside development they have to be given.

    `scoring_card` pins the scoring model that was signed off: the SHA-256 of its card, which names the checksums of its parts.
    """

    host: str = "127.0.0.1"
    port: int = 8001
    service_keys: dict[str, Key] = Field(min_length=1)
    service_keys_previous: dict[str, Key] = {}
    signing_secret: Secret | None = None
    signing_secret_previous: Secret | None = None
    clamd: Url = Field("", pattern=r"^$|^[^:]+:\d+$")
    review_working_days: int = Field(1, ge=1, le=30)
    document_working_days: int = Field(5, ge=1, le=30)
    models_dir: Path = Path("var/models")
    scoring_card: str = Field("", pattern=r"^$|^[0-9a-f]{64}$")
    embeddings: str = PACKAGED
    service_phone: str = ""
    regulator_phone: str = ""
    help_line: str = ""
    staff_hours: StaffedHours = StaffedHours()
    lender_name: LocalText = DEFAULT_LENDER_NAME
    licence_number: str = "开发 0000"
    supervisor: LocalText = LocalText(zh="开发环境无监管机构", en="None in development")
    complaints: LocalText = LocalText(zh="开发环境不受理投诉", en="None are taken in development")

    @model_validator(mode="after")
    def a_real_lender_says_who_it_is(self) -> Self:
        told = [name for name in TOLD if name in self.model_fields_set and getattr(self, name)]
        if self.environment == "production" and (missing := [name for name in TOLD if name not in told]):
            raise ValueError(f"Not set: {', '.join(f'BACKEND_{name.upper()}' for name in missing)}")
        return self

    @model_validator(mode="after")
    def models_come_from_where_they_may(self) -> Self:
        check_source(self.embeddings)
        return self

    @model_validator(mode="after")
    def real_contracts_are_signed_with_proof(self) -> Self:
        if self.environment == "production" and self.signing_secret is None:
            raise ValueError("BACKEND_SIGNING_SECRET is not set")
        return self

    @model_validator(mode="after")
    def real_callers_have_their_rights(self) -> Self:
        named = self.service_keys.keys() | self.service_keys_previous.keys()
        if self.environment == "production" and (unknown := named - CALLERS):
            raise ValueError(f"BACKEND_SERVICE_KEYS names callers that have no rights: {', '.join(sorted(unknown))}")
        return self


class WorkerSettings(CommonSettings):
    """The worker alone seals the ledger: it alone has `ledger_signing_key` (base64 of 32 random bytes). `url` is where it finds the serving process.

    It alone orders from a provider over HTTP: at `provider_url`, as `provider_lender`, signed with `provider_signing_key` (base64 of an RSA key,
    PKCS#8 in DER).
    """

    url: Url = "http://127.0.0.1:8001"
    abandoned_after_seconds: int = 24 * 3600
    unknown_after_seconds: int = 3600
    ledger_signing_key: Secret
    ledger_seal_seconds: int = Field(60, ge=1)
    provider_url: Url = ""
    provider_lender: str = ""
    provider_signing_key: Secret | None = None

    @model_validator(mode="after")
    def orders_can_be_signed(self) -> Self:
        if self.provider == "http":
            self.signer  # noqa: B018 - raises
        return self

    @property
    def signer(self) -> RequestSigner:
        """Of orders to a provider over HTTP. Raises `ValueError`, which names the settings."""
        names = ("provider_url", "provider_lender", "provider_signing_key")
        if self.provider_signing_key is None or not (self.provider_url and self.provider_lender):
            raise ValueError(
                f"Not set: {', '.join(f'BACKEND_{name.upper()}' for name in names if not getattr(self, name))}"
            )
        try:
            return RequestSigner(self.provider_lender, private_key(self.provider_signing_key.get_secret_value()))
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise ValueError("BACKEND_PROVIDER_SIGNING_KEY holds no RSA key of 2048 bits or more") from error


class EverySetting(Settings, WorkerSettings):
    """What may be set beside a command, whether it reads it or not."""
